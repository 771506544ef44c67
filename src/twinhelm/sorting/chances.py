"""From scores to honest probabilities: calibrated, and adapted to the mix of work among the texts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twinhelm.sorting.learner import Array, Whole

Mask = npt.NDArray[np.bool_]

FAITH_IN_MIX = 100.0
ROUNDS = 50
STEPS = np.geomspace(0.35, 2.8, 13).tolist()
DOUBTS = (0.0, 0.3, 0.6, 1.0)
ENOUGH = 60.0


@dataclass(frozen=True)
class Tone:
    """How certain the scores of each text should sound; one value per text.

    scale: of all scores. family, line: above 1 for more certain than that, between and within the families.
    doubt: share of the texts that other people would put into another line of the same family, whatever they say.
    """

    scale: float
    family: Array
    line: Array
    doubt: Array

    def changed(self, louder: "Louder") -> "Tone":
        return Tone(self.scale, self.family * louder.family, self.line * louder.line, self.doubt * louder.doubt)


@dataclass(frozen=True, slots=True)
class Louder:
    """By what an agency's own corrections multiply the tone."""

    family: float = 1.0
    line: float = 1.0
    doubt: float = 1.0


def chances(scores: Array, is_client: Mask, tone: Tone) -> Array:
    """Probability of each line; rows sum to one."""
    within = tone.scale * tone.line[:, None] * scores
    if is_client.all() or not is_client.any():
        return softmax(within)
    client = tempered(softmax(tone.scale * scores)[:, is_client].sum(axis=1), tone.family)
    found = np.empty_like(scores)
    for ours, family in ((is_client, client), (~is_client, 1 - client)):
        doubt = tone.doubt[:, None]
        found[:, ours] = family[:, None] * ((1 - doubt) * softmax(within[:, ours]) + doubt / ours.sum())
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
    rows = np.arange(len(lines))
    ours = is_client[lines]

    def family_surprise(step: Louder) -> float:
        chance = chances(scores, is_client, tone.changed(step))
        return surprise(np.where(ours, chance[:, is_client].sum(axis=1), chance[:, ~is_client].sum(axis=1)))

    def line_surprise(step: Louder) -> float:
        return surprise(chances(scores, is_client, tone.changed(step))[rows, lines])

    family = min((Louder(family=step) for step in STEPS), key=family_surprise)
    both = min((Louder(family.family, line, doubt) for line in STEPS for doubt in DOUBTS), key=line_surprise)
    trust = trusted(len(lines))
    return Louder(both.family**trust, both.line**trust, 1 - trust + trust * both.doubt)


def trusted(examples: int) -> float:
    """From 0 to 1: how far this many corrections stand for the agency."""
    return examples / (examples + ENOUGH)


def surprise(chance: Array) -> float:
    return -float(np.log(np.clip(chance, 1e-9, 1)).sum())
