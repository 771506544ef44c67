"""Checks any division, and shares no code with what found it."""

from twinhelm.worklog.rules.division import Plan, Problem, Seat


def verify(problem: Problem, plan: Plan) -> list[str]:
    """What is wrong with the plan; nothing, if it may be shown."""
    wrong = [
        *hours_are_conserved(problem, plan),
        *pins_are_kept(problem, plan),
        *seats_say_what_they_are(problem, plan),
    ]
    return wrong or nobody_is_over_who_need_not_be(problem, plan)


def hours_are_conserved(problem: Problem, plan: Plan) -> list[str]:
    wrong = []
    for line in problem.lines:
        before = sum(c.minutes.get(line.id, 0) for c in problem.candidates)
        after = sum(held.get(line.id, 0) for held in plan.after.values())
        if before != after:
            wrong.append(f"line {line.id}: {before} minutes became {after}")
    wrong += [
        f"candidate {key} holds negative minutes" for key, held in plan.after.items() if min([0, *held.values()]) < 0
    ]
    return wrong


def pins_are_kept(problem: Problem, plan: Plan) -> list[str]:
    wrong = []
    for c in problem.candidates:
        held = {line: minutes for line, minutes in plan.after[c.id].items() if minutes}
        must = c.held if c.held is not None else c.minutes if c.is_outside or c.pinned == "outside" else None
        if must is not None and held != {line: minutes for line, minutes in must.items() if minutes}:
            wrong.append(f"candidate {c.id} must keep their minutes")
        if c.pinned and plan.seats[c.id] != c.pinned and not c.is_outside:
            wrong.append(f"candidate {c.id} was pinned as {c.pinned}")
        if c.is_outside and plan.seats[c.id] != "outside":
            wrong.append(f"candidate {c.id} is not up for a seat")
    return wrong


def seats_say_what_they_are(problem: Problem, plan: Plan) -> list[str]:
    wrong = []
    kind = {line.id: line.family for line in problem.lines}
    for c in problem.candidates:
        held = plan.after[c.id]
        client = sum(minutes for line, minutes in held.items() if kind[line] == "CLIENT")
        total = sum(held.values())
        seat = plan.seats[c.id]
        mine = {"account_manager": client, "production_manager": total - client}.get(seat, total)
        if c.pinned is None and 5 * mine < 4 * total:
            wrong.append(f"candidate {c.id} is no {seat} with {mine} of {total} minutes")
    return wrong


def nobody_is_over_who_need_not_be(problem: Problem, plan: Plan) -> list[str]:
    """Over the limit is allowed only when no colleague at a fitting seat has room for any of their lines."""
    wrong = []
    kind = {line.id: line.family for line in problem.lines}
    loads = {c.id: sum(plan.after[c.id].values()) for c in problem.candidates}
    movable = [c for c in problem.candidates if c.held is None and plan.seats[c.id] != Seat.OUTSIDE]
    for c in movable:
        if loads[c.id] <= max(c.agreed, sum(c.minutes.values())):
            continue
        for other in movable:
            has_room = loads[other.id] < max(other.agreed, sum(other.minutes.values()))
            takes = {"account_manager": {"CLIENT"}, "production_manager": {"PROJECT"}}.get(
                plan.seats[other.id], {"CLIENT", "PROJECT"}
            )
            if has_room and any(minutes and kind[line] in takes for line, minutes in plan.after[c.id].items()):
                wrong.append(f"candidate {c.id} is over although {other.id} has room")
    return wrong
