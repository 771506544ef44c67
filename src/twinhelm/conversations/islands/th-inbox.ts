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
    const isTyping = event.target instanceof Element && event.target.matches("input:not([type=checkbox]), textarea, select");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const row = this.querySelector<HTMLElement>("[data-row][aria-current]");
    if (event.key === "x") row?.querySelector<HTMLInputElement>(".pick")?.click();
    else if (event.key === "Enter" && event.target === document.body) row?.querySelector<HTMLElement>("a.said")?.click();
    else return;
    event.preventDefault();
  };
}

customElements.define("th-inbox", Inbox);
