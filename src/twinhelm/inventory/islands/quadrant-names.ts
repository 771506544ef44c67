/** Names and the ring of the picture, as the pointer, the focus and the choice move on. */
import { centreOf } from "./quadrant-field";

const MIDDLE = 500;

export const nameOf = (mark: SVGAElement | HTMLElement): string => mark.dataset["name"] ?? "";

export function ringRound(svg: SVGSVGElement, mark: SVGAElement | null): void {
  const ring = svg.querySelector(".quad-ring");
  ring?.toggleAttribute("hidden", !mark);
  for (const text of svg.querySelectorAll(".quad-names .b")) text.classList.remove("b");
  if (!mark || !ring) return;
  const { x, y, radius } = centreOf(mark);
  set(ring, { cx: x, cy: y, r: radius + 5 });
  standing(svg, mark)?.classList.add("b");
}

/** Names a mark that is pointed at or has the focus, unless its name stands there. */
export function nameBeside(svg: SVGSVGElement, mark: SVGAElement | null): void {
  if (!mark || standing(svg, mark)?.checkVisibility()) {
    svg.querySelector(".quad-tip")?.setAttribute("hidden", "");
    return;
  }
  const { x, y, radius } = centreOf(mark);
  const side = x > MIDDLE ? -1 : 1;
  say(svg, nameOf(mark), { x: x + side * (radius + 7), y: y + 4, "text-anchor": side < 0 ? "end" : "start" });
}

export function say(svg: SVGSVGElement, text: string, where: Record<string, number | string>): void {
  const tip = svg.querySelector(".quad-tip");
  const line = tip?.querySelector("text");
  tip?.removeAttribute("hidden");
  if (!line) return;
  line.textContent = text;
  set(line, where);
}

function standing(svg: SVGSVGElement, mark: SVGAElement): Element | null {
  return svg.querySelector(`.quad-names [data-of="${CSS.escape(mark.dataset["id"] ?? "")}"]`);
}

function set(element: Element, values: Record<string, number | string>): void {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value));
}
