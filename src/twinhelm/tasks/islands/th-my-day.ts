/** <th-my-day>: the day's tasks in one's own order, by dragging or by Alt and the arrow keys. */
class MyDay extends HTMLElement {
  private dragged: HTMLElement | null = null;

  connectedCallback(): void {
    this.addEventListener("pointerover", () => this.makeDraggable());
    this.addEventListener("keydown", (event) => this.moveByKey(event));
    this.addEventListener("dragstart", (event) => {
      this.dragged = this.rowAt(event.target);
      this.dragged?.classList.add("is-dragged");
    });
    this.addEventListener("dragover", (event) => this.moveOver(event));
    this.addEventListener("drop", (event) => event.preventDefault());
    this.addEventListener("dragend", () => {
      this.dragged?.classList.remove("is-dragged");
      this.dragged = null;
      this.send();
    });
  }

  private get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-order]")];
  }

  private rowAt(target: EventTarget | null): HTMLElement | null {
    return target instanceof Element ? target.closest<HTMLElement>("[data-order]") : null;
  }

  /** Rows that a swap has brought are told so when they are first met. */
  private makeDraggable(): void {
    for (const row of this.rows) row.draggable = true;
  }

  private moveOver(event: DragEvent): void {
    const over = this.rowAt(event.target);
    if (!this.dragged || !over) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    const isBelow = event.clientY > box.top + box.height / 2;
    if (over !== this.dragged) over.insertAdjacentElement(isBelow ? "afterend" : "beforebegin", this.dragged);
  }

  private moveByKey(event: KeyboardEvent): void {
    const row = this.rowAt(event.target);
    if (!event.altKey || !row || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const rows = this.rows;
    const isUp = event.key === "ArrowUp";
    const other = rows[rows.indexOf(row) + (isUp ? -1 : 1)];
    if (!other) return;
    const focused = document.activeElement;
    other.insertAdjacentElement(isUp ? "beforebegin" : "afterend", row);
    if (focused instanceof HTMLElement) focused.focus();
    this.send();
  }

  private send(): void {
    const form = this.querySelector<HTMLFormElement>("form[data-order-form]");
    const field = form?.querySelector<HTMLInputElement>("input[name=order]");
    if (!form || !field) return;
    const order = this.rows.map((row) => row.dataset["order"]).join(",");
    if (order === field.value) return;
    field.value = order;
    form.requestSubmit();
  }
}

customElements.define("th-my-day", MyDay);
