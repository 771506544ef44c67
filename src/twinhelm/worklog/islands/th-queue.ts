/** <th-queue>: the unsure queue by keyboard. What is decided leaves at once and comes back if the server says no. */
const FEW = 6;

class Queue extends HTMLElement {
  private isFetching = false;
  private isAtEnd = false;

  connectedCallback(): void {
    document.addEventListener("keydown", this.onKey, { capture: true });
    document.addEventListener("submit", this.onSubmit, { capture: true });
    this.addEventListener("click", this.onClick);
    this.addEventListener("change", this.onChange);
    this.addEventListener("focusin", (event) => {
      if (event.target instanceof Element) this.select(event.target.closest<HTMLElement>(".waiting"), false);
    });
    this.addEventListener("htmx:beforeRequest", (event) => this.leave(event.target));
    this.addEventListener("htmx:afterRequest", (event) => this.settle(event));
    this.finder?.addEventListener("input", () => this.filter());
    this.finder?.addEventListener("keydown", (event) => this.onFinderKey(event));
    this.select(this.rows[0], false);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onKey, { capture: true });
    document.removeEventListener("submit", this.onSubmit, { capture: true });
  }

  private get list(): HTMLElement {
    return this.querySelector<HTMLElement>("#queue") ?? this;
  }

  /** Those that wait; what is leaving does not count any more. */
  private get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".waiting:not(.is-leaving)")];
  }

  private get current(): HTMLElement | undefined {
    return this.rows.find((row) => row.hasAttribute("aria-current"));
  }

  private get finder(): HTMLInputElement | null {
    return this.querySelector("#find-line");
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const isTyping =
      event.target instanceof Element && event.target.matches("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (!this.act(event.key.toLowerCase())) return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly moves: Record<string, () => boolean> = {
    j: () => this.step(1),
    arrowdown: () => this.step(1),
    k: () => this.step(-1),
    arrowup: () => this.step(-1),
    s: () => this.skip(),
    "/": () => this.find(),
  };

  private act(key: string): boolean {
    const move = this.moves[key];
    if (move) return move();
    const choice = this.current?.querySelector<HTMLElement>(`[data-choice="${CSS.escape(key)}"]`);
    const line = this.querySelector<HTMLElement>(`[data-letter="${CSS.escape(key)}"]`);
    (choice ?? line)?.click();
    return Boolean(choice ?? line);
  }

  private step(by: number): boolean {
    const rows = this.rows;
    const place = this.current ? rows.indexOf(this.current) + by : 0;
    this.select(rows[Math.max(0, Math.min(rows.length - 1, place))], true);
    return rows.length > 0;
  }

  private skip(): boolean {
    const row = this.current;
    if (!row) return false;
    const next = this.neighbour(row);
    this.list.append(row);
    this.select(next, true);
    return true;
  }

  private find(): boolean {
    this.finder?.focus();
    return Boolean(this.finder);
  }

  private neighbour(row: HTMLElement): HTMLElement | undefined {
    const rows = this.rows;
    const place = rows.indexOf(row);
    return rows[place + 1] ?? rows[place - 1];
  }

  private select(row: HTMLElement | null | undefined, isMoved: boolean): void {
    if (!row) return;
    for (const other of this.querySelectorAll(".waiting[aria-current]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    if (!isMoved) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  private readonly onClick = (event: Event): void => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-line]") : null;
    if (line) this.choose(line.dataset["line"] ?? "");
  };

  private readonly onChange = (event: Event): void => {
    const select = event.target;
    if (select instanceof HTMLSelectElement && select.value) select.form?.requestSubmit();
  };

  private choose(line: string): void {
    const form = this.current?.querySelector("form");
    const other = form?.querySelector<HTMLSelectElement>("select[name=other]");
    if (!form || !other) return;
    other.value = line;
    form.requestSubmit();
  }

  private leave(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>(".waiting") : null;
    if (!row) return;
    const next = this.neighbour(row);
    row.classList.add("is-leaving");
    this.select(next, true);
    if (this.rows.length < FEW) void this.refill();
  }

  /** What the server refused, or never heard of, waits again with the reason. */
  private settle(event: Event): void {
    const { successful, xhr } = (event as CustomEvent<{ successful: boolean; xhr: XMLHttpRequest }>).detail;
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(".waiting") : null;
    if (successful || !row) return;
    row.classList.remove("is-leaving");
    const warning = row.querySelector<HTMLElement>(".warn");
    if (!warning) return;
    const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[role=alert]");
    warning.textContent = said?.textContent ?? this.dataset["lost"] ?? "";
    warning.hidden = false;
    this.select(row, true);
  }

  private async refill(): Promise<void> {
    if (this.isFetching || this.isAtEnd) return;
    this.isFetching = true;
    const shown = [...this.querySelectorAll<HTMLElement>(".waiting")].map((row) => row.dataset["textKey"] ?? "");
    const query = new URLSearchParams(shown.map((key) => ["skip", key]));
    try {
      const answer = await fetch(`${this.dataset["more"] ?? ""}?${query}`, { headers: { "HX-Request": "true" } });
      if (answer.ok) this.admit(await answer.text());
    } finally {
      this.isFetching = false;
    }
  }

  private admit(html: string): void {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = [...page.querySelectorAll<HTMLElement>(".waiting")].filter((row) => !this.has(row));
    this.isAtEnd = fresh.length === 0;
    this.list.append(...fresh);
    for (const row of fresh) window.htmx.process(row);
    if (!this.current) this.select(this.rows[0], false);
  }

  private has(row: HTMLElement): boolean {
    return Boolean(this.querySelector(`[data-text-key="${CSS.escape(row.dataset["textKey"] ?? "")}"]`));
  }

  /** The toast's way back, without leaving the page. */
  private readonly onSubmit = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("th-toasts form[action*='/corrections/']")) return;
    event.preventDefault();
    void this.takeBack(form);
  };

  private async takeBack(form: HTMLFormElement): Promise<void> {
    await window.htmx.ajax("post", form.action, { target: "#standing", swap: "none", source: "th-queue" });
    form.closest(".toast")?.remove();
    const correction = /corrections\/(\d+)/.exec(form.action)?.[1] ?? "";
    const url = `${this.dataset["more"] ?? ""}?correction=${correction}`;
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const back = page.querySelector<HTMLElement>(".waiting");
    if (!back || this.has(back)) return;
    this.list.prepend(back);
    window.htmx.process(back);
    this.isAtEnd = false;
    this.select(back, true);
  }

  private filter(): void {
    const words = this.finder?.value.trim().toLowerCase() ?? "";
    const found = [...this.querySelectorAll<HTMLElement>(".line-keys li")];
    for (const line of found) line.hidden = !(line.dataset["name"] ?? "").includes(words);
    const first = words ? found.find((line) => !line.hidden) : undefined;
    for (const line of found) line.classList.toggle("is-first", line === first);
  }

  private onFinderKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    const first = this.querySelector<HTMLElement>(".line-keys li.is-first button");
    if (event.key === "Enter") first?.click();
    if (this.finder) this.finder.value = "";
    this.filter();
    this.current?.focus();
  }
}

customElements.define("th-queue", Queue);
