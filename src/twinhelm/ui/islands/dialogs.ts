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
  document.querySelector<HTMLDialogElement>(`dialog#${id}`)?.showModal();
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const opener = event.target.closest<HTMLElement>("[data-opens]");
  if (opener) openStanding(opener);
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && event.target.classList.contains("sheet")) event.target.close();
});
