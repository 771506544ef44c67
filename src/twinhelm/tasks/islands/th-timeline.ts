/** <th-timeline>: tasks as bars over days; only what is in view is drawn. */
import { announce, showToast } from "../../ui/islands/toasts";
import type { Answered, Feed, Row, Words } from "./picture-feed";
import {
  DUE,
  KEY,
  MAY,
  STARTS,
  TITLE,
  VERSION,
  dayWords,
  fetched,
  fill,
  inPage,
  isoDay,
  make,
  send,
  svg,
} from "./picture-feed";
import { type Pull, pullable, pulled } from "./timeline-drag";
import { HEAD, ROW, type Scene, drawDays, drawLines, drawRow, drawTicks } from "./timeline-draw";
import { askToMove, openTaskMenu } from "./timeline-menu";
import { type TooEarly, linesOf, tooEarly } from "./timeline-rows";
import { scaleOf, xOf } from "./timeline-scale";

const SPARE = 4;

class Timeline extends HTMLElement {
  private words!: Words;
  private scene!: Scene;
  private rows = new Map<number, Row>();
  private scroller = make("div", "tl-scroll");
  private inner = make("div", "tl-inner");
  private ticks = make("div", "tl-ticks");
  private body = make("div", "tl-body");
  private back = svg("svg", { class: "tl-back", "aria-hidden": "true" });
  private why = make("div", "tl-why");
  private here = 0;
  private isAsked = false;

  connectedCallback(): void {
    if (!document.getElementById("picture-feed")) return;
    this.words = inPage<Words>("picture-words");
    this.scroller.setAttribute("role", "grid");
    this.scroller.setAttribute("aria-label", this.getAttribute("aria-label") ?? "");
    this.inner.append(this.ticks, this.back, this.body);
    this.scroller.append(this.inner);
    this.replaceChildren(this.scroller, this.why);
    this.take(inPage<Feed>("picture-feed"));
    this.scroller.scrollLeft = xOf(this.scene.scale, this.scene.feed.today) - this.scroller.clientWidth / 4;
    this.scroller.addEventListener("scroll", () => this.soon(), { passive: true });
    new ResizeObserver(() => this.soon()).observe(this.scroller);
    this.scroller.addEventListener("keydown", (event) => this.onKey(event));
    this.scroller.addEventListener("dblclick", (event) => this.open(this.taskOf(event.target)));
    pullable(this.body, {
      width: () => this.scene.scale.width,
      may: (task) => innerWidth > 640 && Boolean(this.rows.get(task)?.[MAY]),
      done: (pull) => this.pulledBy(pull),
    });
    document.addEventListener("live:changed", this.renew);
    document.addEventListener("submit", this.takeBack);
  }

  disconnectedCallback(): void {
    document.removeEventListener("live:changed", this.renew);
    document.removeEventListener("submit", this.takeBack);
  }

  private readonly renew = (): void => {
    void fetched(this.dataset["feed"] ?? "").then((feed) => feed && this.take(feed));
  };

  private readonly takeBack = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.action.includes("/tasks/picture/undo/")) return;
    event.preventDefault();
    form.closest(".toast")?.remove();
    void this.ask(form.action, {});
  };

  private take(feed: Feed): void {
    const lines = linesOf(feed, this.dataset["by"] ?? "", this.words);
    const early = tooEarly(feed);
    const at = new Map(lines.flatMap((line, place) => (line.row ? [[line.row[KEY], place] as const] : [])));
    const scale = scaleOf(feed, this.dataset["zoom"] ?? "week");
    const [late, ties] = [early.map((one) => one.after[KEY]), early.map((one) => one.key)];
    this.scene = { feed, words: this.words, scale, lines, at, early: new Set(late), earlyLines: new Set(ties) };
    this.rows = new Map(feed.tasks.map((row) => [row[KEY], row]));
    this.scroller.setAttribute("aria-rowcount", String(lines.length));
    this.inner.style.blockSize = `${String(HEAD + lines.length * ROW)}px`;
    this.inner.style.setProperty("--days", `${String(xOf(scale, scale.last))}px`);
    this.explain(early);
    this.draw();
  }

  /** What would be violated is said, and never moved by itself. */
  private explain(early: TooEarly[]): void {
    if (!early.length) {
      this.why.removeAttribute("tabindex");
      return this.why.replaceChildren();
    }
    this.why.tabIndex = 0;
    const list = make("ul");
    for (const one of early) {
      const values = {
        after: one.after[TITLE],
        before: one.before[TITLE],
        begins: dayWords(one.begins),
        ends: dayWords(one.ends),
        fits: dayWords(one.fits),
        n: one.lag,
      };
      list.append(make("li", "", fill(this.words[one.lag > 1 ? "too_early_lag" : "too_early"], values)));
    }
    this.why.replaceChildren(make("h2", "", fill(this.words["conflicts"], { n: early.length })), list);
  }

  private soon(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.draw();
    });
  }

  private draw(): void {
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.scroller;
    const { scene } = this;
    const first = Math.max(0, Math.floor((scrollTop - HEAD) / ROW) - SPARE);
    const last = Math.min(scene.lines.length - 1, Math.ceil((scrollTop + clientHeight) / ROW) + SPARE);
    const from = scene.scale.first + Math.max(0, Math.floor(scrollLeft / scene.scale.width) - 8);
    const to = Math.min(scene.scale.last, from + Math.ceil(clientWidth / scene.scale.width) + 16);
    const focused = this.body.contains(document.activeElement);
    if (focused) this.here = this.taskOf(document.activeElement)?.[KEY] ?? this.here;
    const rows: HTMLElement[] = [];
    for (let place = first; place <= last; place += 1) rows.push(drawRow(scene, place));
    this.body.replaceChildren(...rows);
    this.ticks.replaceChildren(...drawTicks(scene, from, to));
    const end = svg("marker", { id: "tl-end", viewBox: "0 0 6 6", refX: 5, refY: 3, markerWidth: 6, markerHeight: 6 });
    end.append(svg("path", { class: "tl-end", d: "M0 0L6 3L0 6Z" }));
    const height = Math.max(clientHeight, scene.lines.length * ROW);
    this.back.replaceChildren(end, ...drawDays(scene, from, to, height), ...drawLines(scene, first, last));
    this.rove(focused);
  }

  private rove(isFocused: boolean): void {
    const row = this.body.querySelector<HTMLElement>(`[data-task="${String(this.here)}"]`);
    const stop = row ?? this.body.querySelector<HTMLElement>("[data-task]");
    if (stop) stop.tabIndex = 0;
    if (isFocused) row?.focus({ preventScroll: true });
  }

  private taskOf(target: EventTarget | null): Row | undefined {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-task]") : null;
    return this.rows.get(Number(row?.dataset["task"]));
  }

  open(row: Row | undefined): void {
    if (row) location.assign(`${this.dataset["task"] ?? ""}${String(row[KEY])}/`);
  }

  private onKey(event: KeyboardEvent): void {
    const row = this.taskOf(event.target);
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    this.here = row[KEY];
    const acts: Record<string, () => void> = {
      ArrowUp: () => this.walk(row, -1),
      ArrowDown: () => this.walk(row, 1),
      ArrowLeft: () => this.push(row, event.shiftKey, -1),
      ArrowRight: () => this.push(row, event.shiftKey, 1),
      Enter: () => this.open(row),
      m: () => this.menu(row),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private walk(row: Row, step: number): void {
    const { lines, at } = this.scene;
    let place = (at.get(row[KEY]) ?? 0) + step;
    while (lines[place] && !lines[place]?.row) place += step;
    const next = lines[place]?.row;
    if (!next) return;
    this.here = next[KEY];
    this.scroller.scrollTop = inView(place * ROW, this.scroller);
    this.draw();
    this.body.querySelector<HTMLElement>(`[data-task="${String(this.here)}"]`)?.focus({ preventScroll: true });
  }

  private push(row: Row, isStretch: boolean, days: number): void {
    if (!row[MAY]) return announce(this.words["not_yours"] ?? "");
    if (row[STARTS] !== null || row[DUE] !== null)
      this.pulledBy({ task: row[KEY], how: isStretch ? "end" : "move", days, onto: 0 });
  }

  private pulledBy({ task, how, days, onto }: Pull): void {
    const row = this.rows.get(task);
    if (!row) return;
    this.here = task;
    if (how === "tie") return onto && onto !== task ? void this.tie(row, onto) : this.draw();
    if (!days) return this.draw();
    const now = pulled({ starts: row[STARTS], due: row[DUE] }, how, days);
    const values = { starts_on: isoOr(now.starts), due_on: isoOr(now.due), task, version: row[VERSION] };
    void this.ask("/tasks/timeline/days/", values).then((answer) => {
      const words = {
        title: row[TITLE],
        from: dayWords(now.starts ?? now.due ?? 0),
        to: dayWords(now.due ?? now.starts ?? 0),
      };
      if (answer?.feed) this.tell(fill(this.words["placed"], words), answer);
    });
  }

  async tie(before: Row, key: number): Promise<void> {
    const answer = await this.ask("/tasks/timeline/tie/", { before: before[KEY], after: key });
    const after = this.rows.get(key)?.[TITLE] ?? "";
    if (answer?.feed) this.tell(fill(this.words["tied"], { before: before[TITLE], after }), answer);
  }

  private tell(text: string, answer: Answered): void {
    announce(text);
    showToast({ text, undo_url: answer.undo ?? "", undo_label: answer.undo_label ?? "", is_alarm: false });
  }

  private async ask(address: string, values: Record<string, string | number>): Promise<Answered | null> {
    const answer = await send(address + new URL(this.dataset["feed"] ?? "", location.href).search, values);
    if (answer?.feed && !answer.moves) this.take(answer.feed);
    else if (!answer?.moves) this.putBack(answer?.reason);
    return answer;
  }

  private putBack(reason: string | undefined): void {
    this.draw();
    const text = reason ?? this.words["lost"] ?? "";
    announce(text);
    showToast({ text, undo_url: "", undo_label: "", is_alarm: true });
  }

  private menu(row: Row): void {
    const beside = this.body.querySelector<HTMLElement>(`[data-task="${String(row[KEY])}"]`);
    if (beside) openTaskMenu(beside, row, this.scene, this);
  }

  untie(key: number): void {
    void this.ask(`/tasks/timeline/untie/${String(key)}/`, {});
  }

  /** First what would move, then moving it. */
  async follow(row: Row): Promise<void> {
    const seen = await this.ask("/tasks/timeline/followers/", { task: row[KEY] });
    if (!seen?.moves) return;
    askToMove(seen.moves, this.words, () => void this.moveFollowers(row));
  }

  private async moveFollowers(row: Row): Promise<void> {
    const answer = await this.ask("/tasks/timeline/followers/move/", { task: row[KEY] });
    if (answer?.feed) this.tell(this.words["followed"] ?? "", answer);
  }
}

/** How far to scroll so that a row is in view. */
function inView(top: number, { scrollTop, clientHeight }: Element): number {
  if (top < scrollTop) return top;
  const least = top + HEAD + 2 * ROW - clientHeight;
  return Math.max(scrollTop, least);
}

const isoOr = (day: number | null): string => (day === null ? "" : isoDay(day));

customElements.define("th-timeline", Timeline);
