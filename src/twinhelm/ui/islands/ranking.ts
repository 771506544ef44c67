/** How well a name answers what was typed; 0 is not at all. */
export function rank(name: string, typed: string): number {
  const wanted = fold(typed);
  const words = fold(name);
  if (!wanted) return 1;
  if (words.startsWith(wanted)) return 4;
  if (words.split(/[\s\-/]+/).some((word) => word.startsWith(wanted))) return 3;
  if (words.includes(wanted)) return 2;
  return hasInOrder(words, wanted) ? 1 : 0;
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function hasInOrder(words: string, wanted: string): boolean {
  let at = 0;
  for (const letter of words) if (letter === wanted[at]) at += 1;
  return at === wanted.length;
}
