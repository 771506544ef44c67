/** <th-mail>: the frame of a mail becomes as high as the mail; nothing inside it runs, so the page measures. */
class Mail extends HTMLElement {
  connectedCallback(): void {
    const frame = this.querySelector("iframe");
    frame?.addEventListener("load", () => this.fit(frame));
    if (frame?.contentDocument?.readyState === "complete") this.fit(frame);
  }

  private fit(frame: HTMLIFrameElement): void {
    const inner = frame.contentDocument?.documentElement;
    if (!inner) return;
    const measure = (): void => {
      frame.height = String(Math.min(inner.scrollHeight + 2, 20_000));
    };
    measure();
    for (const picture of inner.querySelectorAll("img")) picture.addEventListener("load", measure);
  }
}

customElements.define("th-mail", Mail);
