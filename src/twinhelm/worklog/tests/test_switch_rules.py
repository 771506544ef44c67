"""What counts as a switch, and what sorting error does to the count."""

import itertools
import random

import pytest

from twinhelm.worklog.rules.switches import (
    Timed,
    count_day,
    expected_switches,
    interleaving,
    likely_rate,
    pieces_of,
    without_error,
)

CLIENT, PROJECT = True, False


def day(*spans):
    """Spans of (start minute, end minute, family)."""
    return [Timed(start * 60, end * 60, family, 0.0, number) for number, (start, end, family) in enumerate(spans)]


def test_counts_a_boundary_between_the_families():
    count = count_day(day((0, 30, CLIENT), (30, 60, PROJECT), (60, 90, CLIENT)))
    assert (count.switches, count.neighbours, count.client_runs, count.project_runs) == (2, 2, 2, 1)


def test_merges_neighbours_of_one_family_into_one_run():
    count = count_day(day((0, 30, CLIENT), (45, 60, CLIENT), (60, 90, PROJECT)))
    assert (count.client_runs, count.switches, count.longest_minutes) == (1, 1, 60)


def test_keeps_runs_apart_after_more_than_a_quarter_of_an_hour():
    count = count_day(day((0, 30, CLIENT), (46, 60, CLIENT)))
    assert (count.client_runs, count.switches, count.longest_minutes) == (2, 0, 30)


def test_counts_no_switch_across_a_gap_of_more_than_an_hour():
    assert count_day(day((0, 30, CLIENT), (91, 120, PROJECT))).switches == 0
    assert count_day(day((0, 30, CLIENT), (90, 120, PROJECT))).switches == 1


def test_a_call_inside_a_long_timer_interrupts_it_and_the_timer_resumes():
    pieces = pieces_of(day((0, 180, PROJECT), (60, 75, CLIENT)))
    assert [(one.starts // 60, one.ends // 60, one.is_client) for one in pieces] == [
        (0, 60, PROJECT),
        (60, 75, CLIENT),
        (75, 180, PROJECT),
    ]


def test_the_same_hour_logged_twice_counts_once():
    count = count_day(day((0, 60, CLIENT), (0, 60, CLIENT), (60, 90, PROJECT)))
    assert (count.switches, count.neighbours) == (1, 1)


def test_a_remnant_of_a_few_minutes_is_not_work_taken_up_again():
    assert count_day(day((0, 64, PROJECT), (30, 60, CLIENT))).switches == 1
    assert count_day(day((0, 65, PROJECT), (30, 60, CLIENT))).switches == 2


def test_a_message_without_an_end_is_a_moment_and_a_switch():
    assert count_day(day((0, 60, PROJECT), (20, 20, CLIENT))).switches == 2


def test_an_all_day_event_says_nothing_about_order():
    assert count_day(day((0, 24 * 60, CLIENT), (540, 600, PROJECT), (600, 660, PROJECT))).switches == 0
    assert count_day(day((0, 24 * 60, CLIENT))) is None


def test_knows_nothing_of_a_day_without_times():
    assert count_day([]) is None


def test_pieces_never_overlap_and_never_invent_time():
    chance = random.Random(3)
    for _ in range(300):
        spans = [
            (start := chance.randrange(600), start + chance.randrange(0, 200), chance.random() < 0.5) for _ in range(12)
        ]
        pieces = pieces_of(day(*spans))
        covered = {minute for start, end, _ in spans for minute in range(start, max(end, start + 1))}
        assert all(before.ends <= after.starts for before, after in itertools.pairwise(pieces))
        assert all(set(range(one.starts // 60, one.ends // 60)) <= covered for one in pieces)


def test_expected_switches_are_the_mean_of_random_orders():
    chance = random.Random(1)
    entries = day(*((number, number + 1, number < 7) for number in range(20)))
    total = 0
    for _ in range(20000):
        chance.shuffle(entries)
        total += sum(a.is_client != b.is_client for a, b in itertools.pairwise(entries))
    assert expected_switches(entries) == pytest.approx(total / 20000, rel=0.02)


def test_takes_out_what_a_tenth_of_sorting_error_adds():
    q = 2 * 0.1 * 0.9
    seen = 0.15 * (1 - 2 * q) + q
    assert seen == pytest.approx(0.276)
    assert without_error(seen, 0.1) == pytest.approx(0.15)


def test_gives_a_range_when_error_hides_the_rate():
    assert without_error(0.1, 0.1) is None
    hidden = likely_rate(0.1, 0.1)
    assert hidden.low == 0
    assert hidden.high >= 0.1


def test_what_people_sorted_has_no_range():
    assert likely_rate(0.4, 0.0).low == likely_rate(0.4, 0.0).high == pytest.approx(0.4)


def test_the_likely_rate_lies_within_its_range():
    for rate in range(0, 101, 5):
        for error in range(0, 51, 5):
            found = likely_rate(rate / 100, error / 100)
            assert 0 <= found.low <= found.likely <= found.high <= 1


def test_random_order_has_an_interleaving_index_near_one():
    chance = random.Random(5)
    families = [chance.random() < 0.5 for _ in range(4000)]
    wrong = [family != (chance.random() < 0.1) for family in families]
    count = count_day(day(*((number * 2, number * 2 + 2, family) for number, family in enumerate(wrong))))
    assert interleaving(count.switches, count.expected, count.neighbours, 0.1).likely == pytest.approx(1, abs=0.06)


def test_sorting_error_does_not_hide_work_in_blocks():
    chance = random.Random(6)
    families = [(number // 10) % 2 == 0 for number in range(4000)]
    wrong = [family != (chance.random() < 0.1) for family in families]
    count = count_day(day(*((number * 2, number * 2 + 2, family) for number, family in enumerate(wrong))))
    assert interleaving(count.switches, count.expected, count.neighbours, 0.1).likely == pytest.approx(0.2, abs=0.06)


def test_one_family_alone_has_no_interleaving_index():
    assert interleaving(0, 0.0, 8, 0.05) is None
