/** Walking the board: up and down a column, and to the next one that has a card. */

export const SIDEWAYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
export const UPRIGHT: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

const cardsIn = (list: Element | undefined): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>("[data-card]") ?? []),
];

export function nextCard(card: HTMLElement, key: string): HTMLElement | undefined {
  const list = card.closest<HTMLElement>(".bd-list");
  if (!list) return undefined;
  const cards = cardsIn(list);
  const at = cards.indexOf(card);
  const along = UPRIGHT[key];
  if (along) return cards[at + along];
  const aside = SIDEWAYS[key];
  return aside ? beside(list, aside, at) : undefined;
}

/** At the same height as far as the column reaches. */
function beside(list: HTMLElement, step: number, at: number): HTMLElement | undefined {
  const lists = [...(list.closest(".bd-columns")?.querySelectorAll<HTMLElement>(".bd-list") ?? [])];
  for (let place = lists.indexOf(list) + step; lists[place]; place += step) {
    const cards = cardsIn(lists[place]);
    if (cards.length) return cards[Math.min(at, cards.length - 1)];
  }
  return undefined;
}
