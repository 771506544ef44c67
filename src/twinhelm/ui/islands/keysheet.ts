/** The keys that work on this page, read from the page itself. */
import { openDialog } from "./dialogs";

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
const GO_ANYWHERE = isApple ? "⌘ K" : "Ctrl K";
for (const cap of document.querySelectorAll(".go kbd")) cap.textContent = GO_ANYWHERE;

export function showKeys(): boolean {
  const opener = document.querySelector<HTMLElement>("[data-keys-sheet]");
  if (!opener) return false;
  const title = opener.ariaLabel ?? "";
  const list = document.createElement("dl");
  list.className = "keysheet";
  const lines = new Map([...ofThisPage(), ...places(), ...general(opener.dataset), ["?", title]]);
  for (const [keys, words] of lines) list.append(line(keys, words));
  const close = Object.assign(document.createElement("button"), { type: "button", className: "tool shut" });
  close.dataset["closes"] = "";
  close.ariaLabel = opener.dataset["close"] ?? "";
  close.textContent = "✕";
  openDialog(title, list, close);
  return true;
}

function general({ rows = "", back = "" }: DOMStringMap): [string, string][] {
  const walking: [string, string][] = document.querySelector("[data-row]") ? [["J K", rows]] : [];
  return [...walking, ["Z", back], [GO_ANYWHERE, labelOf("[data-palette]")]];
}

function ofThisPage(): [string, string][] {
  const bound = [...document.querySelectorAll<HTMLElement>("[data-key]")].filter((one) => !one.closest("dialog"));
  // The first of a kind names the key: rows repeat it.
  return bound.reverse().map((one) => [String(one.dataset["key"]).toUpperCase(), nameOf(one)]);
}

function places(): [string, string][] {
  const links = [...document.querySelectorAll<HTMLElement>("a[data-go]")];
  return links.map((one) => [`G ${String(one.dataset["go"]).toUpperCase()}`, one.title || plainText(one)]);
}

function labelOf(selector: string): string {
  const found = document.querySelector<HTMLElement>(selector);
  return found ? nameOf(found) : "";
}

function nameOf(element: HTMLElement): string {
  return element.dataset["keyName"] ?? element.getAttribute("aria-label") ?? plainText(element);
}

function line(keys: string, words: string): HTMLElement {
  const pair = document.createElement("div");
  const term = document.createElement("dt");
  for (const key of keys.split(" ")) {
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
  }
  pair.append(term, Object.assign(document.createElement("dd"), { textContent: words }));
  return pair;
}

function plainText(element: HTMLElement): string {
  const words = [...element.childNodes].filter((node) => !(node instanceof Element && node.matches("kbd, svg, .n")));
  return words
    .map((node) => node.textContent?.trim())
    .filter(Boolean)
    .join(" ");
}
