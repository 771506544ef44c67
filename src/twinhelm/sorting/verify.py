"""Checks any answer against its problem, without the code that made it."""

import csv
import math
import re
from collections.abc import Mapping
from importlib import resources

from twinhelm.sorting.problem import Problem
from twinhelm.sorting.result import Guess, Result


def faults(problem: Problem, result: Result) -> list[str]:
    """What is wrong with the answer, one sentence each; empty when nothing is."""
    found: list[str] = []
    if len(result.guesses) != len(problem.texts):
        found.append(f"{len(problem.texts)} texts got {len(result.guesses)} guesses.")
    if result.model not in ("best", "light"):
        found.append(f"There is no model “{result.model}”.")
    if not 0 <= result.client_share <= 1:
        found.append(f"The share of client work is {result.client_share}.")
    if problem.client_share is not None and result.client_share != problem.client_share:
        found.append("The share of client work is not the one that was given.")
    told = stored_examples(problem)
    first: dict[str, Guess] = {}
    for number, (text, guess) in enumerate(zip(problem.texts, result.guesses, strict=False)):
        found.extend(f"Text {number}: {fault}" for fault in faults_of(guess, problem, told))
        if first.setdefault(text, guess) != guess:
            found.append(f"Text {number}: the same text was sorted in two ways.")
        if not guess.line and len(problem.names) == 0 and re.search(r"[A-Za-z]{2}", text[:1000]):
            found.append(f"Text {number}: it has words, but no guess.")
    return found


def faults_of(guess: Guess, problem: Problem, told: dict[str, tuple[str, str]]) -> list[str]:
    if not guess.line:
        empty = guess == Guess(line="", family=None, confidence=0.0, family_confidence=0.0)
        return [] if empty else ["it has no line, but something else."]
    families = {line.key: line.family for line in problem.lines}
    if guess.line not in families:
        return [f"“{guess.line}” is not in the catalogue."]
    found = []
    if guess.family != families[guess.line]:
        found.append(f"“{guess.line}” is not in the family {guess.family}.")
    found.extend(faults_of_chances(guess, families))
    found.extend(faults_of_examples(guess, told))
    return found


def faults_of_chances(guess: Guess, families: Mapping[str, str]) -> list[str]:
    found = []
    keys = [guess.line, *(other.line for other in guess.alternatives)]
    chances = [guess.confidence, *(other.confidence for other in guess.alternatives)]
    if len(set(keys)) != len(keys) or not set(keys) <= set(families):
        found.append("its lines repeat themselves or are not in the catalogue.")
    if len(guess.alternatives) != min(2, len(families) - 1):
        found.append(f"it has {len(guess.alternatives)} alternatives.")
    if not all(math.isfinite(chance) and 0 <= chance <= 1 for chance in [*chances, guess.family_confidence]):
        found.append("a confidence is not a probability.")
    if sum(chances) > 1.001:
        found.append("its confidences add up to more than one.")
    if [other.confidence for other in guess.alternatives] != sorted(chances[1:], reverse=True):
        found.append("its alternatives are not in order.")
    if guess.confidence < max(chances):
        found.append("an alternative is likelier than the guess.")
    if guess.confidence > guess.family_confidence + 0.001:
        found.append("it is surer of the line than of the family.")
    return found


def faults_of_examples(guess: Guess, told: dict[str, tuple[str, str]]) -> list[str]:
    found = []
    if len({example.id for example in guess.examples}) != len(guess.examples) or len(guess.examples) > 3:
        found.append("its examples are more than three, or repeat themselves.")
    for example in guess.examples:
        if example.line != guess.line:
            found.append(f"the example {example.id} speaks for another line.")
        if not 0 <= example.similarity <= 1:
            found.append(f"the example {example.id} has the similarity {example.similarity}.")
        if told.get(example.id) not in ((example.line, example.text), ("", example.text)):
            found.append(f"the example {example.id} is not stored.")
    return found


def stored_examples(problem: Problem) -> dict[str, tuple[str, str]]:
    """Line and text of everything that may be quoted, by id; a seed phrase may also speak for a line split off."""
    splits = {line.split_from for line in problem.lines}
    told: dict[str, tuple[str, str]] = {}
    with resources.files("twinhelm.sorting").joinpath("seeds.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            line = "" if row["line"] in splits else row["line"]
            told[f"seed:{row['line']}:{row['number']}"] = (line, row["text"])
    for one in problem.lines:
        told[f"name:{one.key}:1"] = (one.key, one.name)
        told[f"name:{one.key}:2"] = (one.key, one.description)
    told.update((example.id, (example.line, example.text)) for example in problem.examples)
    return told
