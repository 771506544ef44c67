"""The heart of `twinhelm sort`: a CSV of texts in, the same rows with their responsibility out."""

import argparse
import csv
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twinhelm.sorting.catalogue import FOURTEEN
from twinhelm.sorting.problem import Example, Line, ModelName, Problem
from twinhelm.sorting.result import Guess

ANSWERS = ("family", "responsibility", "confidence", "family_confidence", "alternatives")
LONGEST_CELL = 10_000_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class BadTable(ValueError):  # noqa: N818  says what is bad, in a sentence
    """A file that can't be sorted; its text says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Table:
    """A CSV file's columns and rows, all rows as long as the header."""

    name: str
    columns: list[str]
    rows: list[list[str]]

    def column(self, wanted: str) -> int:
        for number, name in enumerate(self.columns):
            if name.strip().casefold() == wanted:
                return number
        raise BadTable(
            f"{self.name} has no column “{wanted}”; it has {listed(self.columns)}. Name the column “{wanted}” in row 1."
        )


def sort_file(
    source: Path,
    target: Path,
    *,
    model: ModelName | None = None,
    examples: Path | None = None,
    names: Sequence[str] = (),
    lines: tuple[Line, ...] = FOURTEEN,
) -> str:
    """Sorts each row of a CSV by its column `text`, and says what came of it.

    model: None takes the best that is installed. examples: CSV with `text` and `responsibility`, to learn from.
    Raises BadTable, ModelMissing; nothing is written then.
    """
    from twinhelm.sorting.solve import best_installed, solve

    table = read_table(source)
    place = table.column("text")
    told = read_examples(examples, lines) if examples else ()
    texts = tuple(row[place] for row in table.rows)
    problem = Problem(lines=lines, texts=texts, examples=told, names=tuple(names))
    result = solve(problem, model=model or best_installed())
    write_table(target, table, place, result.guesses)
    empty = sum(not guess.line for guess in result.guesses)
    said = f"{len(texts)} rows sorted with the {result.model} model into {target.name}."
    return f"{said} {empty} had no words to go by and stayed empty." if empty else said


def read_table(source: Path) -> Table:
    name = source.name
    try:
        raw = source.read_bytes()
    except OSError as problem:
        raise BadTable(f"{source} can't be read: {(problem.strerror or 'unknown reason').lower()}.") from problem
    text = decoded(raw, name)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        rows = [row for row in reader if row]
    except csv.Error as problem:
        raise BadTable(f"{name}, line {reader.line_num}: {sentence(problem)} Nothing was sorted.") from problem
    if not rows:
        raise BadTable(f"{name} is empty. The first row names the columns, one of them “text”.")
    width = len(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > width:
            raise BadTable(
                f"{name}, row {number} has {len(row)} cells, but the header has {width}. "
                "Put cells that hold the separator in double quotes."
            )
    return Table(name, rows[0], [row + [""] * (width - len(row)) for row in rows[1:]])


def decoded(raw: bytes, name: str) -> str:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as problem:
        row = raw[: problem.start].count(b"\n") + 1
        raise BadTable(
            f"{name}, line {row} is not UTF-8 text. Save the file as “CSV UTF-8” and try again."
        ) from problem
    if "\x00" in text:
        raise BadTable(f"{name} is not a text file. Save the sheet as CSV and try again.")
    return text


def delimiter(text: str) -> str:
    """The separator that occurs most in the header; a comma if none does."""
    header = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=header.count)


def sentence(problem: csv.Error) -> str:
    said = str(problem)
    if "unexpected end" in said:
        return "A quoted cell never ends; close it with a double quote."
    if "field limit" in said or "larger" in said:
        return "A cell is longer than 10 million characters."
    return "A quoted cell goes on after its closing quote; double the quotes inside it."


def read_examples(source: Path, lines: tuple[Line, ...]) -> tuple[Example, ...]:
    """Rows of text and responsibility, by key or by name; rows without either are left out."""
    table = read_table(source)
    text, responsibility = table.column("text"), table.column("responsibility")
    keys = {line.name.casefold(): line.key for line in lines} | {line.key.casefold(): line.key for line in lines}
    found = []
    for number, row in enumerate(table.rows, start=2):
        said = row[responsibility].strip()
        if not said or not row[text].strip():
            continue
        if said.casefold() not in keys:
            known = listed([line.key for line in lines])
            raise BadTable(f"{source.name}, row {number}: “{said}” is not a responsibility; there are {known}.")
        found.append(Example(f"row:{number}", row[text], keys[said.casefold()]))
    return tuple(found)


def write_table(target: Path, table: Table, place: int, guesses: Sequence[Guess]) -> None:
    """Writes beside the target and moves it there, so that a half-written file is never seen."""
    kept = [number for number, name in enumerate(table.columns) if number == place or name.strip() not in ANSWERS]
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=target.parent, suffix=".part", delete=False
        ) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*(table.columns[number] for number in kept), *ANSWERS])
            for row, guess in zip(table.rows, guesses, strict=True):
                writer.writerow([*(harmless(row[number]) for number in kept), *answer(guess)])
        os.replace(file.name, target)
    except OSError as problem:
        raise BadTable(f"{target} can't be written: {(problem.strerror or 'unknown reason').lower()}.") from problem


def answer(guess: Guess) -> list[str]:
    if not guess.line:
        return [""] * len(ANSWERS)
    others = "; ".join(f"{other.line} {other.confidence:.4f}" for other in guess.alternatives)
    return [guess.family or "", guess.line, f"{guess.confidence:.4f}", f"{guess.family_confidence:.4f}", others]


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(FORMULA) and not is_number(cell) else cell


def is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


def listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def main(arguments: Sequence[str]) -> int:
    """`twinhelm sort IN.csv --out OUT.csv`; returns the exit code."""
    parser = argparse.ArgumentParser(prog="twinhelm sort", description="Sort texts into responsibilities.")
    parser.add_argument("source", type=Path, metavar="IN.csv", help="a CSV file with the column “text”")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="where the sorted rows go")
    parser.add_argument("--model", choices=("best", "light"), help="best needs the language model; light only words")
    parser.add_argument("--examples", type=Path, metavar="CSV", help="text and responsibility, to learn from first")
    parser.add_argument("--name", action="append", default=[], help="a client, project or person to leave out")
    asked = parser.parse_args(arguments)
    from twinhelm.sorting.minilm import ModelMissing

    try:
        said = sort_file(asked.source, asked.out, model=asked.model, examples=asked.examples, names=asked.name)
    except (BadTable, ModelMissing) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0
