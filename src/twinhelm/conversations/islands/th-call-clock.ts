/** <th-call-clock data-since="…">: how long a call has been going on, each second. */
class CallClock extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.show();
    this.timer = window.setInterval(() => this.show(), 1000);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private show(): void {
    const since = Date.parse(this.dataset["since"] ?? "");
    if (Number.isNaN(since)) return;
    const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
    const hours = Math.floor(seconds / 3600);
    const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
    this.textContent = [...(hours ? [String(hours)] : []), ...rest].join(":");
  }
}

customElements.define("th-call-clock", CallClock);
