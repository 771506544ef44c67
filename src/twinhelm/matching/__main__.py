"""Answers the requests on standard input; started by `process.ask`."""

import resource
import sys

import msgspec

from twinhelm.matching.problem import BadProblem
from twinhelm.matching.process import Answer, Parcel, Reply, Request, unpacked
from twinhelm.matching.result import Result


def main() -> int:
    try:
        parcel = msgspec.json.decode(sys.stdin.buffer.read(), type=Parcel)
        limit(parcel)
        reply = Reply(answers=tuple(answered(request) for request in unpacked(parcel)))
    except (BadProblem, msgspec.DecodeError) as problem:
        reply = Reply(refused=str(problem))
    except MemoryError:
        reply = Reply(refused="The matching needs more memory than it was given. Ask again with fewer posts.")
    sys.stdout.buffer.write(msgspec.json.encode(reply))
    return 0


def limit(parcel: Parcel) -> None:
    """Twice the asked time in CPU seconds, in case nobody is left to stop it."""
    memory = parcel.memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * parcel.seconds, 2 * parcel.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answered(request: Request) -> Answer:
    from twinhelm.matching.explain import otherwise, relaxations
    from twinhelm.matching.solve import solve

    problem = request.problem
    found = solve(problem, stop=request.stop, seed=request.seed, start=request.start)
    if isinstance(found, Result):
        return Answer(result=found, otherwise=otherwise(problem, found) if request.with_otherwise else ())
    return Answer(infeasible=found, relaxations=relaxations(problem, request.limits) if request.limits else ())


if __name__ == "__main__":
    sys.exit(main())
