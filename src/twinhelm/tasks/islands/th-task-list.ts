/** <th-task-list>: one row is current and takes the keys; X or Shift with the arrows chooses several. */
class TaskList extends HTMLElement {
  private stoodAt = "";

  connectedCallback(): void {
    this.addEventListener("htmx:afterSettle", this.comeBack);
    this.addEventListener("focusin", this.follow);
    this.addEventListener("click", this.follow);
    document.addEventListener("keydown", this.steer);
    if (!this.current) this.rows[0]?.setAttribute("aria-current", "true");
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.steer);
  }

  private get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-row]")];
  }

  private get current(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[data-row][aria-current]");
  }

  private readonly follow = (event: Event): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    if (!row) return;
    for (const other of this.querySelectorAll("[data-row][aria-current]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    this.stoodAt = row.id;
  };

  /** A row that was drawn anew takes the keys again. */
  private readonly comeBack = (): void => {
    if (this.current) return;
    const row = this.rows.find(({ id }) => id === this.stoodAt) ?? this.rows[0];
    row?.setAttribute("aria-current", "true");
    row?.focus({ preventScroll: true });
  };

  private readonly steer = (event: KeyboardEvent): void => {
    if (event.key === "Escape") return leave(event);
    if (isNotOurs(event)) return;
    const act = this.actOf(event);
    if (!act) return;
    act();
    event.preventDefault();
  };

  private actOf({ key, shiftKey, target }: KeyboardEvent): (() => void) | undefined {
    const acts: Record<string, () => void> = {};
    if (shiftKey) {
      acts["ArrowDown"] = () => this.stretch(1);
      acts["ArrowUp"] = () => this.stretch(-1);
    }
    if (target === this.current) acts["Enter"] = () => this.current?.querySelector<HTMLElement>(".tasks-name")?.click();
    return acts[key];
  }

  /** The current row and the next one that way are both chosen. */
  private stretch(by: 1 | -1): void {
    const rows = this.rows;
    const row = this.current;
    const next = row && rows[rows.indexOf(row) + by];
    for (const one of [row, next]) {
      const box = one?.querySelector<HTMLInputElement>(".pick");
      if (box) box.checked = true;
    }
    next?.focus();
  }
}

/** Esc leaves the field as it was. */
function leave(event: KeyboardEvent): void {
  const form = event.target instanceof Element ? event.target.closest("[data-inline]") : null;
  form?.querySelector<HTMLElement>("[data-leave]")?.click();
}

function isNotOurs({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isTyping = target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select");
  return isTyping || ctrlKey || metaKey || altKey;
}

customElements.define("th-task-list", TaskList);
