/** The menu of a card: which column it goes to. */
import { type Words, fill, make } from "./picture-feed";

export function openMenu(
  card: HTMLElement,
  title: string,
  words: Words,
  columns: number,
  choose: (state: number) => void,
): void {
  const menu = make("div", "menu bd-menu");
  menu.popover = "auto";
  menu.setAttribute("aria-label", title);
  menu.append(make("p", "bd-menu-title", title));
  words.states.slice(0, columns).forEach((name, state) => {
    const button = make("button", "", fill(words["top"], { column: name }));
    button.type = "button";
    button.addEventListener("click", () => {
      menu.hidePopover();
      choose(state);
    });
    menu.append(button);
  });
  show(menu, card);
}

/** Below what it belongs to, within the window; the arrows walk it. */
export function show(menu: HTMLElement, beside: HTMLElement): void {
  document.body.append(menu);
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed") menu.remove();
  });
  menu.addEventListener("keydown", (event) => walk(menu, event));
  menu.showPopover();
  const box = beside.getBoundingClientRect();
  const left = Math.min(box.left + 16, innerWidth - menu.offsetWidth - 12);
  const top = Math.min(Math.max(box.top + 28, 12), innerHeight - menu.offsetHeight - 12);
  menu.style.inset = `${String(Math.max(12, top))}px auto auto ${String(Math.max(12, left))}px`;
  menu.querySelector<HTMLElement>("button, a, select")?.focus();
}

function walk(menu: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target instanceof HTMLSelectElement) return;
  const stops = [...menu.querySelectorAll<HTMLElement>("button, a")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[(at + step + stops.length) % stops.length]?.focus();
  event.preventDefault();
}
