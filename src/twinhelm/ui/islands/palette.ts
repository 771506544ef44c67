/** <th-palette>: Ctrl K goes anywhere. It shows only what the server lets this member see. */
import { match, type Match } from "./rank";
import { announce } from "./toasts";

interface Found {
  name: string;
  url: string;
  icon: string;
  kind: string;
  keys: string;
  method: string;
}
interface Ranked {
  readonly one: Found;
  readonly answer: Match;
}

const PAUSE = 120;
const LATELY = 4;
const KEPT = "twinhelm-lately";
const NOTHING: Match = { score: 0, at: [] };

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
    setAll(this.input, { role: "combobox", "aria-label": label, "aria-expanded": "true", maxlength: "80" });
    setAll(this.input, { "aria-controls": "palette-list", "aria-autocomplete": "list", enterkeyhint: "go" });
    setAll(this.list, { id: "palette-list", role: "listbox", "aria-label": label });
    const line = Object.assign(document.createElement("div"), { className: "line" });
    const close = Object.assign(document.createElement("button"), {
      type: "button",
      className: "btn btn--s btn--bare",
    });
    close.append(`${this.dataset["close"] ?? ""} `, cap("Esc"));
    close.addEventListener("click", () => this.dialog.close());
    line.append(this.icon("search"), this.input, close);
    this.dialog.append(line, this.list);
    this.append(this.dialog);
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.steer(event));
  }

  private open(): void {
    if (this.dialog.open) return;
    this.input.value = "";
    this.at = 0;
    this.dialog.showModal();
    this.draw();
    void this.fetch();
  }

  private ask(): void {
    this.at = 0;
    this.draw();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.fetch(), PAUSE);
  }

  private async fetch(): Promise<void> {
    const turn = (this.asked += 1);
    const url = `${this.dataset["url"] ?? ""}?q=${encodeURIComponent(this.input.value)}`;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (turn !== this.asked) return;
    if (!answer?.ok) return this.say(this.dataset["lost"] ?? "");
    this.found = ((await answer.json()) as { found: Found[] }).found;
    this.draw();
    if (this.input.value) announce((this.dataset["count"] ?? "").replace("%s", String(this.best().length)));
  }

  /** With nothing typed: where one went lately, then the places in their order. */
  private best(): Ranked[] {
    const typed = this.input.value.trim();
    const ranked = this.found.flatMap((one) => {
      // What the server found by other words than its name comes last, not never.
      const answer = match(one.name, typed) ?? (one.method === "found" ? NOTHING : null);
      return answer ? [{ one, answer }] : [];
    });
    if (typed) return ranked.sort((a, b) => b.answer.score - a.answer.score);
    const lately = recall();
    const place = (one: Found): number => (lately.includes(one.url) ? lately.indexOf(one.url) : lately.length);
    return ranked.sort((a, b) => place(a.one) - place(b.one));
  }

  private draw(): void {
    const best = this.best();
    this.at = Math.min(this.at, Math.max(best.length - 1, 0));
    this.list.replaceChildren(...best.map((each, index) => this.option(each, index)));
    this.input.setAttribute("aria-activedescendant", best.length ? `palette-${String(this.at)}` : "");
    if (!best.length) this.say(this.found.length ? (this.dataset["none"] ?? "") : "…");
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  private say(sentence: string): void {
    this.list.querySelector(".none")?.remove();
    this.list.append(Object.assign(document.createElement("p"), { className: "none", textContent: sentence }));
  }

  private option({ one, answer }: Ranked, index: number): HTMLElement {
    const option = document.createElement("div");
    setAll(option, { id: `palette-${String(index)}`, role: "option", "aria-selected": String(index === this.at) });
    const name = document.createElement("span");
    name.append(...underlined(one.name, answer.at));
    option.append(this.icon(one.icon), name);
    option.append(Object.assign(document.createElement("small"), { textContent: one.kind }));
    if (one.keys) option.append(cap("G"), cap(one.keys.toUpperCase()));
    option.addEventListener("click", () => this.go(one));
    return option;
  }

  private icon(name: string): SVGElement {
    const space = "http://www.w3.org/2000/svg";
    const icon = document.createElementNS(space, "svg");
    setAll(icon, { class: "i", viewBox: "0 0 16 16", "aria-hidden": "true" });
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `${this.dataset["icons"] ?? ""}#${name}`);
    icon.append(use);
    return icon;
  }

  private steer(event: KeyboardEvent): void {
    const best = this.best();
    const last = Math.max(best.length - 1, 0);
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: last, PageUp: 0 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.at = to > last ? 0 : to < 0 ? last : to;
      this.draw();
    }
    const chosen = best[this.at];
    if (event.key === "Enter" && chosen) this.go(chosen.one);
  }

  private go({ url, method }: Found): void {
    this.dialog.close();
    if (method === "post") return this.post(url);
    remember(url);
    location.assign(url);
  }

  private post(url: string): void {
    const form = Object.assign(document.createElement("form"), { method: "post", action: url });
    const value = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value }));
    this.append(form);
    form.requestSubmit();
  }
}

function underlined(name: string, at: readonly number[]): (string | HTMLElement)[] {
  const mark = (textContent: string): HTMLElement => Object.assign(document.createElement("mark"), { textContent });
  return [...name.normalize("NFC")].map((letter, index) => (at.includes(index) ? mark(letter) : letter));
}

const cap = (textContent: string): HTMLElement => Object.assign(document.createElement("kbd"), { textContent });

function setAll(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function recall(): string[] {
  try {
    return (JSON.parse(localStorage.getItem(KEPT) ?? "[]") as string[]).slice(0, LATELY);
  } catch {
    return [];
  }
}

function remember(url: string): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify([url, ...recall().filter((each) => each !== url)].slice(0, LATELY)));
  } catch {
    // A browser that keeps nothing still goes there.
  }
}

customElements.define("th-palette", Palette);
