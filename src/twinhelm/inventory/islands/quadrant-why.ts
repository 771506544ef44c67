/** Asks why a mark belongs elsewhere, and sends the answer. */
import { complain, showToast } from "../../ui/islands/toasts";
import type { Place } from "./quadrant-field";

interface Asked {
  id: string;
  name: string;
  place: Place | null;
  was: Place | null;
}

/** Whether it was accepted; a refusal is said in the dialog where it can be mended, else beside the page. */
export function askWhy(asked: Asked): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#place");
  const form = dialog?.querySelector("form");
  if (!dialog || !form) return Promise.resolve(false);
  prepare(dialog, form, asked);
  dialog.showModal();
  return new Promise((settle) => {
    let isTaken = false;
    const send = (event: SubmitEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      void post(dialog, form, asked).then((answer) => {
        if (answer === "stay") return;
        isTaken = answer === "taken";
        dialog.close();
      });
    };
    const end = (): void => {
      form.removeEventListener("submit", send);
      settle(isTaken);
    };
    form.addEventListener("submit", send);
    dialog.addEventListener("close", end, { once: true });
  });
}

function prepare(dialog: HTMLDialogElement, form: HTMLFormElement, { name, place }: Asked): void {
  form.reset();
  fill(form, { communication: place?.communication ?? null, complexity: place?.complexity ?? null });
  const heading = dialog.querySelector("h2");
  if (heading) heading.textContent = (dialog.dataset["title"] ?? "").replace("%(name)s", name);
  say(dialog, "");
}

function fill(form: HTMLFormElement, values: Record<string, string | number | null>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value === null ? "" : String(value);
  }
}

type Answered = "taken" | "stay" | "refused";

/** Without the number that stayed as it was: nobody overruled that one. */
function changed(sent: FormData, was: Place | null): FormData {
  for (const [name, value] of Object.entries(was ?? {})) {
    if (Number(sent.get(name)) === value) sent.delete(name);
  }
  return sent;
}

/** A stored answer leads away from the form; then the page shows everything as it is now. */
async function post(dialog: HTMLDialogElement, form: HTMLFormElement, { id, was }: Asked): Promise<Answered> {
  const where = (form.getAttribute("action") ?? "").replace(/\b0\b/, id);
  const back = (dialog.dataset["back"] ?? "") + id;
  const body = changed(new FormData(form), was);
  body.set("next", location.pathname + back);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(where, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.ok) {
      location.assign(back);
      return "taken";
    }
    return said(dialog, answer.status, await answer.text());
  } catch {
    complain("lost");
    return "stay";
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function said(dialog: HTMLDialogElement, status: number, page: string): Answered {
  const answer = new DOMParser().parseFromString(page, "text/html");
  const place = answer.querySelector('main [role="alert"], main .warn, [role="alert"], .lede');
  const sentence = place?.textContent.replace(/\s+/g, " ").trim() ?? "";
  if (status === 422 && sentence) {
    say(dialog, sentence);
    return "stay";
  }
  if (sentence && status < 500) showToast({ text: sentence, undo_url: "", undo_label: "", is_alarm: true });
  else complain(status < 500 ? "refused" : "broken");
  return "refused";
}

function say(dialog: HTMLDialogElement, sentence: string): void {
  const line = dialog.querySelector<HTMLElement>(".quad-refused");
  if (!line) return;
  line.hidden = !sentence;
  line.textContent = sentence;
}
