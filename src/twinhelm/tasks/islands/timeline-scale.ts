/** From days to pixels and back, and what stands above the days. */
import { type Feed, DUE, STARTS, dayWords } from "./picture-feed";

const WIDTHS: Record<string, number> = { day: 36, week: 14, month: 5, quarter: 2 };
const MONDAY = 4;

export interface Scale {
  first: number;
  last: number;
  width: number;
  zoom: string;
}

export function scaleOf(feed: Feed, zoom: string): Scale {
  const width = WIDTHS[zoom] ?? 14;
  let first = feed.today;
  let last = feed.today;
  const note = (day: number | null): void => {
    if (day === null) return;
    first = Math.min(first, day);
    last = Math.max(last, day);
  };
  for (const row of feed.tasks) {
    note(row[STARTS]);
    note(row[DUE]);
  }
  for (const milestone of feed.milestones ?? []) note(milestone[3]);
  return { first: first - 14, last: last + Math.max(28, Math.ceil(600 / width)), width, zoom };
}

export const xOf = (scale: Scale, day: number): number => (day - scale.first) * scale.width;

export interface Tick {
  day: number;
  text: string;
  isStrong: boolean;
}

const dateOf = (day: number): Date => new Date(day * 86_400_000);

/** The days between two that carry a word: Mondays while there is room, else first days of months. */
export function ticks(scale: Scale, from: number, to: number): Tick[] {
  const found: Tick[] = [];
  for (let day = from; day <= to; day += 1) {
    const tick = tickAt(scale.zoom, day);
    if (tick) found.push(tick);
  }
  return found;
}

function tickAt(zoom: string, day: number): Tick | null {
  const isFirst = dateOf(day).getUTCDate() === 1;
  if (zoom === "day") return { day, text: dayWords(day, { day: "numeric" }), isStrong: isFirst };
  if (zoom === "week") return (day - MONDAY) % 7 === 0 ? { day, text: dayWords(day), isStrong: isFirst } : null;
  return isFirst ? monthAt(zoom, day) : null;
}

function monthAt(zoom: string, day: number): Tick | null {
  const month = dateOf(day).getUTCMonth();
  if (zoom === "quarter" && month % 3 !== 0) return null;
  const hasYear = month === 0 || zoom === "quarter";
  const text = dayWords(day, hasYear ? { month: "short", year: "numeric" } : { month: "long" });
  return { day, text, isStrong: month === 0 };
}
