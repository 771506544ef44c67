"""Tables in: what is shown is what is done, all of it or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from twinhelm.foundation.answers import Invalid, NotPermitted, Refusal
from twinhelm.people import actions, policies, queries
from twinhelm.people.choices import DryRunState, Role
from twinhelm.people.models import DryRun, Member
from twinhelm.people.rules import Change, Fault, PlannedRow
from twinhelm.people.testing import a_member, an_owner
from twinhelm.reading import Column

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def plan(listing, by):
    known = {member.name: member for member in Member.objects.all()}
    for row in listing.rows:
        name, hours = row.get("name"), row.get("hours")
        if not hours.isdigit():
            yield PlannedRow(row.number, name, faults=(Fault("hours", f"“{hours}” is no number."),))
            continue
        here = known.get(name)
        before = str(here.weekly_minutes // 60) if here else ""
        changes = () if before == hours else (Change("Hours", before, hours),)
        yield PlannedRow(row.number, name, here.pk if here else None, changes, values={"minutes": int(hours) * 60})


def apply(rows, by, at):
    for row in rows:
        member = Member.objects.filter(pk=row.row_id).first() or actions.add_member(name=row.name, by=by, at=at)
        actions.set_working_time(member, weekly_minutes=row.values["minutes"], by=by, at=at)
        if row.name == "Breaks":
            raise Refusal("This row breaks.")


HOURS = actions.TableKind(
    key="hours",
    columns=(Column("name", "Name", is_needed=True), Column("hours", "Hours")),
    may=policies.may_add_member,
    hold=actions.hold_owners_still,
    plan=plan,
    apply=apply,
)


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FILES", tmp_path)
    return tmp_path


def try_out(text, by, kind=HOURS):
    return actions.try_out(kind, [text.encode()], name="hours.csv", by=by, at=NOW)


def kept(files):
    return [path for path in files.rglob("*") if path.is_file()]


def test_the_dry_run_says_what_would_happen_and_stores_nothing_but_the_file(files):
    oda, ana = an_owner(), a_member("Ana Reyes")
    run = try_out("Name,Hours\nAna Reyes,32\nNew Face,40\nPim,forty\nOda Lindqvist,40\n", oda)
    found = queries.findings_of(run)
    assert found.counts == {"new": 1, "changed": 1, "same": 1, "bad": 1}
    assert [(row.number, row.place, row.why) for row in found.bad] == [(4, "B (Hours)", "“forty” is no number.")]
    assert found.changed[0]["changes"] == [{"what": "Hours", "before": "40", "after": "32"}]
    assert set(Member.objects.values_list("name", flat=True)) == {oda.name, ana.name}
    assert len(kept(files)) == 1


def test_what_was_shown_is_done_and_the_file_goes(files):
    oda = an_owner()
    run = actions.bring_in(HOURS, try_out("Name,Hours\nNew Face,36\nPim,forty\n", oda), by=oda, at=NOW)
    assert run.state == DryRunState.DONE
    assert Member.objects.get(name="New Face").weekly_minutes == 36 * 60
    assert not Member.objects.filter(name="Pim").exists()
    assert kept(files) == []


def test_the_same_file_again_adds_nothing():
    oda = an_owner()
    actions.bring_in(HOURS, try_out("Name,Hours\nNew Face,36\n", oda), by=oda, at=NOW)
    again = try_out("Name,Hours\nNew Face,36\n", oda)
    assert queries.findings_of(again).counts["same"] == 1
    with pytest.raises(actions.NothingToBringIn, match="nothing new"):
        actions.bring_in(HOURS, again, by=oda, at=NOW)


def test_a_second_confirmation_is_refused():
    oda = an_owner()
    run = try_out("Name,Hours\nNew Face,36\n", oda)
    actions.bring_in(HOURS, run, by=oda, at=NOW)
    with pytest.raises(actions.AlreadySettled):
        actions.bring_in(HOURS, run, by=oda, at=NOW)
    assert Member.objects.filter(name="New Face").count() == 1


def test_what_has_changed_below_is_shown_again_before_anything_is_done():
    oda, ana = an_owner(), a_member("Ana Reyes")
    run = try_out("Name,Hours\nAna Reyes,32\n", oda)
    actions.set_working_time(ana, weekly_minutes=20 * 60, by=oda, at=NOW)
    with pytest.raises(actions.PlanChanged, match="Nothing was stored"):
        actions.bring_in(HOURS, run, by=oda, at=NOW)
    ana.refresh_from_db()
    assert ana.weekly_minutes == 20 * 60
    run.refresh_from_db()
    assert queries.findings_of(run).changed[0]["changes"][0]["before"] == "20"
    actions.bring_in(HOURS, run, by=oda, at=NOW)
    ana.refresh_from_db()
    assert ana.weekly_minutes == 32 * 60


def test_another_file_under_the_same_key_is_refused(files):
    oda = an_owner()
    run = try_out("Name,Hours\nNew Face,36\n", oda)
    kept(files)[0].write_text("Name,Hours\nSomebody Else,36\n")
    with pytest.raises(actions.PlanChanged, match="not the one that was shown"):
        actions.bring_in(HOURS, run, by=oda, at=NOW)
    assert not Member.objects.filter(name="Somebody Else").exists()


def test_nothing_is_half_brought_in():
    oda = an_owner()
    run = try_out("Name,Hours\nNew Face,36\nBreaks,36\n", oda)
    with pytest.raises(Refusal, match="breaks"):
        actions.bring_in(HOURS, run, by=oda, at=NOW)
    assert not Member.objects.filter(name="New Face").exists()
    run.refresh_from_db()
    assert run.is_waiting


def test_a_file_that_is_no_such_table_is_refused_and_not_kept(files):
    oda = an_owner()
    with pytest.raises(Invalid, match="No column is called “Name”"):
        try_out("Colour,Hours\nred,1\n", oda)
    assert kept(files) == []
    assert not DryRun.objects.exists()


def test_only_who_may_brings_a_table():
    dee = a_member("Dee", Role.MAKER)
    with pytest.raises(NotPermitted):
        try_out("Name,Hours\nNew Face,36\n", dee)


def test_an_owner_who_is_none_any_more_confirms_nothing():
    oda, eva = an_owner(), a_member("Eva", Role.OWNER)
    run = try_out("Name,Hours\nNew Face,36\n", eva)
    actions.take_role(eva, Role.OWNER, by=oda, at=NOW)
    with pytest.raises(NotPermitted):
        actions.bring_in(HOURS, run, by=Member.objects.get(pk=eva.pk), at=NOW)


def test_what_is_called_off_or_forgotten_leaves_no_file(files):
    oda = an_owner()
    actions.drop_table(try_out("Name,Hours\nNew Face,36\n", oda), by=oda, at=NOW)
    assert kept(files) == []
    forgotten = try_out("Name,Hours\nNew Face,36\n", oda)
    assert actions.drop_forgotten_tables(at=NOW + timedelta(days=1)) == 0
    assert actions.drop_forgotten_tables(at=NOW + timedelta(days=3)) == 1
    assert kept(files) == []
    with pytest.raises(actions.AlreadySettled):
        actions.bring_in(HOURS, forgotten, by=oda, at=NOW)


def test_nobody_else_sees_the_table_that_somebody_brought():
    oda = an_owner()
    try_out("Name,Hours\nNew Face,36\n", oda)
    assert not DryRun.objects.visible_to(a_member("Eva", Role.OWNER)).exists()
    assert DryRun.objects.visible_to(oda).exists()
