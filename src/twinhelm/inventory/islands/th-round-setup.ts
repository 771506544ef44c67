/** <th-round-setup>: the long list of clients is narrowed as one types; what is hidden stays as it was ticked. */

class RoundSetup extends HTMLElement {
  connectedCallback(): void {
    const filters = this.querySelector<HTMLElement>("[data-filters]");
    if (!filters) return;
    filters.hidden = false;
    for (const name of ["input", "change"]) {
      this.addEventListener(name, () => {
        this.narrow();
      });
    }
    filters.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    filters.querySelector("[data-all]")?.addEventListener("click", () => {
      this.tick(true);
    });
    filters.querySelector("[data-none]")?.addEventListener("click", () => {
      this.tick(false);
    });
    this.narrow();
  }

  rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("tbody tr")];
  }

  wanted(name: string): string {
    return (
      this.querySelector<HTMLInputElement | HTMLSelectElement>(`[data-filters] [data-${name}]`)?.value.trim() ?? ""
    );
  }

  narrow(): void {
    const words = this.wanted("words").toLowerCase().split(/\s+/);
    const [quarter, lead, state] = [this.wanted("quarter"), this.wanted("lead"), this.wanted("state")];
    let shown = 0;
    for (const row of this.rows()) {
      const told = row.dataset;
      const fits =
        words.every((word) => told["words"]?.includes(word)) &&
        ["", told["quarter"]].includes(quarter) &&
        ` ${told["leads"] ?? ""} `.includes(lead && ` ${lead} `) &&
        isInState(row, state);
      row.hidden = !fits;
      shown += Number(fits);
    }
    const nothing = this.querySelector<HTMLElement>("[data-nothing]");
    if (nothing) nothing.hidden = shown > 0;
    this.count();
  }

  tick(isTicked: boolean): void {
    for (const row of this.rows()) {
      const box = boxOf(row);
      if (box && !row.hidden) box.checked = isTicked;
    }
    this.count();
  }

  count(): void {
    const boxes = this.rows().map(boxOf);
    const chosen = boxes.filter((box) => box?.checked).length;
    const place = this.querySelector<HTMLElement>("[data-count]");
    if (place)
      place.textContent = (place.dataset["said"] ?? "").replace("#", String(chosen)).replace("#", String(boxes.length));
  }
}

function boxOf(row: HTMLElement): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>('input[name="clients"]');
}

function isInState(row: HTMLElement, state: string): boolean {
  if (!state) return true;
  return state === "chosen" ? Boolean(boxOf(row)?.checked) : state in row.dataset;
}

customElements.define("th-round-setup", RoundSetup);
