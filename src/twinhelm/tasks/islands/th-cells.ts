const DOWN_AND_UP: Record<string, [number, number]> = { ArrowDown: [1, 0], Enter: [1, 0], ArrowUp: [-1, 0] };

/** <th-cells>: arrows go from cell to cell of the table inside; Enter goes down. Typing stays as it is without it. */
class Cells extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", this.move);
  }

  disconnectedCallback(): void {
    this.removeEventListener("keydown", this.move);
  }

  private readonly move = (event: KeyboardEvent): void => {
    const here = event.target;
    if (!(here instanceof HTMLInputElement) || !here.id.startsWith("c-")) return;
    const [, row, day] = here.id.split("-").map(Number);
    const step = this.step(event, here);
    if (row === undefined || day === undefined || !step) return;
    const next = this.querySelector<HTMLInputElement>(`#c-${row + step[0]}-${day + step[1]}`);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };

  private step(event: KeyboardEvent, here: HTMLInputElement): [number, number] | null {
    if (event.key === "ArrowLeft") return here.selectionStart === 0 ? [0, -1] : null;
    if (event.key === "ArrowRight") return here.selectionEnd === here.value.length ? [0, 1] : null;
    return DOWN_AND_UP[event.key] ?? null;
  }
}

customElements.define("th-cells", Cells);
