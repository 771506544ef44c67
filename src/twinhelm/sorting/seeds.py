"""The seed phrases that came with the product: what each line sounds like before anybody has corrected anything."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

NAMES = (
    *("Acme", "Alder", "Alder Bakery", "Hartmann", "Müller GmbH", "Imkerei", "Northlight", "Northwind"),
    *("Ana", "Ben", "Dana", "Dee", "Jane", "Jonas", "Lena", "Mirela", "Oda", "Petra", "Pim", "Sarah", "Tom", "Weber"),
)
"""Whoever the phrases speak of; left out when learning, since other agencies have other names."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A phrase that belongs to a line."""

    id: str
    text: str
    line: str


@cache
def seeds() -> tuple[Seed, ...]:
    with resources.files("twinhelm.sorting").joinpath("seeds.csv").open(encoding="utf-8") as file:
        return tuple(
            Seed(f"seed:{row['line']}:{row['number']}", row["text"], row["line"]) for row in csv.DictReader(file)
        )
