/** Which rows the timeline has, from when to when each runs, and what begins too early. */
import {
  ASSIGNEE,
  DUE,
  ESTIMATED,
  type Feed,
  KEY,
  PARENT,
  PROJECT,
  type Row,
  STARTS,
  TITLE,
  type Words,
} from "./picture-feed";

export interface Line {
  row: Row | null;
  title: string;
  depth: number;
  from: number | null;
  to: number | null;
  /** It has no dates of its own and shows those of what stands below it. */
  isSpan: boolean;
  project: number;
}

const WORKDAY = 480;

const head = (title: string, project = -1): Line => ({
  row: null,
  title,
  depth: 0,
  from: null,
  to: null,
  isSpan: false,
  project,
});

/** Groups with their tasks, subtasks below their parent; what has no date stands at the foot, never left out. */
export function linesOf(feed: Feed, by: string, words: Words): Line[] {
  const { below, groups } = grouped(feed, by === "assignee" ? ASSIGNEE : PROJECT);
  const lines: Line[] = [];
  const undated: Line[] = [];
  for (const [key, rows] of [...groups].sort(([one], [other]) => one - other)) {
    const trees = rows.map((row) => treeOf(row, below, 0));
    const dated = trees.filter(isDated);
    undated.push(...trees.filter((tree) => !isDated(tree)).flat());
    if (dated.length) lines.push(headOf(feed, by, key, words), ...dated.flat());
  }
  if (undated.length) lines.push(head((words["no_date_n"] ?? "").replace("%(n)s", String(undated.length))), ...undated);
  return lines;
}

const isDated = ([first]: Line[]): boolean => typeof first?.to === "number";

function grouped(feed: Feed, field: number): { below: Map<number, Row[]>; groups: Map<number, Row[]> } {
  const shown = new Set(feed.tasks.map((row) => row[KEY]));
  const below = new Map<number, Row[]>();
  const groups = new Map<number, Row[]>();
  for (const row of feed.tasks) {
    const isBelow = shown.has(row[PARENT]);
    const map = isBelow ? below : groups;
    const key = isBelow ? row[PARENT] : Number(row[field]);
    const its = map.get(key);
    if (its) its.push(row);
    else map.set(key, [row]);
  }
  return { below, groups };
}

function headOf(feed: Feed, by: string, key: number, words: Words): Line {
  if (by === "assignee") return head(feed.members[key]?.[1] ?? words["nobody"] ?? "");
  const project = feed.projects[key];
  return head(project ? `${project[1]} · ${project[2]}` : "", key);
}

function treeOf(row: Row, below: Map<number, Row[]>, depth: number): Line[] {
  const children = (below.get(row[KEY]) ?? []).flatMap((child) => treeOf(child, below, depth + 1));
  const from = row[STARTS] ?? row[DUE];
  const to = row[DUE] ?? row[STARTS];
  const line = { row, title: row[TITLE], depth, from, to, isSpan: false, project: row[PROJECT] };
  const spans = children.filter((child) => child.to !== null);
  if (to !== null || !spans.length) return [line, ...children];
  const first = Math.min(...spans.map((child) => child.from ?? 0));
  const last = Math.max(...spans.map((child) => child.to ?? 0));
  return [{ ...line, from: first, to: last, isSpan: true }, ...children];
}

/** Working days that the estimate takes, at eight hours. */
export const lengthOf = (row: Row): number => Math.max(1, Math.ceil((row[ESTIMATED] ?? WORKDAY) / WORKDAY));

/** 1970 began on a Thursday. */
export const isWorking = (day: number): boolean => (day + 3) % 7 < 5;

export function addWorking(day: number, number: number): number {
  let there = day;
  for (let left = Math.abs(number); left > 0; left -= 1) {
    there += Math.sign(number);
    while (!isWorking(there)) there += Math.sign(number);
  }
  return there;
}

export interface TooEarly {
  key: number;
  before: Row;
  after: Row;
  lag: number;
  begins: number;
  ends: number;
  fits: number;
}

/** Followers that begin before what they wait for has ended, and the lag in working days has passed. */
export function tooEarly(feed: Feed): TooEarly[] {
  const rows = new Map(feed.tasks.map((row) => [row[KEY], row]));
  return (feed.depends ?? []).flatMap(([key, one, other, lag]) => {
    const before = rows.get(one);
    const after = rows.get(other);
    return before && after ? between(key, before, after, lag) : [];
  });
}

function between(key: number, before: Row, after: Row, lag: number): TooEarly[] {
  const ends = before[DUE] ?? before[STARTS];
  const begins = after[STARTS] ?? after[DUE];
  if (ends === null || begins === null) return [];
  const fits = addWorking(ends, lag + 1);
  return begins < fits ? [{ key, before, after, lag, begins, ends, fits }] : [];
}
