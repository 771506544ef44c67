/** Dialogs: one made on the spot, and `data-opens="id"` for one that stands in the page. */
export function openDialog(title: string, ...content: Node[]): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  const heading = document.createElement("h2");
  Object.assign(heading, { textContent: title, className: "mb-4", id: "dialog-title" });
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(heading, ...content);
  dialog.addEventListener("close", () => {
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function openStanding(opener: HTMLElement): void {
  const id = CSS.escape(String(opener.dataset["opens"]));
  const dialog = document.querySelector<HTMLDialogElement>(`dialog#${id}`);
  if (!dialog?.open) dialog?.showModal();
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  // A button that can't says why in words beside it; it stays focusable and does nothing.
  if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
  const opener = event.target.closest<HTMLElement>("[data-opens]");
  if (opener) {
    event.preventDefault();
    openStanding(opener);
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && isBeside(event.target, event)) event.target.close();
});

/** The backdrop belongs to the dialog, outside its box. */
function isBeside(dialog: HTMLElement, { clientX, clientY }: MouseEvent): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  // A click by keyboard has no place.
  if (clientX === 0 && clientY === 0) return false;
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

/** A form that came back wrong opens its dialog again. */
for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[data-open]")) dialog.showModal();
