import { describe, expect, it } from "vitest";

import type { Feed, Row, Words } from "../islands/picture-feed";
import { pulled } from "../islands/timeline-drag";
import { addWorking, isWorking, linesOf, tooEarly } from "../islands/timeline-rows";
import { scaleOf, ticks, xOf } from "../islands/timeline-scale";

const FRIDAY = 20784; // 27 November 2026
const task = (key: number, starts: number | null, due: number | null, parent = 0): Row => [
  key,
  `Task ${String(key)}`,
  0,
  3,
  0,
  -1,
  parent,
  starts,
  due,
  null,
  null,
  0,
  1,
  1,
];
const feed = (tasks: Row[], depends: Feed["depends"] = []): Feed => ({
  today: FRIDAY,
  projects: [[7, "Shop", "Alder", 0, 0]],
  members: [],
  tasks,
  depends,
  blocked: {},
  cut: false,
});
const words = { no_date_n: "Not dated: %(n)s" } as unknown as Words;

describe("the rows of the timeline", () => {
  it("indents subtasks and lets a parent without dates span them", () => {
    const lines = linesOf(feed([task(1, null, null), task(2, 10, 20, 1), task(3, 15, 30, 1)]), "project", words);
    expect(lines.map((line) => line.depth)).toEqual([0, 0, 1, 1]);
    expect(lines[1]).toMatchObject({ from: 10, to: 30, isSpan: true });
  });

  it("lists what has no date at the foot and leaves nothing out", () => {
    const lines = linesOf(feed([task(1, null, null), task(2, 10, 20)]), "project", words);
    expect(lines.map((line) => line.title)).toEqual(["Shop · Alder", "Task 2", "Not dated: 1", "Task 1"]);
  });
});

describe("what begins too early", () => {
  it("counts the lag in working days", () => {
    expect(isWorking(FRIDAY)).toBe(true);
    expect(isWorking(FRIDAY + 1)).toBe(false);
    expect(addWorking(FRIDAY, 1)).toBe(FRIDAY + 3);
    const both = [task(1, null, FRIDAY), task(2, FRIDAY + 3, null)];
    expect(tooEarly(feed(both, [[9, 1, 2, 0]]))).toEqual([]);
    expect(tooEarly(feed(both, [[9, 1, 2, 1]]))[0]).toMatchObject({ key: 9, fits: FRIDAY + 4 });
  });
});

describe("pulling", () => {
  it("moves both days and leaves an unknown one unknown", () => {
    expect(pulled({ starts: 5, due: 9 }, "move", 2)).toEqual({ starts: 7, due: 11 });
    expect(pulled({ starts: null, due: 9 }, "move", -2)).toEqual({ starts: null, due: 7 });
  });

  it("never turns a bar round", () => {
    expect(pulled({ starts: 5, due: 9 }, "end", -20)).toEqual({ starts: 5, due: 5 });
    expect(pulled({ starts: 5, due: 9 }, "start", 20)).toEqual({ starts: 9, due: 9 });
  });
});

describe("the scale", () => {
  it("reaches from the first day to the last, and Mondays carry a word", () => {
    const scale = scaleOf(feed([task(1, FRIDAY - 100, FRIDAY + 100)]), "week");
    expect(xOf(scale, scale.first)).toBe(0);
    expect(scale.last).toBeGreaterThan(FRIDAY + 100);
    expect(ticks(scale, FRIDAY, FRIDAY + 7).map((tick) => tick.day)).toEqual([FRIDAY + 3]);
  });
});
