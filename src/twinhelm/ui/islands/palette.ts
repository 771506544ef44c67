/** <th-palette>: Ctrl K goes anywhere. It shows only what the server lets this member see. */
import { rank } from "./ranking";

interface Found {
  name: string;
  url: string;
  icon: string;
  kind: string;
  keys: string;
}

const PAUSE = 120;

class Palette extends HTMLElement {
  private dialog = document.createElement("dialog");
  private input = document.createElement("input");
  private list = document.createElement("div");
  private found: Found[] = [];
  private at = 0;
  private timer = 0;
  private asked = 0;

  connectedCallback(): void {
    this.build();
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (this.dialog.open) this.dialog.close();
      else this.open();
    });
    document.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-palette]")) this.open();
    });
  }

  private build(): void {
    const label = this.dataset["label"] ?? "";
    this.dialog.className = "palette";
    this.dialog.setAttribute("aria-label", label);
    Object.assign(this.input, { type: "text", placeholder: label, autocomplete: "off", spellcheck: false });
    setAll(this.input, { role: "combobox", "aria-label": label, "aria-expanded": "true" });
    setAll(this.input, { "aria-controls": "palette-list", "aria-autocomplete": "list" });
    setAll(this.list, { id: "palette-list", role: "listbox", "aria-label": label });
    const line = Object.assign(document.createElement("div"), { className: "line" });
    line.append(this.input, Object.assign(document.createElement("kbd"), { textContent: "Esc" }));
    this.dialog.append(line, this.list);
    this.append(this.dialog);
    this.input.addEventListener("input", () => {
      this.ask();
    });
    this.input.addEventListener("keydown", (event) => {
      this.steer(event);
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  private open(): void {
    if (this.dialog.open) return;
    this.input.value = "";
    this.dialog.showModal();
    this.draw();
    void this.fetch();
  }

  private ask(): void {
    this.draw();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.fetch(), PAUSE);
  }

  private async fetch(): Promise<void> {
    const turn = (this.asked += 1);
    const url = `${this.dataset["url"] ?? ""}?q=${encodeURIComponent(this.input.value)}`;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || turn !== this.asked) return;
    this.found = ((await answer.json()) as { found: Found[] }).found;
    this.at = 0;
    this.draw();
  }

  private best(): Found[] {
    const typed = this.input.value;
    const ranked = this.found.map((one) => ({ one, rank: rank(one.name, typed) })).filter(({ rank }) => rank > 0);
    if (typed) ranked.sort((a, b) => b.rank - a.rank);
    return ranked.map(({ one }) => one);
  }

  private draw(): void {
    const best = this.best();
    this.at = Math.min(this.at, Math.max(best.length - 1, 0));
    this.list.replaceChildren(...best.map((one, index) => this.option(one, index)));
    this.input.setAttribute("aria-activedescendant", best.length ? `palette-${String(this.at)}` : "");
    if (!best.length) {
      const textContent = this.found.length ? (this.dataset["none"] ?? "") : "…";
      this.list.append(Object.assign(document.createElement("p"), { className: "none", textContent }));
    }
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  private option(one: Found, index: number): HTMLElement {
    const option = document.createElement("div");
    setAll(option, { id: `palette-${String(index)}`, role: "option", "aria-selected": String(index === this.at) });
    const kind = one.keys ? `${one.kind} · G ${one.keys.toUpperCase()}` : one.kind;
    option.append(Object.assign(document.createElement("span"), { textContent: one.name }));
    option.append(Object.assign(document.createElement("small"), { textContent: kind }));
    option.addEventListener("click", () => {
      location.assign(one.url);
    });
    return option;
  }

  private steer(event: KeyboardEvent): void {
    const best = this.best();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (step) {
      event.preventDefault();
      this.at = (this.at + step + best.length) % Math.max(best.length, 1);
      this.draw();
    }
    const chosen = best[this.at];
    if (event.key === "Enter" && chosen) location.assign(chosen.url);
  }
}

function setAll(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

customElements.define("th-palette", Palette);
