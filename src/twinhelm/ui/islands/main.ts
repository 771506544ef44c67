/** The one script of every page: htmx, the shell's elements, and the areas' islands when a page holds one. */
import "../styles/index.css";
import "./areas";
import { connectHtmx } from "./glue";
import "./appearance";
import "./toasts";
import "./dialogs";
import "./keys";
import "./palette";
import "./zone";

/** `worklog/islands/th-board.ts` defines the element <th-board>; it is fetched when a page first holds one. */
const islands = import.meta.glob("../../*/islands/th-*.ts");
const byTag = new Map(Object.entries(islands).map(([path, load]) => [path.replace(/^.*\/|\.ts$/g, ""), load]));

function wake(): void {
  for (const [tag, load] of byTag) {
    if (!customElements.get(tag) && document.querySelector(tag)) void load();
  }
}

connectHtmx();
wake();
document.addEventListener("htmx:load", wake);
