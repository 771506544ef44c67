"""How long a division takes to compute, by size: CPU seconds of the pure mathematics, each answer checked.

Run: nice -n 5 .venv/bin/python benchmarks/division.py
"""

import random
import time

from twinhelm.worklog.rules.division import Candidate, Line, Problem
from twinhelm.worklog.rules.division_checking import verify
from twinhelm.worklog.rules.division_figures import figures
from twinhelm.worklog.rules.division_solving import solve
from twinhelm.worklog.rules.switches import Range


def an_agency(people: int, lines: int, seed: int) -> Problem:
    chance = random.Random(seed)
    half = lines // 2
    candidates = []
    for key in range(people):
        lean, total = chance.random(), chance.randint(300, 2400)
        shares = [chance.random() + 0.2 for _ in range(lines)]
        sides = (sum(shares[:half]), sum(shares[half:]))
        minutes = {
            line: round(total * (lean if line < half else 1 - lean) * shares[line] / sides[line >= half])
            for line in range(lines)
        }
        likings = {line: chance.randint(-2, 2) for line in range(lines)}
        switches = Range(10, 15, 20).times(chance.random() * 2)
        candidates.append(
            Candidate(
                key,
                2400,
                minutes,
                likings,
                switches,
                shared_days=chance.random() * 20,
                shared_weeks=chance.random() * 8,
            )
        )
    return Problem(tuple(candidates), tuple(Line(key, "CLIENT" if key < half else "PROJECT") for key in range(lines)))


def main() -> None:
    print("| people × lines | CPU-s, mean of 5 | worst | seatings dealt out | moves |\n|---|---|---|---|---|")
    for people, lines in ((2, 14), (5, 14), (6, 14), (12, 14), (50, 14), (100, 14), (300, 20)):
        spent, tried, moves = [], 0, 0
        for seed in range(5):
            problem = an_agency(people, lines, seed)
            start = time.process_time()
            result = solve(problem)
            spent.append(time.process_time() - start)
            assert verify(problem, result.best) == []
            tried, moves = result.best.tried, len(figures(problem, result.best).moves)
        print(f"| {people} × {lines} | {sum(spent) / 5:.3f} | {max(spent):.3f} | {tried} | {moves} |")


if __name__ == "__main__":
    main()
