/** A question for the time zone begins with the browser's own. */
export {};

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const select of document.querySelectorAll<HTMLSelectElement>("select[data-own-zone]")) {
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}
