"""The forms in which problems stand in files: the project's own, and that of the OR-Library."""

import json
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from twinhelm.matching.problem import LARGEST, MOST_OPTIONS, BadProblem, Problem

FORMAT = "twinhelm-matching/1"
LARGEST_FILE = 400_000_000
PLAIN = b"0123456789 \t\r\n"
LONGEST_NUMBER = 15
NEEDED = ("posts", "leads", "cost", "load", "room")
OPTIONAL = ("open", "carried", "evenness", "pairs", "bond", "apart")


def read_file(source: Path) -> tuple[Problem, str]:
    """The problem in a file, and whether its form is "own" or "gap"."""
    raw = contents(source)
    name = source.name
    if raw.lstrip()[:1] == b"{":
        return own_problem(parsed(raw, name), name), "own"
    return gap_problem(raw, name), "gap"


def contents(source: Path) -> bytes:
    try:
        found = source.stat()
        raw = source.read_bytes() if stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST_FILE else b""
    except OSError as problem:
        raise BadProblem(f"{source} can't be read: {(problem.strerror or 'unknown reason').lower()}.") from None
    except ValueError:
        raise BadProblem("The name of the file holds a sign that no file name has.") from None
    if not stat.S_ISREG(found.st_mode):
        raise BadProblem(f"{source} is not a file. Name a file that holds a problem.")
    if found.st_size > LARGEST_FILE:
        raise BadProblem(f"{source.name} has {found.st_size:,} bytes; up to {LARGEST_FILE:,} are read.")
    if not raw.strip():
        raise BadProblem(f"{source.name} is empty. It must hold a problem in one of the two forms that are read.")
    return raw


def parsed(raw: bytes, name: str) -> dict[str, Any]:
    try:
        text = raw.decode("utf-8")
        found = json.loads(text, parse_constant=refuse_constant)
    except UnicodeDecodeError as problem:
        raise BadProblem(f"{name} is not UTF-8 text, from byte {problem.start + 1} on.") from None
    except json.JSONDecodeError as problem:
        raise BadProblem(
            f"{name}, line {problem.lineno}, column {problem.colno}: the JSON is broken or ends too early. "
            "Write the file again, in whole."
        ) from None
    except RecursionError:
        raise BadProblem(f"{name} nests lists more deeply than any problem does.") from None
    return cast(dict[str, Any], found)


def refuse_constant(word: str) -> float:
    raise BadProblem(f"A number is {word}; every number must be a known one.")


def own_problem(found: dict[str, Any], name: str) -> Problem:
    if found.get("format") != FORMAT:
        raise BadProblem(f"{name} does not say “format”: “{FORMAT}”, so nobody knows how to read it.")
    missing = [key for key in NEEDED if key not in found]
    if missing:
        raise BadProblem(f"{name} has no {' and no '.join(f'“{key}”' for key in missing)}.")
    strange = sorted(set(found) - {"format", *NEEDED, *OPTIONAL})
    if strange:
        raise BadProblem(f"{name} has “{strange[0]}”, which is not part of a problem. Is it misspelt?")
    posts, leads = ids(found, "posts"), ids(found, "leads")
    more = {key: found[key] for key in ("open", "carried", "evenness", "bond") if key in found}
    return Problem(
        posts=posts,
        leads=leads,
        cost=found["cost"],
        load=spread(found["load"], len(leads)),
        room=found["room"],
        pairs=tuple(places(found, "pairs", posts)),
        apart=frozenset(places(found, "apart", leads)),
        **more,
    )


def ids(found: dict[str, Any], key: str) -> tuple[str, ...]:
    given = found[key]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadProblem(f"“{key}” must be a list of texts, one for each.")
    return tuple(given)


def spread(load: Any, leads: int) -> Any:
    """A load given once for each post is the same for every lead."""
    if isinstance(load, list) and load and not any(isinstance(row, list) for row in load):
        return [[one] * leads for one in load]
    return load


def places(found: dict[str, Any], key: str, known: tuple[str, ...]) -> list[tuple[int, int]]:
    given = found.get(key, [])
    at = {one: number for number, one in enumerate(known)}
    if not isinstance(given, list) or not all(isinstance(couple, list) and len(couple) == 2 for couple in given):
        raise BadProblem(f"“{key}” must be a list of couples, such as [[“a”, “b”]].")
    for couple in given:
        for one in couple:
            if not isinstance(one, str) or one not in at:
                raise BadProblem(f"“{key}” names “{one}”, which is not in the problem.")
    return [(at[one], at[other]) for one, other in given]


def own_form(problem: Problem) -> dict[str, Any]:
    """What `own_problem` reads."""
    return {
        "format": FORMAT,
        "posts": list(problem.posts),
        "leads": list(problem.leads),
        "cost": problem.cost.tolist(),
        "load": problem.load.tolist(),
        "room": problem.room.tolist(),
        "open": problem.open.astype(int).tolist(),
        "carried": problem.carried.tolist(),
        "evenness": problem.evenness,
        "pairs": [[problem.posts[one], problem.posts[other]] for one, other in problem.pairs],
        "bond": problem.bond.tolist(),
        "apart": [[problem.leads[one], problem.leads[other]] for one, other in sorted(problem.apart)],
    }


def gap_problem(raw: bytes, name: str) -> Problem:
    """The OR-Library's: numbers of agents and jobs, costs, loads (both agent by agent), and the agents' capacities."""
    numbers = whole_numbers(raw, name)
    if len(numbers) < 2:
        raise BadProblem(f"{name} must begin with the number of agents and the number of jobs.")
    leads, posts = numbers[0], numbers[1]
    if leads < 1 or posts < 1:
        raise BadProblem(f"{name} announces {leads} agents and {posts} jobs; there must be at least one of each.")
    if leads * posts > MOST_OPTIONS:
        raise BadProblem(
            f"{name} announces {leads:,} agents and {posts:,} jobs; up to {MOST_OPTIONS:,} options are matched at once."
        )
    wanted = 2 + 2 * leads * posts + leads
    if len(numbers) != wanted:
        short = "ends too early" if len(numbers) < wanted else "goes on after its end"
        raise BadProblem(
            f"{name} {short}: {leads} agents and {posts} jobs make {wanted:,} numbers, and it has {len(numbers):,}."
        )
    rest = np.array(numbers[2:], dtype=np.int64)
    cost, load, room = np.split(rest, [leads * posts, 2 * leads * posts])
    return Problem(
        posts=tuple(f"job {number}" for number in range(posts)),
        leads=tuple(f"agent {number}" for number in range(leads)),
        cost=cost.reshape(leads, posts).T,
        load=load.reshape(leads, posts).T,
        room=room,
    )


def whole_numbers(raw: bytes, name: str) -> Sequence[int]:
    words = raw.split()
    if not raw.translate(None, PLAIN) and max(map(len, words)) <= LONGEST_NUMBER:
        return list(map(int, words))
    for place, word in enumerate(words):
        digits = word[1:] if word[:1] in b"+-" else word
        if not digits.isdigit():
            shown = word[:20].decode("ascii", "replace")
            raise BadProblem(
                f"{name}: word {place + 1} is “{shown}”, not a whole number. A problem is either whole numbers in the "
                f"order of the OR-Library, or JSON with “format”: “{FORMAT}”."
            )
        if len(digits) > LONGEST_NUMBER:
            raise BadProblem(f"{name}: word {place + 1} is beyond {LARGEST:,}. Use a larger unit.")
    return list(map(int, words))
