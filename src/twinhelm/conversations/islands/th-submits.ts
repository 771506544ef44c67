/** <th-submits>: what is chosen is sent at once; without script the button beside it does that. */
class Submits extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement) event.target.form?.requestSubmit();
    });
  }
}

customElements.define("th-submits", Submits);
