/** <th-inbox>: one row of the inbox is selected and shows its acts; X chooses it for several at once. */
class Inbox extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("focusin", this.follow);
    this.addEventListener("click", this.follow);
    document.addEventListener("keydown", this.choose);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.choose);
  }

  private readonly follow = (event: Event): void => {
    const row = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    if (!row || row.hasAttribute("aria-current")) return;
    for (const other of this.querySelectorAll("[data-row][aria-current]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  };

  private readonly choose = (event: KeyboardEvent): void => {
    const row = this.querySelector<HTMLElement>("[data-row][aria-current]");
    if (!row || isElsewhere(event)) return;
    const target = event.key === "x" ? row.querySelector<HTMLElement>(".pick") : null;
    const wanted =
      event.key === "Enter" && event.target === document.body ? row.querySelector<HTMLElement>("a.said") : target;
    if (!wanted) return;
    wanted.click();
    event.preventDefault();
  };
}

const TYPED = "input:not([type=checkbox]), textarea, select";

function isElsewhere({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isTyping = target instanceof Element && target.matches(TYPED);
  return isTyping || ctrlKey || metaKey || altKey || document.querySelector("dialog[open]") !== null;
}

customElements.define("th-inbox", Inbox);
