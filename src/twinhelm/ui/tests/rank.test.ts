import { describe, expect, it } from "vitest";

import { match } from "../islands/rank";

const score = (name: string, letters: string): number => match(name, letters)?.score ?? -1;

describe("what the palette finds", () => {
  it("prefers the beginning of the name", () => {
    expect(score("Split", "sp")).toBeGreaterThan(score("Transport", "sp"));
  });
  it("prefers the beginning of a word over its middle", () => {
    expect(score("Client work", "wo")).toBeGreaterThan(score("Networks", "wo"));
  });
  it("finds the first letters of words", () => {
    expect(match("Pim de Wit", "pw")?.at).toEqual([0, 7]);
  });
  it("finds a name without its accents and marks the right letters", () => {
    expect(match("Łukasz Gérard", "ger")?.at).toEqual([7, 8, 9]);
    expect(match("Café Été", "ete")?.at).toEqual([5, 6, 7]);
  });
  it("leaves out what has not all the letters", () => {
    expect(match("People", "px")).toBeNull();
  });
  it("leaves out letters that are strewn by accident", () => {
    expect(match("Configuring settings", "oit")).toBeNull();
  });
  it("takes everything for no letters", () => {
    expect(match("People", " ")).toEqual({ score: 0, at: [] });
  });
  it("ignores spaces between the letters typed", () => {
    expect(match("Ana Reyes", "ana r")).not.toBeNull();
  });
});
