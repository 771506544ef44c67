/** <th-toasts>: what was done, with a way back. Toasts with a way back stay; others leave after ten seconds. */
const SECONDS = 10;

interface Toast {
  text: string;
  undo_url: string;
  undo_label: string;
  is_alarm: boolean;
}

class Toasts extends HTMLElement {
  connectedCallback(): void {
    for (const toast of this.querySelectorAll<HTMLElement>(".toast")) this.watch(toast);
    this.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-close-toast]"))
        event.target.closest(".toast")?.remove();
    });
    document.body.addEventListener("toasts", (event) => {
      const sent = (event as CustomEvent<{ value: Toast[] }>).detail.value;
      for (const toast of sent) this.show(toast);
    });
    document.body.addEventListener("htmx:sendError", () => {
      this.complain("lost");
    });
    document.body.addEventListener("htmx:responseError", (event) => {
      const status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
      if (status >= 500) this.complain("broken");
    });
  }

  complain(what: "lost" | "broken"): void {
    this.show({ text: this.dataset[what] ?? "", undo_url: "", undo_label: "", is_alarm: true });
  }

  show(toast: Toast): void {
    const line = document.createElement("div");
    line.className = toast.is_alarm ? "toast toast--alarm" : "toast";
    line.append(Object.assign(document.createElement("span"), { textContent: toast.text }));
    if (toast.undo_url) {
      for (const older of this.querySelectorAll("[data-stays]")) older.remove();
      line.dataset["stays"] = "";
      line.append(this.wayBack(toast));
    }
    line.append(this.closer());
    this.append(line);
    this.watch(line);
  }

  wayBack(toast: Toast): HTMLElement {
    const button = document.createElement("button");
    button.className = "btn btn--s";
    button.dataset["key"] = "u";
    button.append(`${toast.undo_label} `, Object.assign(document.createElement("kbd"), { textContent: "U" }));
    const form = Object.assign(document.createElement("form"), { method: "post", action: toast.undo_url });
    const value = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
    const token = { type: "hidden", name: "csrfmiddlewaretoken", value };
    form.append(Object.assign(document.createElement("input"), token), button);
    return form;
  }

  closer(): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--s btn--bare";
    button.dataset["closeToast"] = "";
    button.textContent = this.dataset["close"] ?? "";
    return button;
  }

  watch(toast: HTMLElement): void {
    if ("stays" in toast.dataset) return;
    let left = SECONDS;
    const tick = setInterval(() => {
      if (toast.matches(":hover, :focus-within")) return;
      left -= 1;
      if (left > 0 && toast.isConnected) return;
      clearInterval(tick);
      toast.remove();
    }, 1000);
  }
}

customElements.define("th-toasts", Toasts);
