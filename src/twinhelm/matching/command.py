"""The heart of `twinhelm match`: a problem in, its answer out."""

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from twinhelm.matching.problem import BadProblem, Problem
from twinhelm.matching.result import Change, Infeasible, Limits, Relaxation, Result, Stop

LONGEST = 86_400.0
CANT = 2


class CantMatch(ValueError):  # noqa: N818  says what is wrong, in a sentence
    """Nothing was written; its text says why and what to do."""


def match_file(source: Path, target: Path, *, seconds: float, seed: int) -> str:
    """Matches the problem of a file and says what came of it.

    Raises BadProblem, CantMatch; nothing is written then.
    """
    from twinhelm.matching import verify
    from twinhelm.matching.files import read_file

    check_target(target)
    problem, form = read_file(source)
    from twinhelm.matching.solve import solve

    found = solve(problem, stop=Stop(seconds=seconds), seed=seed)
    if isinstance(found, Infeasible):
        raise CantMatch(f"{source.name} has no answer. {said_infeasible(problem, found)}")
    wrong = verify.faults(problem, found)
    if wrong:
        raise CantMatch(f"The answer failed its check, so it was not written: {wrong[0]}")
    write(target, answer_form(problem, found, form))
    return said(problem, found)


def check_target(target: Path) -> None:
    """Before the work, not after it."""
    if target.is_dir():
        raise CantMatch(f"{target} is a directory. Name a file for the answer.")
    if not target.parent.is_dir():
        raise CantMatch(f"{target.parent} is not there, so {target.name} can't be written into it. Make it first.")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise CantMatch(f"{target.parent} can't be written to. Name another place for the answer.")


def answer_form(problem: Problem, found: Result, form: str) -> dict[str, Any]:
    if form == "gap":
        return {"agent": list(found.answer)}
    return {
        "assignments": {post: problem.leads[lead] for post, lead in zip(problem.posts, found.answer, strict=True)},
        "cost": found.cost,
        "bound": found.bound,
        "is_proven": found.is_proven,
    }


def write(target: Path, answer: dict[str, Any]) -> None:
    """Writes beside the target and moves it there, so that a half-written file is never seen."""
    part = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, suffix=".part", delete=False
        ) as file:
            part = Path(file.name)
            json.dump(answer, file, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as problem:
        if part:
            part.unlink(missing_ok=True)
        raise CantMatch(f"{target} can't be written: {(problem.strerror or 'unknown reason').lower()}.") from problem


def said(problem: Problem, found: Result) -> str:
    posts, leads = counted(len(problem.posts), "post"), counted(len(problem.leads), "lead")
    how = (
        "proven to be the least possible"
        if found.is_proven
        else f"at most {percent(found.gap)} above the least possible"
    )
    return (
        f"{posts} and {leads}: cost {found.cost}, bound {found.bound}, {how}; {found.seconds_cpu:.1f} CPU seconds; "
        "every limit and the cost checked again."
    )


def counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Rounded up, so that it stays true."""
    return f"{math.ceil(share * 100_000) / 1000:g} %"


def said_infeasible(problem: Problem, found: Infeasible) -> str:
    from twinhelm.matching.explain import relaxations

    ways = relaxations(problem, Limits())
    if not ways:
        return f"{found.why} Open more leads, or give them more room."
    return f"{found.why} What would help: {said_relaxation(problem, ways[0])}."


def said_relaxation(problem: Problem, way: Relaxation) -> str:
    return " and ".join(said_change(problem, change) for change in way.changes)


def said_change(problem: Problem, change: Change) -> str:
    lead = problem.leads[change.lead]
    if change.kind == "room":
        room = int(problem.room[change.lead])
        return f"{change.by} more room for “{lead}” ({room + change.by} instead of {room})"
    if change.kind == "apart" and change.other is not None:
        return f"letting “{lead}” and “{problem.leads[change.other]}” share a client"
    return f"letting “{lead}” take “{problem.posts[change.post or 0]}”"


class Parser(argparse.ArgumentParser):
    """Says in one sentence what was typed wrongly."""

    def error(self, message: str) -> NoReturn:
        self.exit(CANT, f"{message[:1].upper()}{message[1:]}. Write: {self.usage}\n")


def positive(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not 0 < number <= LONGEST:
        raise argparse.ArgumentTypeError(f"“{word}” is not a number of seconds above 0 and up to {LONGEST:,.0f}")
    return number


def whole(word: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > 18:
        raise argparse.ArgumentTypeError(f"“{word}” is not a whole number from 0 up")
    return int(word)


def main(arguments: Sequence[str]) -> int:
    """`twinhelm match INSTANCE --out ANSWER.json`; returns the exit code."""
    usage = "twinhelm match INSTANCE --seconds N --seed S --out ANSWER.json"
    parser = Parser(prog="twinhelm match", usage=usage, description="Match posts with leads.")
    parser.add_argument(
        "source", type=Path, metavar="INSTANCE", help="a problem: our own JSON, or the OR-Library's form"
    )
    parser.add_argument(
        "--seconds", type=positive, default=10.0, metavar="N", help="CPU seconds of work; 10 if left out"
    )
    parser.add_argument("--seed", type=whole, default=0, metavar="S", help="of the random moves; 0 if left out")
    parser.add_argument("--out", type=Path, required=True, metavar="ANSWER.json", help="where the answer goes")
    asked = parser.parse_args(arguments)
    try:
        told = match_file(asked.source, asked.out, seconds=asked.seconds, seed=asked.seed)
    except (BadProblem, CantMatch) as problem:
        sys.stderr.write(f"{problem}\n")
        return CANT
    except MemoryError:
        sys.stderr.write(f"{asked.source.name} needs more memory than there is. Split the round.\n")
        return CANT
    sys.stdout.write(f"{told}\n")
    return 0
