"""Finds how certain the sorter may sound of a line, from nothing but its own phrases.

Command: `.venv/bin/python benchmarks/sorting/calibrate.py`. Phrases are kept from learning and sorted by the rest: each
alone, a quarter at random, whole groups of like meaning, a whole style. The two numbers of `LINE_ODDS` are what makes
their right and wrong lines least surprising. What they are worth is tried on each way and style that had no part in it.
"""

import csv
from importlib import resources

import numpy as np
from scipy.cluster.vq import kmeans2
from scipy.optimize import minimize

from twinhelm.sorting.catalogue import FOURTEEN
from twinhelm.sorting.chances import deserved, odds, softmax
from twinhelm.sorting.learner import RIDGE, Array, Whole
from twinhelm.sorting.measure import gap
from twinhelm.sorting.minilm import Memory
from twinhelm.sorting.problem import ModelName
from twinhelm.sorting.sorter import UNTAUGHT_SCALE, Sorter

STORE = Memory()
STYLES = ("log", "formal")
Case = tuple[Array, Array]
"""Log odds that scores give the likeliest line, and whether it is right; only where the family is right."""


def main() -> None:
    styles = styles_of_phrases()
    best = Sorter(FOURTEEN, model="best", store=STORE)
    ways = ways_of_holding_back(styles, best.seeded.seeds.views.meanings)
    print(
        "| model | start | slope | worst gap on what had no part | mean gap | mean distance of confidence from truth |"
    )
    print("|---|---|---|---|---|---|")
    for model in ("best", "light"):
        show(model, cases(model, styles, ways))


def styles_of_phrases() -> Whole:
    """0 for entries of a log, 1 for sentences."""
    with resources.files("twinhelm.sorting").joinpath("seeds.csv").open(encoding="utf-8") as file:
        return np.array([STYLES.index(row["style"]) for row in csv.DictReader(file)])


def ways_of_holding_back(styles: Whole, meanings: Array) -> dict[str, list[Whole]]:
    every = np.arange(len(styles))
    of_style = [np.flatnonzero(styles == style) for style in range(len(STYLES))]
    quarter = np.random.default_rng(0).integers(0, 4, len(styles))
    ways = {
        "alone": [every[one : one + 1] for one in every],
        "quarter": [np.flatnonzero(quarter == part) for part in range(4)],
        "style": of_style,
    }
    for count in (10, 40):
        ways[f"{count} groups"] = []
        for rows in of_style:
            group = kmeans2(meanings[rows].astype(float), count, seed=1, minit="++")[1]
            ways[f"{count} groups"] += [rows[group == one] for one in np.unique(group)]
    return ways


def cases(model: ModelName, styles: Whole, ways: dict[str, list[Whole]]) -> dict[tuple[str, int], Case]:
    sorter = Sorter(FOURTEEN, model=model, store=STORE)
    seeds = sorter.seeded.seeds
    inverse = np.linalg.inv(sorter.seeded.between(seeds.views, seeds.views) + np.diag(RIDGE / seeds.says))
    truth = seeds.truth(len(FOURTEEN))
    own = inverse @ (truth - truth.mean(axis=0))
    found = {}
    for way, groups in ways.items():
        scores = truth.copy()
        for rows in groups:
            scores[rows] -= np.linalg.solve(inverse[np.ix_(rows, rows)], own[rows])
        for style in range(len(STYLES)):
            rows = np.flatnonzero(styles == style)
            found[way, style] = case(UNTAUGHT_SCALE * scores[rows], seeds.lines[rows], sorter.is_client)
    return found


def case(loud: Array, lines: Whole, is_client: Array) -> Case:
    client = softmax(loud)[:, is_client].sum(axis=1) >= 0.5
    kept = client == is_client[lines]
    within = softmax(np.where(is_client[None, :] == client[:, None], loud, -np.inf))[kept]
    return odds(within.max(axis=1)), (within.argmax(axis=1) == lines[kept]).astype(float)


def show(model: str, found: dict[tuple[str, int], Case]) -> None:
    gaps, biases = [], []
    for (way, style), (said, right) in found.items():
        others = [one for (way2, style2), one in found.items() if way2 != way and style2 != style]
        chance = deserved(said, *numbers(others), np.zeros(len(said)), len(FOURTEEN) // 2)
        gaps.append(gap(chance.tolist(), right.astype(bool).tolist()))
        biases.append(abs(chance.mean() - right.mean()))
    start, slope = numbers(list(found.values()))
    worth = f"{max(gaps):.3f} | {np.mean(gaps):.3f} | {np.mean(biases):.3f}"
    print(f"| {model} | {start:.2f} | {slope:.2f} | {worth} |")


def numbers(some: list[Case]) -> tuple[float, float]:
    said, right = (np.concatenate(part) for part in zip(*some, strict=True))

    def surprise(line: Array) -> float:
        loud = line[0] + line[1] * said
        return float((np.logaddexp(0, loud) - right * loud).sum())

    start, slope = minimize(surprise, np.array([0.0, 1.0]), method="BFGS").x
    return float(start), float(slope)


if __name__ == "__main__":
    main()
