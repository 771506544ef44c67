/** The field of the quadrant: from a place on the screen to the two needs and back, and which mark is meant. */

export interface Place {
  communication: number;
  complexity: number;
}

const LEFT = 56;
const BOTTOM = 640;
const WIDTH = 690;
const HEIGHT = 610;
const NEAR = 12;
const NEAR_BY_TOUCH = 26;
const BAND = 1;

export function marksIn(svg: SVGSVGElement): SVGAElement[] {
  return [...svg.querySelectorAll<SVGAElement>("a.qm")];
}

/** In the picture's own coordinates. */
export function pointIn(svg: SVGSVGElement, event: { clientX: number; clientY: number }): DOMPoint {
  const there = svg.getScreenCTM()?.inverse();
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(there);
}

export function centreOf(mark: SVGAElement): { x: number; y: number; radius: number } {
  const [x = 0, y = 0, radius = 0] = (mark.dataset["spot"] ?? "").split(" ").map(Number);
  return { x, y, radius };
}

export function toPoint({ communication, complexity }: Place): { x: number; y: number } {
  return { x: LEFT + (communication * WIDTH) / 10, y: BOTTOM - (complexity * HEIGHT) / 10 };
}

export function toPlace({ x, y }: { x: number; y: number }): Place {
  return { communication: bounded(((x - LEFT) * 10) / WIDTH), complexity: bounded(((BOTTOM - y) * 10) / HEIGHT) };
}

/** Between 0 and 10, to a tenth. */
export function bounded(value: number): number {
  return Math.round(Math.min(10, Math.max(0, value)) * 10) / 10;
}

/** Where the facts or a person put it; none: nobody knows. */
export function placeOf(element: Element): Place | null {
  const [communication, complexity] = (element.getAttribute("data-at") ?? "").split(" ");
  return communication && complexity ? { communication: Number(communication), complexity: Number(complexity) } : null;
}

/** The nearest mark within reach of the pointer: small ones need no steady hand. */
export function meant(svg: SVGSVGElement, marks: SVGAElement[], event: MouseEvent): SVGAElement | null {
  const point = pointIn(svg, event);
  const reach = reachOf(svg, event);
  let best: Candidate | null = null;
  for (const mark of marks) {
    const { x, y, radius } = centreOf(mark);
    const beside = Math.max(0, Math.hypot(point.x - x, point.y - y) - radius);
    if (beside <= reach && isNearer({ mark, beside, radius }, best)) best = { mark, beside, radius };
  }
  return best?.mark ?? null;
}

/** In the picture's coordinates: a finger covers more than a pointer. */
function reachOf(svg: SVGSVGElement, event: MouseEvent): number {
  return (isTouch(event) ? NEAR_BY_TOUCH : NEAR) / (svg.getScreenCTM()?.a ?? 1);
}

interface Candidate {
  mark: SVGAElement;
  beside: number;
  radius: number;
}

/** Of two under the pointer the smaller one: it lies on top. */
function isNearer(one: Candidate, other: Candidate | null): boolean {
  if (!other) return true;
  return one.beside === other.beside ? one.radius < other.radius : one.beside < other.beside;
}

const isTouch = (event: MouseEvent): boolean => event instanceof PointerEvent && event.pointerType === "touch";

/** As one reads: from the top in bands, each from the left; those without a place at the end. */
export function inReadingOrder(marks: SVGAElement[]): SVGAElement[] {
  const rank = (mark: SVGAElement): [number, number] => {
    const place = placeOf(mark);
    return place ? [-Math.floor(place.complexity / BAND), place.communication] : [1, centreOf(mark).x];
  };
  const ranked = marks.map((mark) => ({ mark, rank: rank(mark) }));
  ranked.sort((one, other) => one.rank[0] - other.rank[0] || one.rank[1] - other.rank[1]);
  return ranked.map(({ mark }) => mark);
}
