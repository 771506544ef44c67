"""Asks for matchings in a process of their own, and checks what comes back."""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np
import numpy.typing as npt

from twinhelm.matching import verify
from twinhelm.matching.problem import Problem
from twinhelm.matching.result import Infeasible, Limits, Otherwise, Relaxation, Result, Stop


class MatchingFailed(RuntimeError):  # noqa: N818  says what failed, in a sentence
    """No answer came back, or a wrong one; its text says so and what to do."""


class MatchingTimedOut(MatchingFailed):
    """The time that was given was over before the answer came."""


@dataclass(frozen=True)
class Request:
    """One matching that is wanted.

    limits: says what may be relaxed; with it, an infeasible problem is answered with relaxations.
    with_otherwise: also says for each post what it costs to choose the runner-up.
    """

    problem: Problem
    stop: Stop = field(default_factory=Stop)
    seed: int = 0
    start: tuple[int, ...] | None = None
    limits: Limits | None = None
    with_otherwise: bool = False


@dataclass(frozen=True)
class Answer:
    """Either a result or the sentence why there is none, and the explanations that were asked for."""

    result: Result | None = None
    infeasible: Infeasible | None = None
    otherwise: tuple[Otherwise, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()


@dataclass(frozen=True)
class Packed:
    """A request on its way: its arrays are numbers into a list that all requests share."""

    posts: tuple[str, ...]
    leads: tuple[str, ...]
    arrays: dict[str, int]
    evenness: int
    pairs: tuple[tuple[int, int], ...]
    apart: tuple[tuple[int, int], ...]
    stop: Stop
    seed: int
    start: tuple[int, ...] | None
    limits: Limits | None
    with_otherwise: bool


@dataclass(frozen=True)
class Parcel:
    """All requests of one call; an array is (shape, bytes of int64 in base64)."""

    memory_mb: int
    seconds: int
    arrays: tuple[tuple[tuple[int, ...], str], ...]
    requests: tuple[Packed, ...]


@dataclass(frozen=True)
class Reply:
    """What comes back: answers in the order of the requests, or a sentence."""

    answers: tuple[Answer, ...] = ()
    refused: str = ""


ARRAYS = ("cost", "load", "room", "open", "carried", "bond")


def ask(requests: Sequence[Request], *, seconds: float, memory_mb: int = 2000) -> tuple[Answer, ...]:
    """The answers, in the order of the requests, all checked here again.

    seconds: by the clock on the wall, for all together; then the process and its children are killed.
    Raises MatchingTimedOut, MatchingFailed.
    """
    reply = exchanged(packed(requests, seconds=seconds, memory_mb=memory_mb), seconds=seconds)
    if reply.refused:
        raise MatchingFailed(reply.refused)
    if len(reply.answers) != len(requests):
        raise MatchingFailed("The matching answered something other than what it was asked. Nothing was changed.")
    for request, answer in zip(requests, reply.answers, strict=True):
        check(request.problem, answer)
    return reply.answers


def exchanged(parcel: bytes, *, seconds: float) -> Reply:
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, "-I", "-m", "twinhelm.matching"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,
    ) as process:
        try:
            raw, _ = process.communicate(parcel, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise MatchingTimedOut(
                f"The matching was not done after {seconds:g} seconds and was stopped. Nothing was changed. "
                "Ask again with fewer posts or more time."
            ) from None
        finally:
            end_group(process)
    if process.returncode != 0:
        raise MatchingFailed(
            f"The matching ended before it answered ({said_end(process.returncode)}). Nothing was changed. "
            "Ask again, with fewer posts if it happens twice."
        )
    try:
        return msgspec.json.decode(raw, type=Reply)
    except msgspec.DecodeError:
        raise MatchingFailed("The matching answered something that can't be read. Nothing was changed.") from None


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Nothing that it started may outlive it. Its leader is not reaped yet, so the group's number is still its own."""
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()


def said_end(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"


def check(problem: Problem, answer: Answer) -> None:
    if (answer.result is None) == (answer.infeasible is None):
        raise MatchingFailed("The matching answered neither with leads nor with a reason. Nothing was changed.")
    found = verify.faults(problem, answer.result) if answer.result else []
    if found:
        raise MatchingFailed(f"The matching answered wrongly: {found[0]} Nothing was changed.")


def packed(requests: Sequence[Request], *, seconds: float, memory_mb: int) -> bytes:
    arrays: dict[tuple[tuple[int, ...], bytes], int] = {}
    wrapped = []
    for request in requests:
        problem = request.problem
        keys = {name: as_bytes(getattr(problem, name)) for name in ARRAYS}
        wrapped.append(
            Packed(
                posts=problem.posts,
                leads=problem.leads,
                arrays={name: arrays.setdefault(key, len(arrays)) for name, key in keys.items()},
                evenness=problem.evenness,
                pairs=problem.pairs,
                apart=tuple(sorted(problem.apart)),
                stop=request.stop,
                seed=request.seed,
                start=request.start,
                limits=request.limits,
                with_otherwise=request.with_otherwise,
            )
        )
    shipped = tuple((shape, base64.b64encode(raw).decode()) for shape, raw in arrays)
    return msgspec.json.encode(Parcel(memory_mb, int(seconds) + 1, shipped, tuple(wrapped)))


def as_bytes(numbers: npt.NDArray[np.generic]) -> tuple[tuple[int, ...], bytes]:
    return numbers.shape, np.ascontiguousarray(numbers, dtype="<i8").tobytes()


def unpacked(parcel: Parcel) -> tuple[Request, ...]:
    arrays = [np.frombuffer(base64.b64decode(raw), dtype="<i8").reshape(shape) for shape, raw in parcel.arrays]
    return tuple(
        Request(
            problem=Problem(
                posts=one.posts,
                leads=one.leads,
                evenness=one.evenness,
                pairs=one.pairs,
                apart=frozenset(one.apart),
                **{name: arrays[number] for name, number in one.arrays.items()},
            ),
            stop=one.stop,
            seed=one.seed,
            start=one.start,
            limits=one.limits,
            with_otherwise=one.with_otherwise,
        )
        for one in parcel.requests
    )
