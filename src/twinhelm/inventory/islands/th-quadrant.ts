/** <th-quadrant>: marks open beside the picture, are walked by arrows, and are moved by pointer, touch or Shift and arrows. */
import { announce } from "../../ui/islands/toasts";
import { nameBeside, nameOf, ringRound, say } from "./quadrant-names";
import { askWhy } from "./quadrant-why";
import type { Place } from "./quadrant-field";
import {
  bounded,
  centreOf,
  inReadingOrder,
  marksIn,
  meant,
  placeOf,
  pointIn,
  toPlace,
  toPoint,
} from "./quadrant-field";

const STARTS = 5;
const STEP = 0.2;
const HOLD = 350;
const WALK: Record<string, 1 | -1> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const PUSH: Record<string, [number, number]> = {
  ArrowRight: [STEP, 0],
  ArrowLeft: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

interface Move {
  mark: SVGAElement;
  place: Place;
  isUnderWay: boolean;
  pointer: number | null;
  from: { x: number; y: number };
}

class Quadrant extends HTMLElement {
  private svg!: SVGSVGElement;
  private marks: SVGAElement[] = [];
  private order: SVGAElement[] = [];
  private move: Move | null = null;
  private wasDragged = false;
  private held = 0;

  connectedCallback(): void {
    const svg = this.querySelector<SVGSVGElement>("svg.quad-chart");
    if (!svg) return;
    this.svg = svg;
    this.marks = marksIn(svg);
    (this.chosenMark() ?? this.marks[0])?.setAttribute("tabindex", "0");
    svg.addEventListener("pointerdown", (event) => {
      this.press(event);
    });
    svg.addEventListener("pointermove", (event) => {
      this.hover(event);
    });
    svg.addEventListener("pointerup", (event) => {
      this.drop(event);
    });
    svg.addEventListener("pointercancel", () => {
      this.putBack();
    });
    svg.addEventListener("pointerleave", () => {
      if (!this.move) this.name(null);
    });
    // A finger that holds a mark moves it; otherwise it scrolls the page.
    svg.addEventListener("touchmove", (event) => this.move?.isUnderWay && event.preventDefault(), { passive: false });
    svg.addEventListener("dragstart", (event) => {
      event.preventDefault();
    });
    svg.addEventListener("focusin", (event) => {
      this.name(markOf(event.target));
    });
    svg.addEventListener("focusout", () => {
      if (this.move?.pointer === null && !document.querySelector("dialog[open]")) this.putBack();
      this.name(null);
    });
    this.addEventListener("click", (event) => {
      this.onClick(event);
    });
    this.addEventListener("keydown", (event) => {
      this.key(event);
    });
    addEventListener("popstate", this.goBack);
  }

  disconnectedCallback(): void {
    removeEventListener("popstate", this.goBack);
  }

  private readonly goBack = (): void => {
    const asked = new URLSearchParams(location.search);
    void this.show(asked.get("client") ?? asked.get("project"), location.href);
  };

  private chosenMark(): SVGAElement | null {
    return this.svg.querySelector<SVGAElement>("a.qm[aria-current]");
  }

  private onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || !isPlain(event)) return;
    const asks = event.target.closest<HTMLElement>("[data-place]");
    const link = asks ? null : this.linkAt(event.target, event);
    if (asks) void this.ask(asks, placeOf(asks), this.markWith(idOf(asks)));
    if (!link) return;
    event.preventDefault();
    if (!this.wasDragged) this.open(idOf(link), link.getAttribute("href") ?? "");
  }

  private markWith(id: string | null): SVGAElement | null {
    return this.marks.find((one) => idOf(one) === id) ?? null;
  }

  /** The mark that is meant in the picture, or the link that was pressed beside it. */
  private linkAt(target: Element, event: MouseEvent): SVGAElement | HTMLElement | null {
    if (this.svg.contains(target)) return meant(this.svg, this.marks, event) ?? markOf(target);
    return target.closest<HTMLElement>("a[data-id]");
  }

  private open(id: string, href: string): void {
    history.pushState({}, "", href);
    void this.show(id, href);
  }

  /** The panel comes from the server; the ring and the name follow in the picture. */
  private async show(id: string | null, href: string): Promise<void> {
    this.chosenMark()?.removeAttribute("aria-current");
    const mark = this.markWith(id);
    mark?.setAttribute("aria-current", "true");
    ringRound(this.svg, mark);
    if (mark) this.rove(mark);
    await window.htmx.ajax("get", href, { source: this, target: "#quad-panel", swap: "outerHTML" });
    this.querySelector("#quad-chosen")?.scrollIntoView({ block: "nearest" });
  }

  private press(event: PointerEvent): void {
    this.wasDragged = false;
    const mark = event.button === 0 ? meant(this.svg, this.marks, event) : null;
    if (!mark || this.move?.isUnderWay) return;
    const from = pointIn(this.svg, event);
    const { x, y } = centreOf(mark);
    this.move = { mark, place: placeOf(mark) ?? toPlace({ x, y }), isUnderWay: false, pointer: event.pointerId, from };
    if (event.pointerType !== "touch") return;
    this.held = window.setTimeout(() => {
      this.lift();
    }, HOLD);
  }

  private lift(): void {
    if (!this.move || this.move.pointer === null) return;
    this.move.isUnderWay = true;
    this.wasDragged = true;
    this.svg.setPointerCapture(this.move.pointer);
    this.mark(true);
  }

  private hover(event: PointerEvent): void {
    const { move } = this;
    if (move?.pointer !== event.pointerId) {
      if (event.pointerType !== "touch" && !move) this.name(meant(this.svg, this.marks, event));
      return;
    }
    const point = pointIn(this.svg, event);
    if (!move.isUnderWay) {
      if (Math.hypot(point.x - move.from.x, point.y - move.from.y) < STARTS) return;
      if (event.pointerType === "touch") {
        this.putBack();
        return;
      }
      this.lift();
    }
    const { x, y } = centreOf(move.mark);
    this.moveTo(toPlace({ x: x + point.x - move.from.x, y: y + point.y - move.from.y }));
  }

  private moveTo(place: Place): void {
    if (!this.move) return;
    this.move.place = place;
    const { x, y } = centreOf(this.move.mark);
    const there = toPoint(place);
    const by = `translate(${String(there.x - x)} ${String(there.y - y)})`;
    this.move.mark.setAttribute("transform", by);
    const text = `${nameOf(this.move.mark)}  ${figures(place)}`;
    say(this.svg, text, { x: there.x, y: there.y - centreOf(this.move.mark).radius - 8, "text-anchor": "middle" });
  }

  private drop(event: PointerEvent): void {
    clearTimeout(this.held);
    const { move } = this;
    if (move?.pointer !== event.pointerId) return;
    if (!move.isUnderWay) {
      this.move = null;
      return;
    }
    this.wasDragged = true;
    void this.ask(move.mark, move.place, move.mark);
  }

  /** Asks why; whatever isn't accepted puts the mark back. */
  private async ask(asked: SVGAElement | HTMLElement, place: Place | null, mark: SVGAElement | null): Promise<void> {
    if (await askWhy({ id: idOf(asked), name: nameOf(asked), place, was: placeOf(asked) })) return;
    this.putBack();
    mark?.focus({ preventScroll: true });
  }

  private putBack(): void {
    clearTimeout(this.held);
    this.move?.mark.removeAttribute("transform");
    this.mark(false);
    this.move = null;
    this.name(null);
  }

  private mark(isMoving: boolean): void {
    this.svg.classList.toggle("is-moving", isMoving);
    this.move?.mark.classList.toggle("is-moving", isMoving);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.move) {
      this.wasDragged = true;
      this.putBack();
      event.preventDefault();
      return;
    }
    const mark = markOf(event.target);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    if (this.isKeyTaken(event, mark)) event.preventDefault();
  }

  private isKeyTaken(event: KeyboardEvent, mark: SVGAElement): boolean {
    if (event.key === "Enter") return this.enter(mark);
    const push = PUSH[event.key];
    return event.shiftKey && push ? this.push(mark, push) : this.walk(mark, event.key);
  }

  /** A mark under way is put down; else it opens. */
  private enter(mark: SVGAElement): boolean {
    if (this.move) void this.ask(mark, this.move.place, mark);
    else this.open(idOf(mark), mark.getAttribute("href") ?? "");
    return true;
  }

  private push(mark: SVGAElement, [along, up]: [number, number]): boolean {
    const { x, y } = centreOf(mark);
    this.move ??= { mark, place: placeOf(mark) ?? toPlace({ x, y }), isUnderWay: true, pointer: null, from: { x, y } };
    this.mark(true);
    const { communication, complexity } = this.move.place;
    this.moveTo({ communication: bounded(communication + along), complexity: bounded(complexity + up) });
    announce(said(this.dataset["moving"] ?? "", this.move.place));
    return true;
  }

  private walk(mark: SVGAElement, key: string): boolean {
    if (!this.order.length) this.order = inReadingOrder(this.marks);
    const step = WALK[key];
    const ends: Record<string, SVGAElement | undefined> = { Home: this.order[0], End: this.order.at(-1) };
    const next = step ? this.order[this.order.indexOf(mark) + step] : ends[key];
    if (next) this.rove(next).focus();
    return Boolean(step ?? ends[key]);
  }

  /** Only one mark is a stop of the Tab key. */
  private rove(mark: SVGAElement): SVGAElement {
    this.svg.querySelector('a.qm[tabindex="0"]')?.setAttribute("tabindex", "-1");
    mark.setAttribute("tabindex", "0");
    return mark;
  }

  /** Names a mark while it is pointed at or has the focus, unless it is being moved: then its numbers stand there. */
  private name(mark: SVGAElement | null): void {
    if (!this.move?.isUnderWay) nameBeside(this.svg, mark);
  }
}

function markOf(target: EventTarget | null): SVGAElement | null {
  return target instanceof Element ? target.closest<SVGAElement>("a.qm") : null;
}

const idOf = (mark: SVGAElement | HTMLElement): string => mark.dataset["id"] ?? "";

const isPlain = (event: MouseEvent): boolean => !(event.ctrlKey || event.metaKey || event.shiftKey);

const figures = (place: Place): string =>
  [place.communication, place.complexity]
    .map((one) => one.toLocaleString(undefined, { minimumFractionDigits: 1 }))
    .join(" × ");

function said(words: string, { communication, complexity }: Place): string {
  return words.replace("%(one)s", communication.toLocaleString()).replace("%(other)s", complexity.toLocaleString());
}

customElements.define("th-quadrant", Quadrant);
