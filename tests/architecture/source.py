"""The product's source as the architecture tests read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "twinhelm"


@dataclass(frozen=True)
class Module:
    """One Python file: where it is, what it holds."""

    place: str
    """`worklog/actions/bring_in.py`."""
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.place, self.text)

    @property
    def area(self) -> str:
        return self.place.partition("/")[0]

    @property
    def drawer(self) -> str:
        """`actions` for `worklog/actions.py` as for `worklog/actions/bring_in.py`."""
        return self.place.split("/")[1].removesuffix(".py") if "/" in self.place else ""

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def at(self, node: ast.AST) -> str:
        return f"{self.place}:{getattr(node, 'lineno', 0)}"


@cache
def parsed(place: str, text: str) -> ast.Module:
    return ast.parse(text, place)


@cache
def modules() -> tuple[Module, ...]:
    """Without migrations and tests."""
    paths = (path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py")))
    kept = (place for place in paths if "/migrations/" not in place and "/tests/" not in place)
    return tuple(Module(place, (PACKAGE / place).read_text()) for place in kept)


def a_module(place: str, text: str) -> Module:
    """For trying a rule on a bad example."""
    return Module(place, text)


def name_of(function: ast.expr) -> str:
    """`timezone.now` for the function of the call `timezone.now()`; links that are no names are left out."""
    parts: list[str] = []
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    if isinstance(function, ast.Name):
        parts.append(function.id)
    return ".".join(reversed(parts))


def files(*patterns: str) -> Iterator[tuple[str, str]]:
    """Place and text of every matching file of the package."""
    for pattern in patterns:
        for path in sorted(PACKAGE.glob(pattern)):
            if "/static/" not in path.as_posix():
                yield path.relative_to(PACKAGE).as_posix(), path.read_text()
