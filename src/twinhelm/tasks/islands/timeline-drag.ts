/** Dragging on the timeline: a bar to other days, its ends to be longer, its knob to whoever shall wait for it. */

export interface Pull {
  task: number;
  how: "move" | "start" | "end" | "tie";
  days: number;
  onto: number;
}

export interface Pulling {
  width: () => number;
  may: (task: number, how: Pull["how"]) => boolean;
  done: (pull: Pull) => void;
}

const EDGE = 7;
const BEGINS = 4;

export function pullable(element: HTMLElement, pulling: Pulling): void {
  let pull: (Pull & { x: number; bar: HTMLElement; pointer: number; left: number; size: number }) | null = null;

  element.addEventListener("pointerdown", (event) => {
    const bar = barAt(event.target);
    if (!bar || event.button !== 0 || event.pointerType === "touch") return;
    const how = howAt(event, bar);
    const task = Number(bar.dataset["bar"]);
    if (!pulling.may(task, how)) return;
    const [left, size] = [parseFloat(bar.style.insetInlineStart), parseFloat(bar.style.inlineSize)];
    pull = { task, how, days: 0, onto: 0, x: event.clientX, bar, pointer: event.pointerId, left, size };
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (pull?.pointer !== event.pointerId) return;
    const dx = event.clientX - pull.x;
    if (Math.abs(dx) < BEGINS && !pull.bar.classList.contains("is-pulled")) return;
    pull.bar.classList.add("is-pulled");
    pull.days = Math.round(dx / pulling.width());
    if (pull.how === "tie") pull.onto = taskAt(event);
    else stretch(pull, pull.days * pulling.width());
  });
  const end = (event: PointerEvent): void => {
    if (pull?.pointer !== event.pointerId) return;
    const { bar, task, how, days, onto } = pull;
    bar.classList.remove("is-pulled");
    if (event.type === "pointercancel") stretch(pull, 0);
    else pulling.done({ task, how, days, onto });
    pull = null;
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
}

function stretch(
  { bar, how, left, size }: { bar: HTMLElement; how: string; left: number; size: number },
  by: number,
): void {
  if (how !== "end") bar.style.insetInlineStart = `${String(left + by)}px`;
  if (how !== "move") bar.style.inlineSize = `${String(Math.max(4, how === "end" ? size + by : size - by))}px`;
}

const barAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-bar]") : null;

function howAt(event: PointerEvent, bar: HTMLElement): Pull["how"] {
  if (event.target instanceof Element && event.target.closest("[data-knob]")) return "tie";
  const box = bar.getBoundingClientRect();
  if (box.width < 3 * EDGE) return "move";
  if (event.clientX > box.right - EDGE) return "end";
  return event.clientX < box.left + EDGE ? "start" : "move";
}

function taskAt(event: PointerEvent): number {
  const below = document.elementsFromPoint(event.clientX, event.clientY);
  const row = below.map((one) => one.closest<HTMLElement>("[data-task]")).find(Boolean);
  return Number(row?.dataset["task"] ?? 0);
}

export interface Days {
  starts: number | null;
  due: number | null;
}

/** The days of a task after it was pulled; moving leaves a day that nobody knew unknown. */
export function pulled({ starts, due }: Days, how: Pull["how"], days: number): Days {
  if (how === "move") return { starts: later(starts, days), due: later(due, days) };
  if (how === "start") {
    const first = (starts ?? Number(due)) + days;
    return { starts: due === null ? first : Math.min(first, due), due };
  }
  const last = (due ?? Number(starts)) + days;
  return { starts, due: starts === null ? last : Math.max(last, starts) };
}

const later = (day: number | null, days: number): number | null => (day === null ? null : day + days);
