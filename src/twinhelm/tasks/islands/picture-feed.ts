/** What board and timeline draw, as the server sends it, and the words for it. */

export type Row = [
  key: number,
  title: string,
  state: number,
  priority: number,
  project: number,
  assignee: number,
  parent: number,
  starts: number | null,
  due: number | null,
  estimated: number | null,
  left: number | null,
  clarity: number,
  version: number,
  may: number,
];
export const KEY = 0;
export const TITLE = 1;
export const STATE = 2;
export const PRIORITY = 3;
export const PROJECT = 4;
export const ASSIGNEE = 5;
export const PARENT = 6;
export const STARTS = 7;
export const DUE = 8;
export const ESTIMATED = 9;
export const LEFT = 10;
export const CLARITY = 11;
export const VERSION = 12;
export const MAY = 13;
export const DONE = 3;
export const DROPPED = 4;
export const STATES = ["to_do", "doing", "checking", "done", "dropped"] as const;

export interface Feed {
  today: number;
  projects: [key: number, name: string, client: string, account: number, production: number][];
  members: [key: number, name: string, portrait: string][];
  tasks: Row[];
  blocked: Record<string, string>;
  labelled?: Record<string, string[]>;
  subtasks?: Record<string, [closed: number, all: number]>;
  older?: number;
  depends?: [key: number, before: number, after: number, lag: number][];
  milestones?: [key: number, project: number, name: string, due: number, reached: number][];
  cut: boolean;
}

export type Words = Record<string, string> & { states: string[]; priorities: string[]; clarities: string[] };

/** The feed and the words that stand in the page. */
export function inPage<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}") as T;
}

export function fill(words: string | undefined, values: Record<string, string | number>): string {
  return (words ?? "").replace(/%\((\w+)\)s/g, (_all, name: string) => String(values[name] ?? ""));
}

/** English as the server writes it: the day before the month. */
const language = (): string | undefined => {
  const said = typeof document === "undefined" ? "" : document.documentElement.lang;
  return said === "en" ? "en-GB" : said || undefined;
};

const DAY_MS = 86_400_000;

/** Days since 1970 as one reads them here; they know no time zone. */
export function dayWords(
  day: number,
  options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" },
): string {
  return new Intl.DateTimeFormat(language(), { ...options, timeZone: "UTC" }).format(day * DAY_MS);
}

export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

export function hours(minutes: number): string {
  return (Math.round(minutes / 6) / 10).toLocaleString(language());
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  text = "",
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag: string, attributes: Record<string, string | number> = {}): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

export function icon(sheet: string, name: string): SVGElement {
  const drawn = svg("svg", { class: "i i--s", viewBox: "0 0 16 16", "aria-hidden": "true" });
  drawn.append(svg("use", { href: `${sheet}#${name}` }));
  return drawn;
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

/** The face says the role on the project: account lead round, production lead square. */
export function face(feed: Feed, row: Row, sheet: string): HTMLElement | null {
  const member = feed.members[row[ASSIGNEE]];
  if (!member) return null;
  const [key, name, portrait] = member;
  const element = make("span", `av av--xs ${helmOf(feed, row, key)}`.trim());
  element.setAttribute("aria-hidden", "true");
  element.title = name;
  if (portrait) {
    const drawn = svg("svg", { viewBox: "0 0 40 40" });
    drawn.append(svg("use", { href: `${sheet}#${portrait}` }));
    element.append(drawn);
  } else element.textContent = initials(name);
  return element;
}

function helmOf(feed: Feed, row: Row, member: number): string {
  const [, , , account, production] = feed.projects[row[PROJECT]] ?? [];
  if (account === member) return production === member ? "av--h" : "av--c";
  return production === member ? "av--p" : "";
}

export interface Answered {
  feed?: Feed;
  undo?: string;
  undo_label?: string;
  reason?: string;
  moves?: { title: string; from: number; to: number }[];
}

/** Sends an act; whatever the server says comes back, also a refusal. Null: it did not answer. */
export async function send(address: string, values: Record<string, string | number>): Promise<Answered | null> {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  const body = new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]));
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
    return (await answer.json()) as Answered;
  } catch {
    return null;
  }
}

export async function fetched(address: string): Promise<Feed | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? ((await answer.json()) as Feed) : null;
  } catch {
    return null;
  }
}
