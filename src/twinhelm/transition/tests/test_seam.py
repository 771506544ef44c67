"""The seam between two leads: days since they sat together, and how their work drifts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.models import JointReview
from twinhelm.transition.queries.seam import overdue_of, seam, seam_of
from twinhelm.transition.rules.seam import Course, Crossed, Trend, points_of, trend_of
from twinhelm.worklog.testing import an_entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday: the last whole week began on the 16th."""
TODAY = date(2026, 11, 23)


class Story:
    def __init__(self, since=date(2026, 3, 2)):
        self.oda = an_owner()
        self.ana, self.pim = (
            a_member("Ana Reyes", Role.ACCOUNT_MANAGER),
            a_member("Pim de Wit", Role.PRODUCTION_MANAGER),
        )
        self.alder = self.client("Alder Bakery", since)

    def client(self, name, since=date(2026, 3, 2)):
        made = a_client(name)
        a_lead(made, Part.ACCOUNT, self.ana, from_on=since)
        a_lead(made, Part.PRODUCTION, self.pim, from_on=since)
        return made

    def week(self, monday, member, minutes, line, client="Alder Bakery"):
        an_entry(member, client, client_name=client, minutes=minutes, responsibility=line, at=monday)

    def work(self, mondays, *, pim_calls, client="Alder Bakery"):
        """Ana talks for five hours a week; Pim for so many minutes, and builds for five hours."""
        for monday in mondays:
            self.week(monday, self.ana, 300, "real-time", client)
            self.week(monday, self.pim, 300, "qa", client)
            if pim_calls:
                self.week(monday, self.pim, pim_calls, "real-time", client)

    def review(self, on, client=None):
        return JointReview.objects.create(client=client or self.alder, on=on, by=self.ana, other=self.pim, at=AT)


def mondays(first, weeks):
    return [first + timedelta(weeks=number) for number in range(weeks)]


def test_days_count_from_their_last_joint_review():
    story = Story()
    story.review(date(2026, 10, 1))
    story.review(date(2026, 11, 3))
    (row,) = seam(story.oda, at=AT)
    assert (row.pair.days, row.pair.is_overdue, row.pair.is_counted_from_start) == (20, False, False)


def test_days_count_from_when_both_lead_where_they_never_sat_together():
    story = Story(since=date(2026, 10, 20))
    story.review(date(2026, 9, 1))
    (row,) = seam(story.oda, at=AT)
    assert (row.pair.days, row.pair.is_overdue, row.pair.is_counted_from_start) == (34, True, True)


def test_a_deleted_joint_review_counts_no_more():
    story = Story()
    story.review(date(2026, 11, 3)).__class__.objects.update(deleted_at=AT)
    assert seam(story.oda, at=AT)[0].pair.days == (TODAY - date(2026, 3, 2)).days


def test_clients_with_one_person_for_both_are_not_on_the_list():
    story = Story()
    solo = a_client("Solo")
    a_lead(solo, Part.ACCOUNT, story.ana)
    a_lead(solo, Part.PRODUCTION, story.ana)
    a_lead(a_client("Half"), Part.ACCOUNT, story.ana)
    assert [row.pair.client.name for row in seam(story.oda, at=AT)] == ["Alder Bakery"]
    assert seam_of(solo, story.oda, at=AT) is None


def test_the_worst_comes_first():
    story = Story()
    story.review(date(2026, 11, 20))
    fjord = story.client("Fjord Hotels")
    story.review(date(2026, 9, 1), fjord)
    assert [row.pair.client.name for row in seam(story.oda, at=AT)] == ["Fjord Hotels", "Alder Bakery"]


def test_the_bell_reads_the_same_days():
    story = Story()
    story.review(date(2026, 10, 1))
    story.client("Fjord Hotels", since=date(2026, 11, 10))
    assert [(one.name, one.days) for one in overdue_of(story.ana, TODAY)] == [("Alder Bakery", 53)]
    assert [one.name for one in overdue_of(story.pim, TODAY)] == ["Alder Bakery"]
    assert overdue_of(story.oda, TODAY) == []


def test_drift_is_the_production_leads_share_of_what_the_two_say_to_the_client():
    story = Story()
    story.work(mondays(date(2026, 8, 24), 9), pim_calls=0)
    story.work(mondays(date(2026, 10, 26), 4), pim_calls=100)
    (row,) = seam(story.ana, at=AT)
    assert row.drift.of_client == Trend(25, 0)
    assert row.drift.of_client.course is Course.GROWS
    assert row.drift.of_project == Trend(0, 0)
    assert "25 % in the last four weeks, 0 % before: it grows" in row.client_words
    assert len(row.drift.points) == 13


def test_the_newest_week_is_the_two_leads_own_for_seven_days():
    story = Story()
    story.work(mondays(date(2026, 8, 24), 12), pim_calls=0)
    story.work([date(2026, 11, 16)], pim_calls=300)
    theirs, others = seam(story.pim, at=AT)[0], seam(story.oda, at=AT)[0]
    assert theirs.drift.weeks[-1] == date(2026, 11, 16)
    assert theirs.drift.of_client.lately == 20
    assert others.drift.weeks[-1] == date(2026, 11, 9)
    assert others.drift.of_client.lately == 0
    assert seam(story.oda, at=AT + timedelta(days=7))[0].drift.of_client.lately == 20


def test_a_little_work_says_nothing():
    story = Story()
    story.work([date(2026, 11, 16)], pim_calls=0)
    story.week(date(2026, 11, 9), story.pim, 30, "real-time")
    (row,) = seam(story.ana, at=AT)
    assert row.project_words.startswith("0 % in the last four weeks; too little before")
    assert seam(story.oda, at=AT)[0].client_words == "too little to say"


def test_weeks_in_which_one_person_led_both_are_left_out():
    story = Story(since=date(2026, 11, 1))
    a_lead(story.alder, Part.ACCOUNT, story.pim, to_on=date(2026, 10, 31))
    a_lead(story.alder, Part.PRODUCTION, story.pim, to_on=date(2026, 10, 31))
    story.work(mondays(date(2026, 8, 24), 10), pim_calls=300)
    story.work(mondays(date(2026, 11, 2), 3), pim_calls=0)
    (row,) = seam(story.ana, at=AT)
    assert row.drift.client[:10] == [None] * 10
    assert row.drift.of_client == Trend(0, None)


def test_another_clients_hours_and_makers_hours_do_not_count():
    story = Story()
    dee = a_member("Dee", Role.MAKER)
    story.work(mondays(date(2026, 10, 26), 4), pim_calls=0)
    for monday in mondays(date(2026, 10, 26), 4):
        story.week(monday, dee, 600, "real-time")
        story.week(monday, story.pim, 600, "real-time", client="Fjord Hotels")
    assert seam(story.ana, at=AT)[0].drift.of_client.lately == 0


def test_costs_the_same_however_many_clients(django_assert_num_queries):
    story = Story()
    for number in range(5):
        story.work([date(2026, 11, 9)], pim_calls=60, client=story.client(f"Client {number}").name)
    assert story.oda.roles
    with django_assert_num_queries(7):
        assert len(seam(story.oda, at=AT)) == 6
    with django_assert_num_queries(1):
        overdue_of(story.ana, TODAY)


def test_a_share_moves_only_by_ten_points():
    before, lately = [Crossed(100, 10)] * 9, [Crossed(100, 19)] * 4
    assert trend_of([*before, *lately]).course is Course.STEADY
    assert trend_of([*before, *([Crossed(100, 20)] * 4)]).course is Course.GROWS
    assert trend_of([*([Crossed(100, 30)] * 9), *lately]).course is Course.SHRINKS
    assert points_of([None, Crossed(59, 59), Crossed(60, 30)]) == [50]
