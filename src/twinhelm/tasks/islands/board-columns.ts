/** Which card stands where: lanes, columns, sums, and the order after a move. */
import { ASSIGNEE, DROPPED, type Feed, KEY, LEFT, PROJECT, type Row, STATE } from "./picture-feed";

export interface Lane {
  key: number;
  name: string;
  columns: Row[][];
}

/** One lane without a name, or one for each person or project; nobody comes first. */
export function lanesOf(feed: Feed, by: string, isDropped: boolean, nobody: string): Lane[] {
  const columns = isDropped ? DROPPED + 1 : DROPPED;
  const lanes = new Map<number, Lane>();
  for (const row of feed.tasks) {
    if (row[STATE] >= columns) continue;
    const key = keyOf(row, by);
    const lane = lanes.get(key) ?? { key, name: nameOf(feed, by, key, nobody), columns: empty(columns) };
    lanes.set(key, lane);
    lane.columns[row[STATE]]?.push(row);
  }
  return [...lanes.values()].sort(byName);
}

const empty = (columns: number): Row[][] => Array.from({ length: columns }, () => []);

function keyOf(row: Row, by: string): number {
  if (!by) return 0;
  return row[by === "assignee" ? ASSIGNEE : PROJECT];
}

function nameOf(feed: Feed, by: string, key: number, nobody: string): string {
  if (!by) return "";
  return (by === "assignee" ? feed.members : feed.projects)[key]?.[1] ?? nobody;
}

const byName = (one: Lane, other: Lane): number =>
  Number(other.key === -1) - Number(one.key === -1) || one.name.localeCompare(other.name) || one.key - other.key;

export function sumLeft(rows: Row[]): number {
  return rows.reduce((sum, row) => sum + (row[LEFT] ?? 0), 0);
}

/** The rows after some of them were put into a column, below a card or at its top. */
export function placed(tasks: Row[], keys: number[], state: number, after: number): Row[] {
  const chosen = new Set(keys);
  const byKey = new Map(tasks.map((row) => [row[KEY], row]));
  const rest = tasks.filter((row) => !chosen.has(row[KEY]));
  const moved = keys.flatMap((key) => {
    const row = byKey.get(key);
    if (!row) return [];
    const copy: Row = [...row];
    copy[STATE] = state;
    return [copy];
  });
  const at = after ? rest.findIndex((row) => row[KEY] === after) + 1 : rest.findIndex((row) => row[STATE] === state);
  rest.splice(at < 0 ? rest.length : at, 0, ...moved);
  return rest;
}

/** Below which card something lands that is let go at this place of a column; 0: at its top. */
export function above(column: Row[], place: number, keys: number[]): number {
  const chosen = new Set(keys);
  for (let at = Math.min(place, column.length) - 1; at >= 0; at -= 1) {
    const row = column[at];
    if (row && !chosen.has(row[KEY])) return row[KEY];
  }
  return 0;
}

/** Below which card one lands that goes a place up or down; into another column it goes to the top. */
export function afterPush(column: Row[], card: number, along: number, keys: number[]): number {
  if (!along) return 0;
  const at = column.findIndex((row) => row[KEY] === card);
  return above(column, at + (along > 0 ? 2 : -1), keys);
}
