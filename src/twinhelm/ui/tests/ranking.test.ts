import { expect, test } from "vitest";
import { rank } from "../islands/ranking";

test("a name that begins with what was typed comes before one that holds it", () => {
  expect(rank("Split", "sp")).toBeGreaterThan(rank("Hospital", "sp"));
});

test("the beginning of a later word comes before the middle of one", () => {
  expect(rank("Work entries", "ent")).toBeGreaterThan(rank("Clients and agents", "ent"));
});

test("accents and case make no difference", () => {
  expect(rank("Café Öland", "cafe o")).toBe(4);
});

test("letters out of order are no answer", () => {
  expect(rank("Split", "ts")).toBe(0);
});

test("everything answers an empty question", () => {
  expect(rank("Split", "")).toBeGreaterThan(0);
});
