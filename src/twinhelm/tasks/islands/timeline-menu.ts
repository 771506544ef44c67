/** What else can be done with a task of the timeline, for the keyboard too. */
import { show } from "./board-menu";
import { KEY, MAY, type Row, TITLE, type Words, dayWords, fill, make } from "./picture-feed";
import type { Scene } from "./timeline-draw";

interface Acts {
  open: (row: Row) => void;
  follow: (row: Row) => Promise<void>;
  untie: (key: number) => void;
  tie: (row: Row, key: number) => Promise<void>;
}

export function openTaskMenu(beside: HTMLElement, row: Row, scene: Scene, acts: Acts): void {
  const { words } = scene;
  const menu = make("div", "menu bd-menu");
  menu.popover = "auto";
  menu.setAttribute("aria-label", row[TITLE]);
  menu.append(make("p", "bd-menu-title", row[TITLE]));
  const offer = (text: string, act: () => void): void => {
    const button = make("button", "", text);
    button.type = "button";
    button.addEventListener("click", () => {
      menu.hidePopover();
      act();
    });
    menu.append(button);
  };
  offer(words["open"] ?? "", () => acts.open(row));
  const lines = scene.feed.depends ?? [];
  if (lines.some(([, before]) => before === row[KEY])) offer(words["followers"] ?? "", () => void acts.follow(row));
  for (const [key, before] of lines.filter(([, , after]) => after === row[KEY]))
    offer(fill(words["unlink"], { before: titleOf(scene, before) }), () => acts.untie(key));
  menu.append(
    chooser(row, scene, (key) => {
      menu.hidePopover();
      void acts.tie(row, key);
    }),
  );
  show(menu, beside);
}

const titleOf = (scene: Scene, key: number): string => scene.lines[scene.at.get(key) ?? -1]?.title ?? "";

function chooser(row: Row, { lines, words }: Scene, choose: (key: number) => void): HTMLSelectElement {
  const select = make("select", "tl-choose");
  select.setAttribute("aria-label", fill(words["choose_after"], { title: row[TITLE] }));
  select.append(new Option(words["link"], ""));
  const others = lines.flatMap((line) => (line.row && line.row !== row && line.row[MAY] ? [line.row] : []));
  for (const other of others) select.append(new Option(other[TITLE], String(other[KEY])));
  select.addEventListener("change", () => choose(Number(select.value)));
  return select;
}

/** Which followers would go where; nothing moves until somebody says so. */
export function askToMove(moves: { title: string; from: number; to: number }[], words: Words, move: () => void): void {
  const dialog = make("dialog", "sheet");
  const list = make("ul", "tl-moves");
  for (const one of moves) list.append(make("li", "", `${one.title}: ${dayWords(one.from)} → ${dayWords(one.to)}`));
  const yes = make("button", "btn btn--main", words["move_them"]);
  const no = make("button", "btn", words["leave_them"]);
  yes.addEventListener("click", () => {
    dialog.close();
    move();
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  const acts = make("div", "acts");
  acts.append(...(moves.length ? [yes] : []), no);
  dialog.append(make("h2", "", words[moves.length ? "followers" : "all_fit"]), list, acts);
  document.body.append(dialog);
  dialog.showModal();
}
