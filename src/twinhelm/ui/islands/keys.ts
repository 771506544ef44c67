/** Keys: `data-key="r"` on a button or link binds it, `data-go="s"` on a link is G then S, ? shows them all. */
import { openDialog } from "./dialogs";

const PATIENCE = 1500;
let waitsForPlace = false;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

function press(key: string): boolean {
  const bound = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)];
  const target = bound.filter((one) => one.checkVisibility()).at(-1);
  if (!target || target.getAttribute("aria-disabled") === "true") return false;
  target.click();
  return true;
}

/** The rail may be hidden on a phone; its links lead there all the same. */
function goTo(key: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`a[data-go="${CSS.escape(key)}"]`);
  link?.click();
  return Boolean(link);
}

function isHandled(key: string): boolean {
  if (waitsForPlace) {
    waitsForPlace = false;
    return goTo(key);
  }
  if (key === "g") {
    waitsForPlace = true;
    setTimeout(() => {
      waitsForPlace = false;
    }, PATIENCE);
    return true;
  }
  if (key === "?") showKeys();
  return key === "?" || press(key);
}

function isForUs(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  return !isTyping(event.target) && !document.querySelector("dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (!isForUs(event)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isHandled(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-keys-sheet]")) showKeys();
});

function showKeys(): void {
  const lines = new Map<string, string>();
  lines.set("Ctrl K", labelOf("[data-palette]"));
  for (const one of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = String(one.dataset["key"]).toUpperCase();
    if (!lines.has(key)) lines.set(key, nameOf(one));
  }
  for (const one of document.querySelectorAll<HTMLElement>("a[data-go]"))
    lines.set(`G ${String(one.dataset["go"]).toUpperCase()}`, one.title || plainText(one));
  const list = document.createElement("dl");
  list.className = "dl";
  for (const [keys, words] of lines) list.append(...line(keys, words));
  openDialog(labelOf("[data-keys-sheet]"), list);
}

function labelOf(selector: string): string {
  return document.querySelector(selector)?.getAttribute("aria-label") ?? "";
}

function nameOf(element: HTMLElement): string {
  return element.dataset["keyName"] ?? element.getAttribute("aria-label") ?? plainText(element);
}

function line(keys: string, words: string): [HTMLElement, HTMLElement] {
  const term = document.createElement("dt");
  for (const key of keys.split(" ")) {
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
  }
  return [term, Object.assign(document.createElement("dd"), { textContent: words })];
}

function plainText(element: HTMLElement): string {
  const words = [...element.childNodes].filter((node) => !(node instanceof Element && node.matches("kbd, svg, .n")));
  return words
    .map((node) => node.textContent?.trim())
    .filter(Boolean)
    .join(" ");
}
