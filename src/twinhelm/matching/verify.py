"""Checks any answer against its problem, without the code that made it."""

from collections.abc import Sequence

from twinhelm.matching.problem import Problem
from twinhelm.matching.result import Result


def faults(problem: Problem, result: Result) -> list[str]:
    """What is wrong with the result, one sentence each; empty when nothing is."""
    found = broken_limits(problem, result.answer)
    if found:
        return found
    costs = recounted(problem, result.answer)
    if costs != result.cost:
        found.append(f"The answer costs {costs}, not {result.cost}.")
    if result.bound > costs:
        found.append(f"The bound {result.bound} is above the answer's cost {costs}.")
    if result.is_proven and result.bound != costs:
        found.append(f"It is called proven, but the bound {result.bound} is not the cost {costs}.")
    return found


def broken_limits(problem: Problem, answer: Sequence[int]) -> list[str]:
    """Which limits an answer breaks, one sentence each."""
    if len(answer) != len(problem.posts):
        return [f"{len(problem.posts)} posts got {len(answer)} leads."]
    found = []
    given = [0] * len(problem.leads)
    for post, lead in enumerate(answer):
        if isinstance(lead, bool) or not isinstance(lead, int) or not 0 <= lead < len(problem.leads):
            found.append(f"The post “{problem.posts[post]}” got {lead}, which is no lead.")
            continue
        if not problem.open[post, lead]:
            found.append(f"“{problem.leads[lead]}” may not take the post “{problem.posts[post]}”.")
        given[lead] += int(problem.load[post, lead])
    for lead, load in enumerate(given):
        if load > int(problem.room[lead]):
            found.append(f"“{problem.leads[lead]}” got {load}, but has room for {int(problem.room[lead])}.")
    return found or broken_apart(problem, answer)


def broken_apart(problem: Problem, answer: Sequence[int]) -> list[str]:
    found = []
    for account, production in problem.pairs:
        one, other = answer[account], answer[production]
        if (one, other) in problem.apart or (other, one) in problem.apart:
            found.append(
                f"“{problem.leads[one]}” and “{problem.leads[other]}” share a client through the posts "
                f"“{problem.posts[account]}” and “{problem.posts[production]}”, and are to stay apart."
            )
    return found


def recounted(problem: Problem, answer: Sequence[int]) -> int:
    """The cost, unit by unit where `measure` works with whole arrays."""
    total = 0
    full = [int(load) for load in problem.carried]
    for post, lead in enumerate(answer):
        total += int(problem.cost[post, lead])
        full[lead] += int(problem.load[post, lead])
    for account, production in problem.pairs:
        total += int(problem.bond[answer[account], answer[production]])
    for lead, load in enumerate(full):
        whole = int(problem.carried[lead]) + int(problem.room[lead])
        for tenth in range(1, 10):
            # A unit costs one evenness more from each tenth's beginning on.
            total += problem.evenness * max(0, load - whole * tenth // 10)
    return total
