"""From scores to honest probabilities: calibrated, and adapted to the mix of work among the texts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twinhelm.sorting.learner import Array, Whole

Mask = npt.NDArray[np.bool_]

SCALE = 14.0
FAITH_IN_MIX = 100.0
ROUNDS = 50
STEPS = np.geomspace(0.25, 4.0, 49)
ENOUGH = 60.0


@dataclass(frozen=True, slots=True)
class Sharpness:
    """How much more (above 1) or less (below 1) certain the scores should sound, between and within the families."""

    family: float
    line: float


def chances(scores: Array, is_client: Mask, sharpness: Sharpness) -> Array:
    """Probability of each line; rows sum to one."""
    within = SCALE * sharpness.line * scores
    if is_client.all() or not is_client.any():
        return softmax(within)
    client = tempered(softmax(SCALE * scores)[:, is_client].sum(axis=1), sharpness.family)
    found = np.empty_like(scores)
    found[:, is_client] = client[:, None] * softmax(within[:, is_client])
    found[:, ~is_client] = (1 - client)[:, None] * softmax(within[:, ~is_client])
    return found


def softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Array = raised / raised.sum(axis=1, keepdims=True)
    return found


def tempered(chance: Array, sharpness: float) -> Array:
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


def fitted(scores: Array, lines: Whole, is_client: Mask, start: Sharpness) -> Sharpness:
    """The sharpness that suits texts that were held back; with few of them, close to where it started."""
    rows = np.arange(len(lines))
    ours = is_client[lines]

    def of_family(chance: Array) -> Array:
        client = chance[:, is_client].sum(axis=1)
        return np.asarray(np.where(ours, client, chance[:, ~is_client].sum(axis=1)))

    def family_surprise(step: float) -> float:
        return surprise(of_family(chances(scores, is_client, Sharpness(step, 1.0))))

    def line_surprise(step: float) -> float:
        chance = chances(scores, is_client, Sharpness(1.0, step))
        return surprise(chance[rows, lines] / np.maximum(of_family(chance), 1e-9))

    trust = len(lines) / (len(lines) + ENOUGH)
    return Sharpness(
        blend(start.family, least(family_surprise), trust),
        blend(start.line, least(line_surprise), trust),
    )


def surprise(chance: Array) -> float:
    return -float(np.log(np.clip(chance, 1e-9, 1)).sum())


def least(measure: Callable[[float], float]) -> float:
    return float(STEPS[int(np.argmin([measure(float(step)) for step in STEPS]))])


def blend(start: float, found: float, trust: float) -> float:
    return float(start ** (1 - trust) * found**trust)
