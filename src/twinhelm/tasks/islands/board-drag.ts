/** Dragging cards: what is dragged, where it would land, letting go. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { make } from "./picture-feed";

export interface Dragging {
  /** The cards that go along with this one; none: it may not be moved. */
  chosen: (card: HTMLElement) => number[];
  drop: (keys: number[], column: HTMLElement, place: number) => void;
}

const line = make("div", "bd-line");
line.setAttribute("aria-hidden", "true");
let pitch = 1;
let top = 0;
let shown = -1;

export function pickUp(card: HTMLElement, dragging: Dragging): () => void {
  return draggable({
    element: card,
    canDrag: () => dragging.chosen(card).length > 0,
    getInitialData: () => ({
      keys: dragging.chosen(card),
      lane: card.closest<HTMLElement>("[data-lane]")?.dataset["lane"],
    }),
    onDragStart: () => card.classList.add("is-dragged"),
    onDrop: () => card.classList.remove("is-dragged"),
  });
}

/** The list of a column; only within its lane: another one would be another person or project. */
export function receive(column: HTMLElement, dragging: Dragging): () => void {
  return dropTargetForElements({
    element: column,
    canDrop: ({ source }) => source.data["lane"] === column.dataset["lane"],
    onDragEnter: ({ location }) => {
      measure(column);
      column.append(line);
      column.classList.add("is-over");
      shown = -1;
      point(column, location.current.input.clientY);
    },
    onDrag: ({ location }) => {
      point(column, location.current.input.clientY);
    },
    onDragLeave: () => {
      leave(column);
    },
    onDrop: ({ source, location }) => {
      const place = placeAt(column, location.current.input.clientY);
      leave(column);
      dragging.drop(source.data["keys"] as number[], column, place);
    },
  });
}

/** All cards are equally high, so that a place is one division and nothing is measured while dragging. */
function measure(column: HTMLElement): void {
  const [first, second] = column.querySelectorAll<HTMLElement>("[data-card]");
  const height = first?.offsetHeight ?? 1;
  pitch = first && second ? second.offsetTop - first.offsetTop : height + 8;
  top = first?.offsetTop ?? 0;
}

function placeAt(column: HTMLElement, y: number): number {
  const count = Number(column.dataset["count"] ?? 0);
  const within = y - column.getBoundingClientRect().top + column.scrollTop - top;
  return Math.max(0, Math.min(count, Math.round(within / pitch)));
}

function point(column: HTMLElement, y: number): void {
  const place = placeAt(column, y);
  if (place === shown) return;
  shown = place;
  line.style.transform = `translateY(${String(top + place * pitch - 5)}px)`;
}

function leave(column: HTMLElement): void {
  line.remove();
  column.classList.remove("is-over");
}

export { combine, monitorForElements };
