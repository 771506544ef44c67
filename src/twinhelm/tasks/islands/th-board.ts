/** <th-board>: tasks in the columns of their states, moved by dragging, from a menu, or by Alt and arrows. */
import { announce, showToast } from "../../ui/islands/toasts";
import { type Drawing, draw, shell } from "./board-cards";
import { type Lane, above, afterPush, lanesOf, placed } from "./board-columns";
import { type Dragging, pickUp, receive } from "./board-drag";
import { openMenu } from "./board-menu";
import { SIDEWAYS, UPRIGHT, nextCard } from "./board-walk";
import { columnHead, older } from "./board-column";
import type { Answered, Feed, Row, Words } from "./picture-feed";
import { DONE, KEY, MAY, STATE, STATES, TITLE, fetched, fill, inPage, make, send } from "./picture-feed";

class Board extends HTMLElement implements Dragging {
  private feed!: Feed;
  private words!: Words;
  private lanes: Lane[] = [];
  private rows = new Map<number, Row>();
  private picked = new Set<number>();
  private near!: IntersectionObserver;
  private forget: (() => void)[] = [];
  private isSending = false;

  connectedCallback(): void {
    if (!document.getElementById("picture-feed")) return;
    this.feed = inPage<Feed>("picture-feed");
    this.words = inPage<Words>("picture-words");
    this.near = new IntersectionObserver((entries) => this.drawNear(entries), { root: null, rootMargin: "300px" });
    this.render();
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("live:changed", this.renew);
    document.addEventListener("submit", this.takeBack);
  }

  disconnectedCallback(): void {
    this.near.disconnect();
    for (const off of this.forget) off();
    document.removeEventListener("live:changed", this.renew);
    document.removeEventListener("submit", this.takeBack);
  }

  private get drawing(): Drawing {
    const { faces = "", icons = "", task = "" } = this.dataset;
    const hasProject = this.feed.projects.length > 1 && this.dataset["lanes"] !== "project";
    return { feed: this.feed, words: this.words, faces, icons, task, hasProject };
  }

  private readonly renew = (): void => {
    if (!this.isSending) void fetched(this.dataset["feed"] ?? "").then((feed) => this.take(feed ?? undefined));
  };

  /** The way back that a toast offers is walked without leaving the page. */
  private readonly takeBack = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.action.includes("/tasks/picture/undo/")) return;
    event.preventDefault();
    form.closest(".toast")?.remove();
    void this.ask(form.action + this.query, {}, this.feed);
  };

  private get query(): string {
    return new URL(this.dataset["feed"] ?? "", location.href).search;
  }

  private take(feed: Feed | undefined): void {
    if (!feed) return;
    this.feed = feed;
    this.render();
  }

  private render(): void {
    const focused = this.cardOf(document.activeElement)?.dataset["card"];
    const scrolled = [...this.querySelectorAll(".bd-list")].map((list) => list.scrollTop);
    for (const off of this.forget) off();
    this.forget = [];
    this.near.disconnect();
    this.rows = new Map(this.feed.tasks.map((row) => [row[KEY], row]));
    this.picked = new Set([...this.picked].filter((key) => this.rows.has(key)));
    const isDropped = this.dataset["dropped"] === "1";
    this.lanes = lanesOf(this.feed, this.dataset["lanes"] ?? "", isDropped, this.words["nobody"] ?? "");
    this.replaceChildren(...this.lanes.map((lane) => this.laneOf(lane)));
    this.querySelectorAll(".bd-list").forEach((list, at) => (list.scrollTop = scrolled[at] ?? 0));
    this.focusAgain(focused);
    this.showPicked();
  }

  private focusAgain(key: string | undefined): void {
    const card = key ? this.querySelector<HTMLElement>(`[data-card="${key}"]`) : null;
    if (card) this.rove(card).focus({ preventScroll: true });
    else this.querySelector("[data-card]")?.setAttribute("tabindex", "0");
  }

  private laneOf(lane: Lane): HTMLElement {
    const section = make("section", lane.name ? "bd-lane bd-lane--named" : "bd-lane");
    if (lane.name) section.append(make("h2", "bd-name", lane.name));
    const columns = make("div", "bd-columns");
    lane.columns.forEach((rows, state) => columns.append(this.columnOf(lane, rows, state)));
    section.append(columns);
    return section;
  }

  private columnOf(lane: Lane, rows: Row[], state: number): HTMLElement {
    const column = make("div", "bd-column");
    const list = make("div", "bd-list");
    list.setAttribute("role", "list");
    list.setAttribute("aria-label", [lane.name, this.words.states[state]].filter(Boolean).join(": "));
    Object.assign(list.dataset, { lane: lane.key, state, count: rows.length });
    const cards = rows.map(shell);
    for (const card of cards) this.near.observe(card);
    list.append(...cards);
    if (!rows.length) {
      const none = make("p", "bd-none", this.words["empty"]);
      none.setAttribute("role", "listitem");
      list.append(none);
    }
    list.append(...this.olderIn(state));
    this.forget.push(receive(list, this));
    column.append(columnHead(rows, state, this.words), list);
    return column;
  }

  private olderIn(state: number): HTMLElement[] {
    if (state !== DONE || !this.feed.older || this.lanes.length > 1) return [];
    return [older(this.feed.older, this.words, this.dataset["list"] ?? "")];
  }

  private drawNear(entries: IntersectionObserverEntry[]): void {
    const { drawing } = this;
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      this.near.unobserve(target);
      this.drawCard(target, drawing);
    }
  }

  private drawCard(card: HTMLElement, drawing = this.drawing): void {
    const row = this.rows.get(Number(card.dataset["card"]));
    if (!row || card.childElementCount) return;
    draw(card, row, drawing);
    if (row[MAY]) this.forget.push(pickUp(card, this));
  }

  chosen(card: HTMLElement): number[] {
    const key = Number(card.dataset["card"]);
    const keys = this.picked.has(key) ? this.inOrder([...this.picked]) : [key];
    return keys.filter((one) => this.rows.get(one)?.[MAY]);
  }

  private inOrder(keys: number[]): number[] {
    return this.feed.tasks.map((row) => row[KEY]).filter((key) => keys.includes(key));
  }

  drop(keys: number[], list: HTMLElement, place: number): void {
    const state = Number(list.dataset["state"]);
    void this.move(keys, state, above(this.columnAt(list, state) ?? [], place, keys));
  }

  /** Shown at once; a refusal puts it back where it was and says why. */
  async move(keys: number[], state: number, after: number): Promise<void> {
    const was = this.feed;
    this.feed = { ...was, tasks: placed(was.tasks, keys, state, after) };
    this.render();
    const values = { tasks: keys.join(","), state: STATES[state] ?? "", after: after || "" };
    const answer = await this.ask(`/tasks/board/place/${this.query}`, values, was);
    if (answer?.feed) this.say(keys, state, answer);
  }

  private async ask(address: string, values: Record<string, string | number>, was: Feed): Promise<Answered | null> {
    this.isSending = true;
    const answer = await send(address, values);
    this.isSending = false;
    if (answer?.feed) this.take(answer.feed);
    else {
      this.take(was);
      const text = answer?.reason ?? this.words["lost"] ?? "";
      showToast({ text, undo_url: "", undo_label: "", is_alarm: true });
      announce(`${text} ${this.words["back"] ?? ""}`);
    }
    return answer;
  }

  private say(keys: number[], state: number, answer: Answered): void {
    const column = this.feed.tasks.filter((row) => row[STATE] === state);
    const place = column.findIndex((row) => row[KEY] === keys[0]) + 1;
    const title =
      keys.length > 1 ? fill(this.words["cards"], { n: keys.length }) : (this.rows.get(keys[0] ?? 0)?.[TITLE] ?? "");
    const values = { title, column: this.words.states[state] ?? "", place, all: column.length };
    const text = fill(this.words["moved"], values);
    announce(text);
    showToast({ text, undo_url: answer.undo ?? "", undo_label: answer.undo_label ?? "", is_alarm: false });
  }

  private onClick(event: MouseEvent): void {
    const card = this.cardOf(event.target);
    if (!card || !(event.target instanceof Element)) return;
    if (event.target.closest("[data-more]")) this.menu(card);
    else if (event.ctrlKey || event.metaKey || event.shiftKey) this.pick(card);
    else if (!event.target.closest("a")) this.rove(card).focus();
  }

  private onKey(event: KeyboardEvent): void {
    const card = this.cardOf(event.target);
    if (!card || event.ctrlKey || event.metaKey) return;
    if (event.altKey ? this.push(card, event.key) : this.act(card, event.key)) event.preventDefault();
  }

  private act(card: HTMLElement, key: string): boolean {
    const acts: Record<string, () => void> = {
      Enter: () => card.querySelector<HTMLAnchorElement>("a.bd-title")?.click(),
      m: () => this.menu(card),
      x: () => this.pick(card),
      Escape: () => this.unpick(),
    };
    const act = acts[key.length === 1 ? key.toLowerCase() : key];
    act?.();
    return act ? true : this.walk(card, key);
  }

  private walk(card: HTMLElement, key: string): boolean {
    const next = nextCard(card, key);
    if (next) this.rove(next).focus();
    return key in UPRIGHT || key in SIDEWAYS;
  }

  private push(card: HTMLElement, key: string): boolean {
    const list = card.closest<HTMLElement>(".bd-list");
    if (!list || !(key in UPRIGHT || key in SIDEWAYS)) return false;
    const keys = this.chosen(card);
    if (!keys.length) return this.refuse();
    const state = Number(list.dataset["state"]) + (SIDEWAYS[key] ?? 0);
    const column = this.columnAt(list, state);
    if (column) void this.move(keys, state, afterPush(column, Number(card.dataset["card"]), UPRIGHT[key] ?? 0, keys));
    return true;
  }

  private columnAt(list: HTMLElement, state: number): Row[] | undefined {
    return this.lanes.find((one) => String(one.key) === list.dataset["lane"])?.columns[state];
  }

  private refuse(): boolean {
    announce(this.words["not_yours"] ?? "");
    showToast({ text: this.words["not_yours"] ?? "", undo_url: "", undo_label: "", is_alarm: false });
    return true;
  }

  private menu(card: HTMLElement): void {
    const keys = this.chosen(card);
    if (!keys.length) this.refuse();
    else openMenu(card, this.menuTitle(keys), this.words, this.columns, (state) => void this.move(keys, state, 0));
  }

  private get columns(): number {
    return this.lanes[0]?.columns.length ?? 0;
  }

  private menuTitle(keys: number[]): string {
    if (keys.length > 1) return fill(this.words["move_many"], { n: keys.length });
    return fill(this.words["move"], { title: this.rows.get(keys[0] ?? 0)?.[TITLE] ?? "" });
  }

  private pick(card: HTMLElement): void {
    const key = Number(card.dataset["card"]);
    if (!this.picked.delete(key)) this.picked.add(key);
    this.rove(card).focus();
    this.showPicked();
    announce(fill(this.words["chosen"], { n: this.picked.size }));
  }

  private unpick(): void {
    this.picked.clear();
    this.showPicked();
  }

  private showPicked(): void {
    for (const card of this.querySelectorAll<HTMLElement>("[data-card]"))
      card.classList.toggle("is-picked", this.picked.has(Number(card.dataset["card"])));
  }

  private cardOf(target: EventTarget | null): HTMLElement | null {
    return target instanceof Element ? target.closest<HTMLElement>("[data-card]") : null;
  }

  /** Only one card is a stop of the Tab key. */
  private rove(card: HTMLElement): HTMLElement {
    this.querySelector('[data-card][tabindex="0"]')?.setAttribute("tabindex", "-1");
    this.drawCard(card);
    card.tabIndex = 0;
    return card;
  }
}

customElements.define("th-board", Board);
