/** <th-letter>: a draft keeps itself while it is typed, recipients are suggested, texts for use again are inserted. */
const QUIET = 2000;
const LONGEST_PAUSE = 15;

class Letter extends HTMLElement {
  private timer = 0;
  private last = 0;
  private seconds = 0;
  private isKeeping = false;
  private isStale = false;

  connectedCallback(): void {
    this.addEventListener("input", this.onInput);
    this.addEventListener("change", this.onChange);
    this.addEventListener("click", this.onClick);
    this.form?.addEventListener("submit", () => clearTimeout(this.timer));
    for (const input of this.querySelectorAll<HTMLInputElement>("[data-whom]")) this.suggestAt(input);
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  /** Time counts while keys follow each other; a pause is no writing. */
  private readonly onInput = (event: Event): void => {
    const now = Date.now();
    const pause = (now - this.last) / 1000;
    if (this.last) this.seconds += pause < LONGEST_PAUSE ? pause : 1;
    this.last = now;
    const field = this.form?.elements.namedItem("seconds");
    if (field instanceof HTMLInputElement) field.value = String(Math.round(this.seconds));
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(), QUIET);
  };

  private readonly onChange = (event: Event): void => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") void this.keep();
  };

  private readonly onClick = (event: Event): void => {
    const chosen = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-insert]") : null;
    const text = this.querySelector("textarea");
    if (!chosen || !text) return;
    text.setRangeText(chosen.dataset["insert"] ?? "", text.selectionStart, text.selectionEnd, "end");
    chosen.closest<HTMLElement>("[popover]")?.hidePopover();
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  private async keep(): Promise<void> {
    if (this.isKeeping || !this.form) {
      this.isStale = true;
      return;
    }
    this.isKeeping = true;
    const sent = this.seconds;
    try {
      const answer = await fetch(this.dataset["keep"] ?? "", {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Island": "letter" },
      });
      this.show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (answer.ok) this.settle(sent);
    } catch {
      this.say(this.dataset["lost"] ?? "");
    }
    this.isKeeping = false;
    if (this.isStale) {
      this.isStale = false;
      void this.keep();
    }
  }

  private settle(sent: number): void {
    this.seconds -= sent;
    const files = this.querySelector<HTMLInputElement>("input[type=file]");
    if (files) files.value = "";
    const field = this.form?.elements.namedItem("seconds");
    if (field instanceof HTMLInputElement) field.value = "0";
  }

  private show(page: Document): void {
    this.querySelector(".draft-state")?.replaceChildren(...page.body.childNodes);
  }

  private say(sentence: string): void {
    const line = document.createElement("p");
    line.className = "warn";
    line.textContent = sentence;
    this.querySelector(".draft-state")?.replaceChildren(line);
  }

  /** The browser's own list under the field; what stands before the last comma is kept. */
  private suggestAt(input: HTMLInputElement): void {
    const list = document.createElement("datalist");
    list.id = `${input.id}-whom`;
    input.after(list);
    input.setAttribute("list", list.id);
    input.addEventListener("input", () => void this.suggest(input, list));
  }

  private async suggest(input: HTMLInputElement, list: HTMLDataListElement): Promise<void> {
    const before = input.value.slice(0, input.value.lastIndexOf(",") + 1);
    const typed = input.value.slice(before.length).trim();
    if (typed.length < 2 || (typed.includes("@") && typed.endsWith(">"))) return;
    const url = new URL(this.dataset["addresses"] ?? "", location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url);
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(`<datalist>${await answer.text()}</datalist>`, "text/html");
    for (const one of found.querySelectorAll("option")) one.value = `${before}${before ? " " : ""}${one.value}`;
    list.replaceChildren(...found.querySelectorAll("option"));
  }
}

customElements.define("th-letter", Letter);
