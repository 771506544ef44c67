"""Measures the sorter's processor time: 10,000 short entries, and a refit at 1,000 corrections.

Command: `.venv/bin/python benchmarks/sorting/speed.py`. Prints Markdown; processor seconds of this process and its
threads, start-up and learning the seeds included where it says so.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from twinhelm.sorting.catalogue import FOURTEEN
from twinhelm.sorting.minilm import Memory
from twinhelm.sorting.problem import Example
from twinhelm.sorting.sorter import Sorter

COMPANIES = ("Kastell", "Brauhaus", "Lumen", "Orbis", "Farro", "Nord", "Tilia", "Veda", "Quarz", "Halma")


def main() -> None:
    texts = entries(10_000)
    print(
        f"{len(set(texts))} of 10,000 entries differ; {sum(len(text.split()) for text in texts) / 10_000:.1f} words each"
    )
    for model in ("light", "best"):
        print(f"- {model}: 10,000 entries through `twinhelm sort`, start-up included: {shell(model, texts):.1f} CPU-s")
    for model in ("light", "best"):
        refit(model, texts)


def entries(count: int) -> list[str]:
    """Short entries made of our own, each with a company and another word, so that few are the same."""
    chance = random.Random(0)
    with Path(__file__).with_name("short.csv").open(encoding="utf-8", newline="") as file:
        known = [row["text"] for row in csv.DictReader(file)]
    words = sorted({word for text in known for word in text.split()})
    return [f"{chance.choice(COMPANIES)} - {chance.choice(known)} {chance.choice(words)}" for _ in range(count)]


def shell(model: str, texts: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text"], *([text] for text in texts)])
        before = spent(resource.RUSAGE_CHILDREN)
        twinhelm = Path(sys.executable).parent / "twinhelm"
        command = [twinhelm, "sort", source, "--out", Path(folder) / "out.csv", "--model", model]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return spent(resource.RUSAGE_CHILDREN) - before


def refit(model: str, texts: list[str]) -> None:
    examples = tuple(Example(str(n), text, FOURTEEN[n % 14].key) for n, text in enumerate(texts[:1001]))
    seeded = Sorter(FOURTEEN, model=model, store=Memory())
    thousand, at_once = timed(lambda: seeded.relearned(examples[:1000]))
    _, one_more = timed(lambda: thousand.relearned(examples))
    _, one_less = timed(lambda: thousand.relearned(examples[1:1000]))
    print(
        f"- {model}: 1,000 corrections told at once {at_once:.2f} CPU-s (their vectors included); "
        f"one more {one_more:.2f}, one taken back {one_less:.2f}"
    )


def timed(act: Callable[[], Sorter]) -> tuple[Sorter, float]:
    before = spent(resource.RUSAGE_SELF)
    return act(), spent(resource.RUSAGE_SELF) - before


def spent(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
