/** <th-order>: a list whose items can be dragged; letting go sends their new order by the form inside it. */
class Order extends HTMLElement {
  private dragged: HTMLElement | null = null;

  connectedCallback(): void {
    for (const row of this.rows) row.draggable = true;
    this.addEventListener("dragstart", (event) => {
      this.dragged = this.rowAt(event.target);
      this.dragged?.classList.add("is-dragged");
    });
    this.addEventListener("dragover", (event) => {
      const over = this.rowAt(event.target);
      if (!this.dragged || !over) return;
      event.preventDefault();
      const box = over.getBoundingClientRect();
      const isBelow = event.clientY > box.top + box.height / 2;
      if (over !== this.dragged) over.insertAdjacentElement(isBelow ? "afterend" : "beforebegin", this.dragged);
    });
    this.addEventListener("drop", (event) => event.preventDefault());
    this.addEventListener("dragend", () => this.letGo());
  }

  private get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-order]")];
  }

  private rowAt(target: EventTarget | null): HTMLElement | null {
    return target instanceof Element ? target.closest<HTMLElement>("[data-order]") : null;
  }

  private letGo(): void {
    this.dragged?.classList.remove("is-dragged");
    this.dragged = null;
    const form = this.querySelector<HTMLFormElement>("form[data-order-form]");
    const field = form?.querySelector<HTMLInputElement>("input[name=order]");
    if (!form || !field) return;
    const order = this.rows.map((row) => row.dataset["order"]).join(",");
    if (order === field.dataset["was"]) return;
    field.value = order;
    form.requestSubmit();
  }
}

customElements.define("th-order", Order);
