/** The one script of every page: htmx, the shell's elements, and the areas' islands when a page holds one. */
import "../styles/index.css";
import htmx from "htmx.org";
import "./theme";
import "./toasts";
import "./dialogs";
import "./keys";
import "./palette";

import.meta.glob("../../*/styles/*.css", { eager: true });

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;

/** `worklog/islands/th-board.ts` defines the element <th-board>; it is fetched when a page first holds one. */
const islands = import.meta.glob("../../*/islands/th-*.ts");
const byTag = new Map(Object.entries(islands).map(([path, load]) => [path.replace(/^.*\/|\.ts$/g, ""), load]));

function wake(): void {
  for (const [tag, load] of byTag) {
    if (!customElements.get(tag) && document.querySelector(tag)) void load();
  }
}

wake();
document.addEventListener("htmx:load", wake);
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target instanceof Element) event.target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target instanceof Element) event.target.removeAttribute("aria-busy");
});
