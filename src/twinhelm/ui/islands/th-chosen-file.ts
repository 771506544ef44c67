/** <th-chosen-file>: says which file lies in the drop area around it, and lights the area while one hovers over it. */
class ChosenFile extends HTMLElement {
  connectedCallback(): void {
    const area = this.parentElement;
    const input = area?.querySelector<HTMLInputElement>("input[type=file]");
    if (!area || !input) return;
    const show = (): void => {
      const file = input.files?.[0];
      this.textContent = file ? `${file.name} · ${size(file.size)}` : "";
    };
    input.addEventListener("change", show);
    for (const name of ["dragenter", "dragover"]) area.addEventListener(name, () => area.classList.add("is-over"));
    for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.classList.remove("is-over"));
    show();
  }
}

function size(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  const [amount, unit] = megabytes < 1 ? [bytes / 1024, "kilobyte"] : [megabytes, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit,
    maximumFractionDigits: 1,
  }).format(amount);
}

customElements.define("th-chosen-file", ChosenFile);
