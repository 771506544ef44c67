/** What htmx needs around it: swapping by morph, busy marks, reasons for what was refused, the focus afterwards. */
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";
import { announce, complain, showToast } from "./toasts";

interface Exchange {
  readonly xhr: XMLHttpRequest;
  readonly target: Element;
  readonly elt: Element;
}

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

const detail = (event: Event): Exchange => (event as CustomEvent<Exchange>).detail;

export function connectHtmx(): void {
  Object.assign(htmx.config, { allowScriptTags: false, historyCacheSize: 0, timeout: 30_000 });
  window.htmx = htmx;
  htmx.defineExtension("morph", { isInlineSwap: isMorph, handleSwap: morph });
  document.addEventListener("htmx:beforeRequest", (event) => setBusy(detail(event), true));
  document.addEventListener("htmx:afterRequest", (event) => setBusy(detail(event), false));
  document.addEventListener("htmx:responseError", sayWhy);
  document.addEventListener("htmx:sendError", () => complain("lost"));
  document.addEventListener("htmx:timeout", () => complain("lost"));
  document.addEventListener("htmx:afterSettle", lead);
  document.addEventListener("submit", holdSecond);
  addEventListener("pageshow", () => document.body.classList.remove("is-leaving"));
}

const isMorph = (style: string): boolean => style === "morph" || style.startsWith("morph:");

function morph(style: string, target: Node, fragment: Node): boolean | Node[] {
  if (!isMorph(style) || !(target instanceof Element)) return false;
  const morphStyle = style === "morph:innerHTML" ? "innerHTML" : "outerHTML";
  const content = fragment instanceof DocumentFragment ? fragment.children : fragment;
  return Idiomorph.morph(target, content, { morphStyle }) as Node[];
}

/** What was pressed and what will change both say that something is under way. */
function setBusy({ elt, target }: Exchange, isBusy: boolean): void {
  for (const one of new Set([elt, target])) {
    if (isBusy) one.setAttribute("aria-busy", "true");
    else one.removeAttribute("aria-busy");
  }
}

/** A refusal arrives as a fragment or a page that holds its sentence; only the sentence is shown. */
function sayWhy(event: Event): void {
  const { xhr } = detail(event);
  if (xhr.status >= 500) return complain("broken");
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const sentence = answer.querySelector('[role="alert"], .lede')?.textContent.trim() ?? "";
  if (sentence) showToast({ text: sentence, undo_url: "", undo_label: "", is_alarm: true });
  else complain("refused");
}

/** The focus goes where the answer asks for it, and `data-say` is read out. */
function lead(event: Event): void {
  const place = event.target instanceof Element ? event.target : document.body;
  const wanted = place.matches("[data-focus]") ? place : place.querySelector("[data-focus], [autofocus]");
  if (wanted instanceof HTMLElement) wanted.focus();
  const said = place.closest("[data-say]") ?? place.querySelector("[data-say]");
  announce(said?.getAttribute("data-say") ?? "");
}

/** A plain form goes once; a line at the top of the page says that something is on its way. */
function holdSecond(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method === "dialog") return;
  if (form.matches("[hx-get], [hx-post], [data-hx-get], [data-hx-post], [target]")) return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  document.body.classList.add("is-leaving");
  form.toggleAttribute("data-sent", form.method === "post");
  const button = event.submitter;
  // After the browser has read the form: a changed button must not change what is sent.
  setTimeout(() => button?.setAttribute("aria-busy", "true"));
  // A download leaves the page where it is.
  setTimeout(() => {
    form.removeAttribute("data-sent");
    button?.removeAttribute("aria-busy");
    document.body.classList.remove("is-leaving");
  }, 5000);
}
