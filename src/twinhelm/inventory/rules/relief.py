"""What to give away so that somebody carries no more than they have room for."""

from collections.abc import Sequence


def relief(points: Sequence[int], over: int) -> list[int]:
    """Positions of what to give away: one thing if one is enough, the lightest such; else the heaviest until it is."""
    if over <= 0:
        return []
    enough = [(weight, place) for place, weight in enumerate(points) if weight >= over]
    if enough:
        return [min(enough)[1]]
    given, left = [], over
    for weight, place in sorted(((weight, place) for place, weight in enumerate(points)), key=lambda one: -one[0]):
        if left <= 0 or weight <= 0:
            break
        given.append(place)
        left -= weight
    return given
