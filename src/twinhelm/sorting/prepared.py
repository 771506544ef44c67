"""Meaning vectors of the seed phrases, worked out once when the product is set up: every start would cost them again."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("seed-vectors.npz")


@cache
def vectors() -> Mapping[str, bytes]:
    """By the digest of text and model, so that a file from before a change is merely of less use."""
    if not PATH.exists():
        return {}
    with np.load(PATH, allow_pickle=False) as kept:
        return {str(key): row.tobytes() for key, row in zip(kept["keys"], kept["rows"], strict=True)}


def prepare() -> None:
    """Raises ModelMissing."""
    from twinhelm.sorting.catalogue import FOURTEEN
    from twinhelm.sorting.minilm import Memory
    from twinhelm.sorting.sorter import Sorter

    PATH.unlink(missing_ok=True)
    memory = Memory()
    Sorter(FOURTEEN, store=memory).sort(["call"])
    rows = np.stack([np.frombuffer(row, np.float16) for row in memory.vectors.values()])
    np.savez(PATH, keys=np.array(list(memory.vectors)), rows=rows)


if __name__ == "__main__":
    prepare()
