"""Measures the sorter on statements of work that others had labelled, and on entries of a log.

Command: `.venv/bin/python benchmarks/sorting/measure.py FOLDER`, where FOLDER holds `onet-wide.csv` and `esco-a.csv`
(columns text, family, responsibility; the last may be empty). Prints Markdown.
"""

import csv
import random
import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

from twinhelm.sorting.catalogue import FOURTEEN
from twinhelm.sorting.measure import Known, Score, measured
from twinhelm.sorting.minilm import Memory
from twinhelm.sorting.problem import Example, ModelName
from twinhelm.sorting.sorter import Sorter

CLIENT = re.compile(r"\bclients?\b(?:['’]s)?", re.IGNORECASE)
DRAWS = 10
CORRECTIONS = 20
STORE = Memory()

Texts = tuple[list[str], list[Known]]


def main(folder: Path) -> None:
    print("| model | texts | family | macro-F1 | gap | responsibility | among three | gap |")
    print("|---|---|---|---|---|---|---|---|")
    for model in ("best", "light"):
        sorter = Sorter(FOURTEEN, model=model, store=STORE)
        for name, path in (
            ("onet-wide", folder / "onet-wide.csv"),
            ("esco-a", folder / "esco-a.csv"),
            ("our own short entries", Path(__file__).with_name("short.csv")),
        ):
            texts, truths = read(path)
            show(model, name, [measured(sorter.sort(texts).guesses, truths)])
            without = [CLIENT.sub("", text) for text in texts]
            show(model, f"{name}, without the word client", [measured(sorter.sort(without).guesses, truths)])
        show(model, f"onet-wide, {CORRECTIONS} corrections a line, {DRAWS} draws", taught(folder, sorter))


def read(path: Path) -> Texts:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [Known(row["family"], row["responsibility"]) for row in rows]


def show(model: ModelName, name: str, scores: list[Score]) -> None:
    fields = ("family", "family_f1", "family_gap", "line_first", "line_among_three", "line_gap")
    print(
        f"| {model} | {name} | {' | '.join(f'{mean(getattr(score, field) for score in scores):.3f}' for field in fields)} |"
    )


def taught(folder: Path, sorter: Sorter) -> list[Score]:
    """Corrections are drawn at random, at most half of a line's rows, and never measured."""
    texts, truths = read(folder / "onet-wide.csv")
    by_line = defaultdict(list)
    for number, truth in enumerate(truths):
        if truth.line:
            by_line[truth.line].append(number)
    scores = []
    for draw in range(DRAWS):
        chance = random.Random(draw)
        told = {n for rows in by_line.values() for n in chance.sample(rows, min(CORRECTIONS, len(rows) // 2))}
        examples = tuple(Example(str(number), texts[number], truths[number].line) for number in sorted(told))
        rest = [number for number in range(len(texts)) if number not in told]
        guesses = sorter.relearned(examples).sort([texts[number] for number in rest]).guesses
        scores.append(measured(guesses, [truths[number] for number in rest]))
    return scores


if __name__ == "__main__":
    main(Path(sys.argv[1]))
