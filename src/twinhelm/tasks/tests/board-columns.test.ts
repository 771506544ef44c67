import { describe, expect, it } from "vitest";

import { above, afterPush, lanesOf, placed, sumLeft } from "../islands/board-columns";
import type { Feed, Row } from "../islands/picture-feed";
import { KEY, STATE } from "../islands/picture-feed";

const card = (key: number, state = 0, assignee = -1, left: number | null = 60): Row => [
  key,
  `Card ${String(key)}`,
  state,
  3,
  0,
  assignee,
  0,
  null,
  null,
  null,
  left,
  0,
  1,
  1,
];
const feed = (tasks: Row[]): Feed => ({
  today: 0,
  projects: [[7, "Shop", "Alder", 0, 0]],
  members: [[5, "Dee", ""]],
  tasks,
  blocked: {},
  cut: false,
});
const keys = (rows: Row[]): number[] => rows.map((row) => row[KEY]);

describe("where cards stand", () => {
  it("has a column for each state, dropped only when asked", () => {
    const all = feed([card(1), card(2, 3), card(3, 4)]);
    expect(lanesOf(all, "", false, "Nobody")[0]?.columns.map(keys)).toEqual([[1], [], [], [2]]);
    expect(lanesOf(all, "", true, "Nobody")[0]?.columns[4]?.map((row) => row[KEY])).toEqual([3]);
  });

  it("gives each person a lane, nobody first", () => {
    const lanes = lanesOf(feed([card(1, 0, 0), card(2)]), "assignee", false, "Nobody");
    expect(lanes.map((lane) => lane.name)).toEqual(["Nobody", "Dee"]);
  });

  it("puts several below a card in the order given", () => {
    const rows = placed([card(1), card(2), card(3, 1), card(4, 1)], [2, 1], 1, 3);
    expect(keys(rows)).toEqual([3, 2, 1, 4]);
    expect(rows[1]?.[STATE]).toBe(1);
  });

  it("puts a card at the top of its column, also of an empty one", () => {
    expect(keys(placed([card(1), card(2, 1)], [1], 1, 0))).toEqual([1, 2]);
    expect(keys(placed([card(1), card(2)], [1], 2, 0))).toEqual([2, 1]);
  });

  it("never puts a card below itself", () => {
    const column = [card(1), card(2), card(3)];
    expect(above(column, 2, [2])).toBe(1);
    expect(above(column, 0, [2])).toBe(0);
    expect(afterPush(column, 2, 1, [2])).toBe(3);
    expect(afterPush(column, 2, -1, [2])).toBe(0);
  });

  it("adds up what is left, and unknown counts nothing", () => {
    expect(sumLeft([card(1), card(2, 0, -1, null)])).toBe(60);
  });
});
