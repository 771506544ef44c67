/** <th-limit-form>: shows only the fields that the chosen kind of limit asks for. */

class LimitForm extends HTMLElement {
  connectedCallback(): void {
    const kind = this.querySelector<HTMLSelectElement>('[name="kind"]');
    if (!kind) return;
    const show = (): void => {
      for (const part of this.querySelectorAll<HTMLElement>("[data-for]")) {
        part.hidden = !part.dataset["for"]?.split(" ").includes(kind.value);
      }
    };
    kind.addEventListener("change", show);
    show();
  }
}

customElements.define("th-limit-form", LimitForm);
