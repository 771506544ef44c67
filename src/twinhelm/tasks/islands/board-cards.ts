/** One card: its place is there at once, what stands on it is drawn when it comes near the view. */
import {
  ASSIGNEE,
  CLARITY,
  DONE,
  DUE,
  type Feed,
  KEY,
  LEFT,
  MAY,
  PRIORITY,
  PROJECT,
  type Row,
  STATE,
  TITLE,
  type Words,
  dayWords,
  face,
  fill,
  hours,
  icon,
  make,
} from "./picture-feed";

export interface Drawing {
  feed: Feed;
  words: Words;
  faces: string;
  icons: string;
  task: string;
  hasProject: boolean;
}

const MARKS = ["", "○", "?", "◐", "✓", ""];

export function shell(row: Row): HTMLElement {
  const card = make("div", "bd-card");
  card.setAttribute("role", "listitem");
  card.tabIndex = -1;
  card.dataset["card"] = String(row[KEY]);
  return card;
}

export function draw(card: HTMLElement, row: Row, drawing: Drawing): void {
  const { feed, words } = drawing;
  card.replaceChildren(headOf(row, drawing), ...blockedOf(row, drawing), labelsOf(row, drawing), footOf(row, drawing));
  card.classList.toggle("is-late", isLate(row, feed));
  card.classList.toggle("is-fixed", !row[MAY]);
  card.setAttribute("aria-label", spoken(row, feed, words));
}

export const isLate = (row: Row, feed: Feed): boolean =>
  row[DUE] !== null && row[DUE] < feed.today && row[STATE] < DONE;

function headOf(row: Row, { feed, words, task, faces, icons }: Drawing): HTMLElement {
  const head = make("div", "bd-head");
  const link = make("a", "bd-title", row[TITLE]);
  link.href = `${task}${String(row[KEY])}/`;
  link.tabIndex = -1;
  link.draggable = false;
  const more = make("button", "bd-more");
  more.type = "button";
  more.tabIndex = -1;
  more.dataset["more"] = "";
  more.setAttribute("aria-label", words["more"] ?? "");
  more.append(icon(icons, "more"));
  head.append(link, more);
  const drawn = face(feed, row, faces);
  if (drawn) head.append(drawn);
  return head;
}

function blockedOf(row: Row, { feed, words }: Drawing): HTMLElement[] {
  const reason = feed.blocked[row[KEY]];
  if (!reason) return [];
  const line = make("p", "bd-blocked", fill(words["blocked"], { reason }));
  line.title = reason;
  return [line];
}

function labelsOf(row: Row, { feed, hasProject }: Drawing): HTMLElement {
  const line = make("p", "bd-labels");
  const project = feed.projects[row[PROJECT]];
  if (hasProject && project) line.append(make("span", "bd-project", project[1]));
  for (const name of feed.labelled?.[row[KEY]] ?? []) line.append(make("span", "bd-label", name));
  return line;
}

function footOf(row: Row, { feed, words }: Drawing): HTMLElement {
  const foot = make("div", "bd-foot");
  foot.append(...dueOf(row, feed, words));
  if (row[LEFT]) foot.append(make("span", "bd-left", fill(words["left"], { n: hours(row[LEFT]) })));
  foot.append(...subtasksOf(row, feed, words));
  if (row[PRIORITY] < 3) foot.append(make("span", "bd-prio", words.priorities[row[PRIORITY]]));
  const mark = make("span", "bd-mark", MARKS[row[CLARITY]]);
  mark.title = words.clarities[row[CLARITY]] ?? "";
  foot.append(mark);
  return foot;
}

function dueOf(row: Row, feed: Feed, words: Words): HTMLElement[] {
  const due = row[DUE];
  if (due === null) return [];
  const when = make("span", "bd-due", due === feed.today ? words["today"] : dayWords(due));
  if (isLate(row, feed)) when.append(make("span", "vh", ` ${words["late"] ?? ""}`));
  return [when];
}

function subtasksOf(row: Row, feed: Feed, words: Words): HTMLElement[] {
  const counted = feed.subtasks?.[row[KEY]];
  if (!counted) return [];
  const [done, all] = counted;
  const many = make("span", "bd-subs", fill(words["subtasks"], { done, all }));
  many.title = fill(words["subtasks_long"], { done, all });
  return [many];
}

/** What is read out: all that can be seen on the card. */
function spoken(row: Row, feed: Feed, words: Words): string {
  const parts = [row[TITLE], feed.members[row[ASSIGNEE]]?.[1] ?? words["nobody"], words.clarities[row[CLARITY]]];
  parts.push(...spokenDue(row, feed, words));
  if (row[LEFT]) parts.push(fill(words["left"], { n: hours(row[LEFT]) }));
  const reason = feed.blocked[row[KEY]];
  if (reason) parts.push(fill(words["blocked"], { reason }));
  parts.push(...(feed.labelled?.[row[KEY]] ?? []));
  return parts.filter(Boolean).join(", ");
}

function spokenDue(row: Row, feed: Feed, words: Words): (string | undefined)[] {
  if (row[DUE] === null) return [];
  return [fill(words["due"], { day: dayWords(row[DUE]) }), isLate(row, feed) ? words["late"] : ""];
}
