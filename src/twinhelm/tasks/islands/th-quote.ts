/** <th-quote>: takes the words that are marked in the same message along to the page that its link leads to. */
const LONGEST = 2000;

class Quote extends HTMLElement {
  connectedCallback(): void {
    // Pressing moves the mark away in some browsers, so it is read before the click.
    this.addEventListener("pointerdown", this.take);
    this.addEventListener("click", this.take);
  }

  private readonly take = (): void => {
    const link = this.querySelector("a");
    const words = markedIn(this.closest("article"));
    if (!link || !words) return;
    const address = new URL(link.href);
    address.searchParams.set("words", words.slice(0, LONGEST));
    link.href = address.href;
  };
}

function markedIn(message: Element | null): string {
  const marked = getSelection();
  const isHere = Boolean(marked?.anchorNode && message?.contains(marked.anchorNode));
  return isHere ? (marked?.toString().trim() ?? "") : "";
}

customElements.define("th-quote", Quote);
