/** <th-toasts>: what was done, with a way back. Toasts with a way back stay; others leave after ten seconds. */
const SECONDS = 10;

export interface Toast {
  text: string;
  undo_url: string;
  undo_label: string;
  is_alarm: boolean;
}

export function showToast(toast: Toast): void {
  document.querySelector<Toasts>("th-toasts")?.show(toast);
}

export function complain(what: "lost" | "broken" | "refused"): void {
  document.querySelector<Toasts>("th-toasts")?.complain(what);
}

/** Reads a sentence out without showing it. */
export function announce(text: string): void {
  const told = document.getElementById("told");
  if (!told || !text) return;
  told.textContent = "";
  setTimeout(() => (told.textContent = text), 60);
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
  }

  complain(what: "lost" | "broken" | "refused"): void {
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
