"""Says in plain words why a text was sorted as it was."""

from collections.abc import Mapping

from twinhelm.sorting.problem import Line
from twinhelm.sorting.result import Guess

SURE, LIKELY = 0.8, 0.5
CLOSE = 0.35


def reason(guess: Guess, lines: Mapping[str, Line]) -> str:
    """One or two sentences. lines: the catalogue by key."""
    if not guess.line:
        return "There are no words to go by."
    said = f"{opening(guess)} “{lines[guess.line].name}” ({percent(guess.confidence)})"
    return f"{said}{likened(guess)}.{rival(guess, lines)}"


def opening(guess: Guess) -> str:
    if guess.confidence >= SURE:
        return "Sounds like"
    return "Probably" if guess.confidence >= LIKELY else "Perhaps"


def likened(guess: Guess) -> str:
    """A correction by a person convinces more than a phrase that came with the product, so it is named as one."""
    near = [example for example in guess.examples if example.similarity >= CLOSE]
    if not near:
        return ": nothing quite like it has been sorted before"
    quoted = [f"“{example.text}”" for example in near]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    corrected = any(not example.id.startswith(("seed:", "name:")) for example in near)
    return f": close to {listed}" + (", which somebody here sorted" if corrected and len(near) == 1 else "")


def rival(guess: Guess, lines: Mapping[str, Line]) -> str:
    if guess.confidence >= SURE or not guess.alternatives:
        return ""
    other = guess.alternatives[0]
    return f" It could also be “{lines[other.line].name}” ({percent(other.confidence)})."


def percent(chance: float) -> str:
    return f"{min(99, round(100 * chance))} %"
