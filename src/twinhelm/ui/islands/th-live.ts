/** <th-live>: hears that something on this page has changed, and fetches the parts that show it.
 *
 * A part is `<section id="…" data-live="project:3 task:12">`: it is found by its id in the page fetched again, or in
 * what `data-live-url` answers. What is being written is never touched: a note beside it offers the change instead.
 */
import { Idiomorph } from "idiomorph";
import htmx from "htmx.org";
import { announce } from "./toasts";

const CALM_MS = 150;
const TINT_MS = 1200;
const RENEW_MS = 60_000;
const LEAVING_MS = 5000;
/** Outside a table a parser would leave only its words. */
const LONE_ROW = /^\s*<tr[\s>]/;

const here = new Set<Live>();
let source: EventSource | null = null;
let listensFor = "";
let waiting = new Set<string>();
let timer = 0;
let renewedAt = 0;
let leftAt = 0;
let wasLost = false;

class Live extends HTMLElement {
  static observedAttributes = ["data-for"];

  connectedCallback(): void {
    here.add(this);
    queueMicrotask(listen);
  }

  disconnectedCallback(): void {
    here.delete(this);
    queueMicrotask(listen);
  }

  attributeChangedCallback(): void {
    queueMicrotask(listen);
  }

  word(name: "changed" | "by" | "show"): string {
    return this.dataset[name] ?? "";
  }
}

/** One line for the whole page; none while nobody looks. */
function listen(): void {
  const passes = [...new Set([...here].map((one) => one.dataset["for"] ?? ""))].filter(Boolean).sort();
  const [first] = here;
  const wanted = document.hidden || !first ? "" : `${first.dataset["url"] ?? ""}?${asked(passes)}`;
  if (wanted === listensFor) return;
  source?.close();
  source = null;
  listensFor = wanted;
  if (!wanted) return;
  source = new EventSource(wanted);
  source.addEventListener("message", (event) => heard((event.data as string).split(" ")));
  source.addEventListener("gap", () => heard(["*"]));
  source.addEventListener("open", () => {
    if (wasLost) heard(["*"]);
    wasLost = false;
  });
  source.addEventListener("error", lost);
}

const asked = (passes: string[]): string => new URLSearchParams(passes.map((one) => ["for", one])).toString();

/** The browser comes again by itself, unless it was refused: then the page is asked for a new pass, once a minute. */
function lost(): void {
  wasLost = true;
  if (source?.readyState !== EventSource.CLOSED) return;
  listensFor = "";
  source = null;
  const wait = Math.max(1000, RENEW_MS - (Date.now() - renewedAt));
  setTimeout(
    () => {
      if (document.hidden || source) return;
      renewedAt = Date.now();
      wasLost = false;
      heard(["*"]);
      void renew();
    },
    wait * (1 + Math.random() / 4),
  );
}

async function renew(): Promise<void> {
  const fresh = await fetched(location.href);
  const token = fresh?.querySelector("th-live")?.getAttribute("data-for");
  const [first] = here;
  if (token && first) first.dataset["for"] = token;
  listen();
}

function heard(topics: string[]): void {
  for (const topic of topics) waiting.add(topic);
  clearTimeout(timer);
  timer = window.setTimeout(() => void refresh(), CALM_MS);
}

/** Not while an answer of the page's own is under way, nor while the page is being left. */
async function refresh(): Promise<void> {
  if (document.hidden || Date.now() - leftAt < LEAVING_MS || document.querySelector("[data-live] [aria-busy=true]")) {
    timer = window.setTimeout(() => void refresh(), 1000);
    return;
  }
  const topics = waiting;
  waiting = new Set();
  const parts = [...document.querySelectorAll<HTMLElement>("[data-live]")].filter((part) => shows(part, topics));
  const byAddress = new Map<string, HTMLElement[]>();
  for (const part of parts) {
    const address = part.dataset["liveUrl"] ?? location.href;
    byAddress.set(address, [...(byAddress.get(address) ?? []), part]);
  }
  await Promise.all([...byAddress].map(([address, its]) => refetch(address, its)));
  document.dispatchEvent(new CustomEvent("live:changed", { detail: [...topics] }));
}

function shows(part: HTMLElement, topics: Set<string>): boolean {
  if (part.parentElement?.closest("[data-live]:not([data-live-url])") && !part.dataset["liveUrl"]) return false;
  return topics.has("*") || (part.dataset["live"] ?? "").split(" ").some((topic) => topics.has(topic));
}

async function refetch(address: string, parts: HTMLElement[]): Promise<void> {
  const fresh = await fetched(address);
  if (!fresh) return;
  for (const part of parts) {
    const now = part.id ? fresh.getElementById(part.id) : null;
    if (part.isConnected && now) swap(part, now);
  }
}

async function fetched(address: string): Promise<Document | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html", "X-Live": "1" } });
    if (!answer.ok || answer.status === 204 || answer.redirected) return null;
    const text = await answer.text();
    return new DOMParser().parseFromString(LONE_ROW.test(text) ? `<table>${text}</table>` : text, "text/html");
  } catch {
    return null;
  }
}

function swap(part: HTMLElement, fresh: HTMLElement): void {
  const before = new Set(rowsOf(part).map(textOf));
  const kept = new Set<Element>();
  const written = beingWritten(part);
  Idiomorph.morph(part, fresh, {
    morphStyle: "outerHTML",
    callbacks: {
      beforeNodeMorphed: (old: Node, now: Node) => {
        if (!(old instanceof Element) || !written.has(old)) return true;
        if (now instanceof Element && differs(old, now)) kept.add(old);
        return false;
      },
      beforeAttributeUpdated: (name: string) => name !== "aria-current",
      beforeNodeRemoved: (old: Node) => {
        const stays = [...written].filter((one) => old.contains(one));
        for (const one of stays) kept.add(one);
        return stays.length === 0;
      },
    },
  });
  htmx.process(part);
  for (const form of kept) note(form, fresh.dataset["changedBy"] ?? "");
  for (const row of rowsOf(part)) if (!before.has(textOf(row))) tint(row);
}

/** Forms, or parts that say `data-editing`, in which somebody types or has typed something that isn't stored yet. */
function beingWritten(part: HTMLElement): Set<Element> {
  const found = new Set<Element>();
  for (const field of part.querySelectorAll<HTMLInputElement>("input, textarea, select, [contenteditable=true]")) {
    if (field.type === "hidden" || !(field === document.activeElement || isDirty(field))) continue;
    found.add(field.closest("[data-editing], form") ?? field);
  }
  for (const dialog of part.querySelectorAll("dialog[open], details[open][data-editing]")) found.add(dialog);
  return found;
}

function isDirty(field: HTMLElement): boolean {
  if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type))
    return field.checked !== field.defaultChecked;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
    return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((one) => one.selected !== one.defaultSelected) && hasDefault(field);
  return false;
}

const hasDefault = (field: HTMLSelectElement): boolean => [...field.options].some((one) => one.defaultSelected);

function differs(old: Element, now: Element): boolean {
  const values = (form: Element): string =>
    [...form.querySelectorAll<HTMLInputElement>("input:not([name=csrfmiddlewaretoken]), textarea, select")]
      .map((field) => `${field.name}=${field.getAttribute("value") ?? field.textContent}`)
      .join("&");
  return values(old) !== values(now) || old.tagName !== now.tagName;
}

/** Says beside a form that it shows what was; *Show* fetches what is, and drops what was typed. */
function note(form: Element, by: string): void {
  const [first] = here;
  if (!first || form.previousElementSibling?.matches(".livenote")) return;
  const said = by ? first.word("by").replace("%s", by) : first.word("changed");
  const line = Object.assign(document.createElement("p"), { className: "livenote" });
  const show = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn--s",
    textContent: first.word("show"),
  });
  show.addEventListener("click", () => {
    line.remove();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    for (const one of form instanceof HTMLFormElement ? [form] : form.querySelectorAll("form")) one.reset();
    heard(["*"]);
  });
  line.append(`${said} `, show);
  form.before(line);
  announce(said);
}

const rowsOf = (part: HTMLElement): HTMLElement[] => {
  const rows = [...part.querySelectorAll<HTMLElement>("[data-row], [data-live-row], tbody > tr")];
  return rows.length ? rows : [part];
};
const textOf = (row: HTMLElement): string => row.textContent.replace(/\s+/g, " ").trim();

function tint(row: HTMLElement): void {
  row.classList.add("has-changed");
  setTimeout(() => row.classList.remove("has-changed"), TINT_MS);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && here.size) heard(["*"]);
  listen();
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && !(event.target as Element).matches("[hx-post], [hx-get]")) leftAt = Date.now();
});
addEventListener("pagehide", () => {
  source?.close();
  source = null;
  listensFor = "";
});
addEventListener("pageshow", (event) => {
  if (event.persisted && here.size) heard(["*"]);
  listen();
});

customElements.define("th-live", Live);
