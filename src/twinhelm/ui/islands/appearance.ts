/** Light, dark, contrast and rows: the choice shows at once, and a cookie tells the server before the next page. */
const A_YEAR = 31_536_000;

document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (!(chosen instanceof HTMLInputElement) || !chosen.closest("#appearance")) return;
  const { name, value } = chosen;
  if (value) document.documentElement.dataset[name] = value;
  else document.documentElement.removeAttribute(`data-${name}`);
  // "none" is a choice too: as the device says, whatever the profile says.
  document.cookie = `${name}=${value || "none"}; path=/; max-age=${String(A_YEAR)}; samesite=lax`;
});
