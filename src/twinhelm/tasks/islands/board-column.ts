/** What stands above and below the cards of a column. */
import { sumLeft } from "./board-columns";
import { DONE, type Row, type Words, fill, hours, make } from "./picture-feed";

const MOST = 10_000;

/** Its name, how many cards, and how many hours are left. */
export function columnHead(rows: Row[], state: number, words: Words): HTMLElement {
  const head = make("h3", "bd-column-head", words.states[state]);
  head.append(make("span", "n", String(rows.length)));
  const sum = state < DONE ? sumLeft(rows) : 0;
  if (sum) head.append(make("span", "bd-sum", fill(words["left"], { n: hours(sum) })));
  return head;
}

/** What was done before the last two weeks stands in the list. */
export function older(count: number, words: Words, list: string): HTMLElement {
  const isMore = count > MOST;
  const said = fill(words[isMore ? "older_many" : "older"], { n: isMore ? MOST : count });
  const link = make("a", "bd-older link", said);
  const there = new URL(list, location.href);
  there.searchParams.set("state", "done");
  link.href = there.href;
  const item = make("div", "");
  item.setAttribute("role", "listitem");
  item.append(link);
  return item;
}
