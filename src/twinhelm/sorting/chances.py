"""From scores to honest probabilities: calibrated, and adapted to the mix of work among the texts."""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from twinhelm.sorting.learner import Array, Whole

Mask = npt.NDArray[np.bool_]

FAITH_IN_MIX = 100.0
ROUNDS = 50
# How far corrections may lead from what the phrases say, and how far they were expected to (standard deviations).
STEPS = np.geomspace(0.35, 2.8, 13).tolist()
STARTS = np.linspace(-2, 2, 17).tolist()
SLOPES = np.geomspace(0.5, 2, 9).tolist()
DOUBTS = (0.0, 0.25, 0.5, 0.75, 1.0)
START_SPREAD, SLOPE_SPREAD, DOUBT_SPREAD = 0.5, 0.25, 0.5
ENOUGH = 60.0


@dataclass(frozen=True)
class Tone:
    """How certain the scores of each text should sound.

    scale: of all scores. family: for each text, above 1 for more certain than that between the families.
    start, slope: log odds that the likeliest line of the right family is right, from the log odds that scores give it.
    doubt: for each text, how often other people would put such a one into another line, whatever it says.
    """

    scale: float
    family: Array
    start: float
    slope: float
    doubt: Array

    def changed(self, louder: "Louder") -> "Tone":
        return Tone(
            self.scale,
            self.family * louder.family,
            self.start + louder.start,
            self.slope * louder.slope,
            self.doubt * louder.doubt,
        )


@dataclass(frozen=True, slots=True)
class Louder:
    """How an agency's own corrections change the tone: start is added, the others multiply."""

    family: float = 1.0
    start: float = 0.0
    slope: float = 1.0
    doubt: float = 1.0


def chances(scores: Array, is_client: Mask, tone: Tone) -> Array:
    """Probability of each line; rows sum to one, and within a family the order is that of the scores."""
    loud = tone.scale * scores
    if is_client.all() or not is_client.any():
        return sounded(softmax(loud), tone)
    client = tempered(softmax(loud)[:, is_client].sum(axis=1), tone.family)
    found = np.empty_like(scores)
    for ours, family in ((is_client, client), (~is_client, 1 - client)):
        found[:, ours] = family[:, None] * sounded(softmax(loud[:, ours]), tone)
    return found


def sounded(within: Array, tone: Tone) -> Array:
    """Chances within one family, the likeliest as certain as it was found to deserve, the others in their order."""
    count = within.shape[1]
    if count == 1:
        return within
    top = within.max(axis=1)
    wanted = np.maximum(deserved(odds(top), tone.start, tone.slope, tone.doubt, count), 1 / count)
    kept = np.where(wanted < top, (wanted - 1 / count) / np.maximum(top - 1 / count, 1e-9), 1.0)
    evened = kept[:, None] * within + (1 - kept[:, None]) / count
    raised = within * ((1 - wanted) / np.maximum(1 - top, 1e-9))[:, None]
    raised[np.arange(len(within)), within.argmax(axis=1)] = wanted
    found: Array = np.where((wanted < top)[:, None], evened, raised)
    return found


def deserved(said: Array, start: float, slope: float, doubt: Array, count: Whole | int) -> Array:
    """Chance that the likeliest of count lines is right, from the log odds that scores give it."""
    found: Array = (1 - doubt) / (1 + np.exp(-start - slope * said)) + doubt / count
    return found


def odds(chance: Array) -> Array:
    safe = np.clip(chance, 1e-9, 1 - 1e-9)
    found: Array = np.log(safe / (1 - safe))
    return found


def softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Array = raised / raised.sum(axis=1, keepdims=True)
    return found


def tempered(chance: Array, sharpness: Array) -> Array:
    safe = np.clip(chance, 1e-9, 1 - 1e-9)
    changed: Array = 1 / (1 + ((1 - safe) / safe) ** sharpness)
    return changed


def share_among(client: Array, learned: float) -> float:
    """Share of client work among texts, from the chance of each to be client work.

    learned: share among the examples that taught the chances. A short list says little and moves it little.
    Source: Saerens, Latinne, Decaestecker, Adjusting the outputs of a classifier to new a priori probabilities, 2002.
    """
    if not 0 < learned < 1:
        return learned
    share = learned
    for _ in range(ROUNDS):
        seen = float(moved(client, learned, share).sum())
        share = (seen + FAITH_IN_MIX * learned) / (len(client) + FAITH_IN_MIX)
    return share


def moved(client: Array, learned: float, share: float) -> Array:
    """Chances of client work, had the examples been mixed as the texts are."""
    up = client * share / learned
    down = (1 - client) * (1 - share) / (1 - learned)
    found: Array = up / np.maximum(up + down, 1e-12)
    return found


def mixed(found: Array, is_client: Mask, learned: float, share: float) -> Array:
    """The same chances of lines within each family, with the families' chances moved."""
    client = found[:, is_client].sum(axis=1)
    wanted = moved(client, learned, share)
    up = (wanted / np.maximum(client, 1e-12))[:, None]
    down = ((1 - wanted) / np.maximum(1 - client, 1e-12))[:, None]
    changed: Array = found * np.where(is_client, up, down)
    return changed


def fitted(scores: Array, lines: Whole, is_client: Mask, tone: Tone) -> Louder:
    """What suits texts that were held back; near no change while they are few."""
    ours = is_client[lines]

    def family_surprise(step: float) -> float:
        chance = chances(scores, is_client, tone.changed(Louder(family=step)))
        return surprise(np.where(ours, chance[:, is_client].sum(axis=1), chance[:, ~is_client].sum(axis=1)))

    trust = trusted(len(lines))
    start, slope, doubt = fitted_to_lines(tone.scale * scores, lines, is_client, tone)
    return Louder(min(STEPS, key=family_surprise) ** trust, start, slope, doubt)


def fitted_to_lines(loud: Array, lines: Whole, is_client: Mask, tone: Tone) -> tuple[float, float, float]:
    """Start, slope and doubt that make the truth least surprising, each the less likely the farther it is from none."""
    allowed = is_client[None, :] == is_client[lines][:, None]
    several = allowed.sum(axis=1) > 1
    within = softmax(np.where(allowed, loud, -np.inf))[several]
    said, right = odds(within.max(axis=1)), within.argmax(axis=1) == lines[several]
    doubts, count = tone.doubt[several], allowed.sum(axis=1)[several]

    def unlikely(step: tuple[float, float, float]) -> float:
        start, slope, doubt = step
        chance = deserved(said, tone.start + start, tone.slope * slope, doubts * doubt, count)
        return surprise(np.where(right, chance, 1 - chance)) + farness(step)

    return min(product(STARTS, SLOPES, DOUBTS), key=unlikely)


def farness(step: tuple[float, float, float]) -> float:
    """Surprise at a change itself, so that a few corrections change little."""
    start, slope, doubt = step
    spreads = start / START_SPREAD, math.log(slope) / SLOPE_SPREAD, (1 - doubt) / DOUBT_SPREAD
    return sum(spread * spread for spread in spreads) / 2


def trusted(examples: int) -> float:
    """From 0 to 1: how far this many corrections stand for the agency."""
    return examples / (examples + ENOUGH)


def surprise(chance: Array) -> float:
    return -float(np.log(np.clip(chance, 1e-9, 1)).sum())
