/** Keys: `data-key="r"` on a button or link binds it, `data-go="s"` on a link is G then S, ? shows them all. */
import { showKeys } from "./keysheet";

const PATIENCE = 1500;
const ROW = "[data-row]";
let waitsForPlace = false;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

/** An open dialog hides what lies behind it; the row one stands in or has selected comes before the page. */
function placesToPress(): (ParentNode | null)[] {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return [dialog];
  return [
    document.activeElement?.closest(ROW) ??
      document.querySelector(`${ROW}:is([aria-selected="true"], [aria-current="true"])`),
    document,
  ];
}

function press(key: string): boolean {
  for (const place of placesToPress()) {
    const bound = [...(place?.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? [])];
    const target = bound.filter((one) => one.checkVisibility()).at(-1);
    if (!target || target.getAttribute("aria-disabled") === "true") continue;
    target.click();
    return true;
  }
  return false;
}

/** The rail may be hidden on a phone; its links lead there all the same. */
function goTo(key: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`a[data-go="${CSS.escape(key)}"]`);
  link?.click();
  return Boolean(link);
}

/** J and K walk the rows marked `data-row`; the row or its first link takes the focus. */
function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>(ROW)].filter((row) => row.checkVisibility());
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const first = by === 1 ? 0 : rows.length - 1;
  const next = rows[at === -1 ? first : at + by];
  const stop = next?.tabIndex === -1 ? next.querySelector<HTMLElement>("a, button, input") : next;
  stop?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return rows.length > 0;
}

function waitForPlace(): boolean {
  waitsForPlace = true;
  setTimeout(() => {
    waitsForPlace = false;
  }, PATIENCE);
  return true;
}

function isHandled(key: string): boolean {
  if (waitsForPlace) {
    waitsForPlace = false;
    return goTo(key);
  }
  // Z is what other programs taught; U stands on the button.
  if (press(key) || (key === "z" && press("u"))) return true;
  if (document.querySelector("dialog[open]")) return false;
  return GENERAL[key]?.() ?? false;
}

const GENERAL: Record<string, () => boolean | undefined> = {
  g: waitForPlace,
  j: () => step(1),
  k: () => step(-1),
  "?": () => showKeys(),
  "/": () => {
    document.querySelector<HTMLElement>("[data-palette]")?.click();
    return true;
  },
};

function isOurs({ ctrlKey, metaKey, altKey, repeat, defaultPrevented }: KeyboardEvent): boolean {
  return !(ctrlKey || metaKey || altKey || repeat || defaultPrevented);
}

document.addEventListener("keydown", (event) => {
  if (!isOurs(event) || isTyping(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isHandled(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-keys-sheet]")) showKeys();
});
