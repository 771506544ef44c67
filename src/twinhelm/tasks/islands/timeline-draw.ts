/** What is seen of the timeline: rows with their bars, days behind them, lines between them. */
import { DONE, DUE, type Feed, KEY, MAY, STARTS, STATE, type Words, dayWords, fill, make, svg } from "./picture-feed";
import { type Line, addWorking, isWorking, lengthOf } from "./timeline-rows";
import { type Scale, ticks, xOf } from "./timeline-scale";

export const ROW = 32;
export const HEAD = 40;

export interface Scene {
  feed: Feed;
  words: Words;
  scale: Scale;
  lines: Line[];
  at: Map<number, number>;
  /** Tasks that begin too early, and the lines that say so. */
  early: Set<number>;
  earlyLines: Set<number>;
}

export function drawRow(scene: Scene, place: number): HTMLElement {
  const line = scene.lines[place] as Line;
  const element = make("div", line.row ? "tl-row" : "tl-row tl-row--head");
  element.setAttribute("role", "row");
  element.setAttribute("aria-rowindex", String(place + 1));
  element.style.transform = `translateY(${String(HEAD + place * ROW)}px)`;
  const name = make("div", "tl-name", line.title);
  name.setAttribute("role", "rowheader");
  name.title = line.title;
  name.dataset["depth"] = String(Math.min(line.depth, 4));
  const days = make("div", "tl-days");
  days.setAttribute("role", "gridcell");
  element.append(name, days);
  if (line.row) {
    element.dataset["task"] = String(line.row[KEY]);
    element.tabIndex = -1;
    days.setAttribute("aria-label", spoken(scene, line));
    days.append(...barOf(scene, line));
  } else if (line.project >= 0) days.append(...diamonds(scene, line));
  return element;
}

export function spoken({ words }: Scene, { row, title, from, to }: Line): string {
  if (from === null || to === null) return fill(words["undated"], { title });
  const values = { title, from: dayWords(from), to: dayWords(to) };
  if (row && row[STARTS] === null) return fill(words["point"], values);
  return fill(words[row && row[DUE] === null ? "begins" : "bar"], values);
}

function barOf(scene: Scene, line: Line): HTMLElement[] {
  const { row, from, to } = line;
  if (!row || from === null || to === null) return [];
  const bar = make("div", classOf(scene, line));
  bar.dataset["bar"] = String(row[KEY]);
  place(bar, scene.scale, from, to);
  if (row[MAY] && !line.isSpan) {
    const knob = make("i", "tl-knob");
    knob.dataset["knob"] = "";
    bar.append(knob);
  }
  if (row[STARTS] !== null || line.isSpan) return [bar];
  const guess = make("div", "tl-guess");
  place(guess, scene.scale, addWorking(to, 1 - lengthOf(row)), to);
  return [guess, bar];
}

function classOf({ feed, early }: Scene, { row, isSpan, to }: Line): string {
  if (!row || to === null) return "tl-bar";
  const is: [string, boolean][] = [
    ["tl-bar--span", isSpan],
    ["tl-bar--point", !isSpan && row[STARTS] === null],
    ["is-closed", row[STATE] >= DONE],
    ["is-late", row[STATE] < DONE && to < feed.today],
    ["is-early", early.has(row[KEY])],
    ["is-fixed", !row[MAY]],
  ];
  return ["tl-bar", ...is.filter(([, holds]) => holds).map(([name]) => name)].join(" ");
}

function place(element: HTMLElement, scale: Scale, from: number, to: number): void {
  element.style.insetInlineStart = `${String(xOf(scale, from))}px`;
  element.style.inlineSize = `${String(Math.max(4, (to - from + 1) * scale.width))}px`;
}

function diamonds({ feed, words, scale }: Scene, line: Line): HTMLElement[] {
  const project = feed.projects[line.project]?.[0];
  const its = (feed.milestones ?? []).filter((one) => one[1] === project);
  return its.map(([, , name, due, reached]) => {
    const mark = make("span", reached ? "tl-diamond is-reached" : "tl-diamond");
    mark.title = fill(words[reached ? "reached" : "milestone"], { name, day: dayWords(due) });
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", mark.title);
    mark.style.insetInlineStart = `${String(xOf(scale, due) + scale.width / 2)}px`;
    return mark;
  });
}

/** Weekends, today and words above, only of the days in view. */
export function drawDays(scene: Scene, from: number, to: number, height: number): Node[] {
  const { scale, feed } = scene;
  const drawn: Node[] = [];
  for (let day = from; day <= to && scale.width > 4; day += 1)
    if (!isWorking(day))
      drawn.push(svg("rect", { class: "tl-weekend", x: xOf(scale, day), y: 0, width: scale.width, height }));
  for (const tick of ticks(scale, from, to))
    drawn.push(svg("path", { class: "tl-grid", d: `M${String(xOf(scale, tick.day))} 0V${String(height)}` }));
  drawn.push(
    svg("path", { class: "tl-today", d: `M${String(xOf(scale, feed.today) + scale.width / 2)} 0V${String(height)}` }),
  );
  return drawn;
}

export function drawTicks({ scale }: Scene, from: number, to: number): HTMLElement[] {
  return ticks(scale, from, to).map((tick) => {
    const word = make("span", tick.isStrong ? "tl-tick b" : "tl-tick", tick.text);
    word.style.insetInlineStart = `${String(xOf(scale, tick.day))}px`;
    return word;
  });
}

/** From the end of one bar to the beginning of the next; only where one of the two is in view. */
export function drawLines(scene: Scene, first: number, last: number): Node[] {
  return (scene.feed.depends ?? []).flatMap(([key, before, after]) => {
    const one = scene.at.get(before) ?? -1;
    const other = scene.at.get(after) ?? -1;
    const isSeen = Math.min(one, other) >= 0 && Math.max(one, other) >= first && Math.min(one, other) <= last;
    const d = isSeen ? pathOf(scene, one, other) : "";
    const name = scene.earlyLines.has(key) ? "tl-line is-early" : "tl-line";
    return d ? [svg("path", { class: name, d, "marker-end": "url(#tl-end)" })] : [];
  });
}

function pathOf({ lines, scale }: Scene, one: number, other: number): string {
  const end = lines[one]?.to;
  const start = lines[other]?.from;
  if (end == null || start == null) return "";
  const [x, there] = [xOf(scale, end + 1), xOf(scale, start)];
  const [y, below] = [one * ROW + ROW / 2, other * ROW + ROW / 2];
  const turn = there > x + 12 ? there - 8 : x + 8;
  return `M${String(x)} ${String(y)}H${String(turn)}V${String(below)}H${String(there - 1)}`;
}
