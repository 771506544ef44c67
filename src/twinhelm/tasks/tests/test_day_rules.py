"""What fits into a day, and where meetings stand between tasks."""

from twinhelm.tasks.rules.day import Span, Work, between, lay_out, minutes_left

NOON = 12 * 60


def test_the_day_fits_when_its_tasks_take_no_more_than_its_hours():
    fit = lay_out([Work(1, 180), Work(2, 130)], 360)
    assert (fit.is_fitting, fit.needed, fit.over, fit.too_much) == (True, 310, (), 0)


def test_names_what_does_not_fit_in_the_order_of_the_day():
    fit = lay_out([Work(1, 300), Work(2, 60), Work(3, 90), Work(4, 60)], 360)
    assert (fit.is_fitting, fit.over, fit.too_much) == (False, (3, 4), 150)


def test_a_task_without_estimate_takes_nothing_and_is_counted():
    fit = lay_out([Work(1, None), Work(2, 60)], 60)
    assert (fit.is_fitting, fit.unknown, fit.needed) == (True, (1,), 60)


def test_a_task_with_nothing_left_never_fails_to_fit():
    assert lay_out([Work(1, 400), Work(2, 0)], 360).over == (1,)


def test_hours_of_the_day_are_less_what_is_booked_and_meetings_ahead():
    meetings = [Span(1, 9 * 60, 10 * 60), Span(2, 14 * 60, 15 * 60)]
    assert minutes_left(480, 120, meetings, NOON) == 480 - 120 - 60


def test_of_a_meeting_that_goes_on_the_rest_counts():
    assert minutes_left(480, 0, [Span(1, NOON - 30, NOON + 30)], NOON) == 450


def test_two_meetings_at_once_count_once():
    assert minutes_left(480, 0, [Span(1, 780, 840), Span(2, 810, 870)], NOON) == 480 - 90


def test_a_day_never_has_less_than_nothing_left():
    assert minutes_left(60, 240, [], NOON) == 0


def test_a_meeting_stands_where_the_tasks_before_it_have_filled_the_time():
    laid = between([Work(1, 60), Work(2, 60), Work(3, 60)], [Span(7, NOON + 60, NOON + 90)], NOON)
    assert [one.key for one in laid] == [1, 7, 2, 3]


def test_meetings_that_are_over_are_left_out_and_late_ones_close_the_day():
    laid = between([Work(1, 30)], [Span(7, 540, 600), Span(8, 1000, 1060)], NOON)
    assert [one.key for one in laid] == [1, 8]
