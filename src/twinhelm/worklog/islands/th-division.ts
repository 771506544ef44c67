/** <th-division>: lines are dragged between members' columns, moved by Alt and the arrows, or from their menu. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";

interface Wish {
  line: string;
  giver: string;
  taker: string;
  hours?: string;
}

class DivisionBoard extends HTMLElement {
  private forget: () => void = () => undefined;
  private menu: HTMLElement | null = null;

  connectedCallback(): void {
    const columns = this.columns();
    this.forget = combine(
      ...columns.map((column) => this.receive(column)),
      ...columns.flatMap((column) => portionsOf(column).map((portion) => this.pickUp(portion, column))),
    );
    this.addEventListener("keydown", (event) => {
      this.onKey(event);
    });
    this.addEventListener("click", (event) => {
      const portion = event.target instanceof Element ? event.target.closest<HTMLElement>(".division-line") : null;
      if (portion) this.openMenu(portion);
    });
  }

  disconnectedCallback(): void {
    this.forget();
    this.menu?.remove();
  }

  columns(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".division-column")];
  }

  pickUp(portion: HTMLElement, column: HTMLElement): () => void {
    return draggable({
      element: portion,
      getInitialData: () => ({ line: portion.dataset["line"], giver: column.dataset["member"] }),
      onDragStart: () => {
        this.closeMenu();
        portion.classList.add("is-dragged");
      },
      onDrop: () => {
        portion.classList.remove("is-dragged");
      },
    });
  }

  receive(column: HTMLElement): () => void {
    const taker = String(column.dataset["member"]);
    return dropTargetForElements({
      element: column,
      canDrop: ({ source }) => source.data["giver"] !== taker && this.contains(source.element),
      onDragEnter: () => {
        column.classList.add("is-over");
      },
      onDragLeave: () => {
        column.classList.remove("is-over");
      },
      onDrop: ({ source }) => {
        column.classList.remove("is-over");
        this.move({ line: String(source.data["line"]), giver: String(source.data["giver"]), taker });
      },
    });
  }

  onKey(event: KeyboardEvent): void {
    const portion = event.target instanceof Element ? event.target.closest<HTMLElement>(".division-line") : null;
    const column = portion?.closest<HTMLElement>(".division-column");
    if (!portion || !column) return;
    const isHandled = event.altKey ? this.moveSideways(portion, column, event.key) : step(portion, column, event.key);
    if (isHandled) event.preventDefault();
  }

  moveSideways(portion: HTMLElement, column: HTMLElement, key: string): boolean {
    const side = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (!side) return false;
    const columns = this.columns();
    const next = columns[columns.indexOf(column) + side];
    if (next) this.move(wish(portion, column, next));
    return true;
  }

  openMenu(portion: HTMLElement): void {
    this.closeMenu();
    const column = portion.closest<HTMLElement>(".division-column");
    if (!column) return;
    const others = this.columns().filter((one) => one !== column);
    const menu = Object.assign(document.createElement("div"), { className: "menu division-menu", role: "dialog" });
    menu.popover = "auto";
    menu.setAttribute("aria-label", this.dataset["moveTo"] ?? "");
    const heading = Object.assign(document.createElement("h2"), {
      className: "hint",
      textContent: others.length ? this.dataset["moveTo"] : this.dataset["nobody"],
    });
    const hours = this.hoursField(portion);
    const choices = others.map((other) => this.choice(portion, column, other, hours));
    menu.append(heading, ...choices, ...(others.length ? [hours.parentElement ?? hours] : []));
    menu.addEventListener("toggle", (event) => {
      if (event.newState === "closed") this.closeMenu();
    });
    menu.addEventListener("keydown", (event) => {
      walk(event, choices);
    });
    this.append(menu);
    this.menu = menu;
    portion.setAttribute("aria-expanded", "true");
    menu.showPopover();
    place(menu, portion);
    choices[0]?.focus();
  }

  choice(portion: HTMLElement, from: HTMLElement, to: HTMLElement, hours: HTMLInputElement): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = to.dataset["name"] ?? "";
    button.addEventListener("click", () => {
      const part = hours.value.trim();
      this.move({ ...wish(portion, from, to), ...(part ? { hours: part } : {}) });
    });
    return button;
  }

  hoursField(portion: HTMLElement): HTMLInputElement {
    const label = Object.assign(document.createElement("label"), { className: "hint part" });
    const field = document.createElement("input");
    field.inputMode = "decimal";
    field.autocomplete = "off";
    field.placeholder = portion.querySelector(".num")?.textContent ?? "";
    label.append(this.dataset["part"] ?? "", " ", field);
    return field;
  }

  closeMenu(): void {
    const menu = this.menu;
    this.menu = null;
    menu?.remove();
    this.querySelector("[aria-expanded]")?.removeAttribute("aria-expanded");
  }

  /** The server answers with the whole division as it is then; the moved line gets the focus back. */
  move(wanted: Wish): void {
    this.closeMenu();
    const answered = window.htmx.ajax("post", this.dataset["url"] ?? "", {
      source: this,
      target: "#division",
      swap: "outerHTML",
      values: { ...wanted, version: this.dataset["version"] ?? "" },
    });
    void answered.then(() => {
      const there = document.getElementById(`line-${wanted.taker}-${wanted.line}`);
      const here = document.getElementById(`line-${wanted.giver}-${wanted.line}`);
      const moved = there ?? here;
      moved?.focus({ preventScroll: false });
      moved?.classList.add("is-fresh");
    });
  }
}

function portionsOf(column: HTMLElement): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>("button.division-line")];
}

function step(portion: HTMLElement, column: HTMLElement, key: string): boolean {
  const direction = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!direction) return false;
  const all = portionsOf(column);
  all[all.indexOf(portion) + direction]?.focus();
  return true;
}

function wish(portion: HTMLElement, from: HTMLElement, to: HTMLElement): Wish {
  const [line, giver, taker] = [portion.dataset["line"], from.dataset["member"], to.dataset["member"]].map(String);
  return { line: String(line), giver: String(giver), taker: String(taker) };
}

function walk(event: KeyboardEvent, choices: HTMLElement[]): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !(document.activeElement instanceof HTMLElement)) return;
  event.preventDefault();
  event.stopPropagation();
  choices.at((choices.indexOf(document.activeElement) + step) % choices.length)?.focus();
}

/** Below the portion, or above it where the window ends. */
function place(menu: HTMLElement, portion: HTMLElement): void {
  const box = portion.getBoundingClientRect();
  const below = box.bottom + 4 + menu.offsetHeight < window.innerHeight;
  const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - 12);
  menu.style.inset = "auto";
  menu.style.left = `${String(Math.max(12, left))}px`;
  menu.style.top = `${String(below ? box.bottom + 4 : Math.max(8, box.top - 4 - menu.offsetHeight))}px`;
}

customElements.define("th-division", DivisionBoard);
