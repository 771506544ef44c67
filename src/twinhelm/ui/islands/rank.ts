/** How well a name answers the letters typed; higher is better, null is not at all. */
export interface Match {
  readonly score: number;
  /** Indices of the letters that answered, for underlining. */
  readonly at: readonly number[];
}

const WORD_START = 8;
const IN_A_ROW = 5;
const WHOLE_START = 12;

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function match(name: string, letters: string): Match | null {
  const wanted = [...plain(letters).replace(/\s+/g, "")];
  if (wanted.length === 0) return { score: 0, at: [] };
  // One base letter per shown letter, so that indices stay true in names with accents.
  const shown = [...name.normalize("NFC")].map((letter) => [...plain(letter)][0] ?? letter);
  return straight(shown, wanted) ?? scattered(shown, wanted);
}

const startsWord = (shown: readonly string[], index: number): boolean =>
  index === 0 || !/[\p{L}\p{N}]/u.test(shown[index - 1] ?? "");

/** The letters as one piece, best at the start of a word. */
function straight(shown: readonly string[], wanted: readonly string[]): Match | null {
  let best: Match | null = null;
  for (let from = 0; from + wanted.length <= shown.length; from++) {
    if (!wanted.every((letter, index) => shown[from + index] === letter)) continue;
    const score =
      wanted.length * IN_A_ROW +
      (startsWord(shown, from) ? WORD_START * 2 : 0) +
      (from === 0 ? WHOLE_START : 0) -
      shown.length / 100;
    if (!best || score > best.score) best = { score, at: wanted.map((_letter, index) => from + index) };
  }
  return best;
}

/** The letters in order with gaps, first letters of words before others. */
function scattered(shown: readonly string[], wanted: readonly string[]): Match | null {
  const at: number[] = [];
  let score = 0;
  for (const letter of wanted) {
    const index = nextIndex(shown, letter, (at.at(-1) ?? -1) + 1);
    if (index === null) return null;
    if (startsWord(shown, index)) score += WORD_START;
    else if (index === (at.at(-1) ?? -2) + 1) score += IN_A_ROW;
    else score -= 1;
    at.push(index);
  }
  // Letters strewn without any order are an accident, not an answer.
  return score < wanted.length ? null : { score: score - shown.length / 100, at };
}

function nextIndex(shown: readonly string[], letter: string, from: number): number | null {
  let first: number | null = null;
  for (let index = from; index < shown.length; index++) {
    if (shown[index] !== letter) continue;
    if (index === from || startsWord(shown, index)) return index;
    first ??= index;
  }
  return first;
}
