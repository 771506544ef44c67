"""Imports from the file to the counted entries: dry run, bringing in, the same again, taking back."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.actions import deactivate, take_role
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog import jobs
from twinhelm.worklog.actions import bringing, files, imports
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.queries import sifting
from twinhelm.worklog.rules.wishes import Wishes
from twinhelm.worklog.testing import week_load

MONDAY = date(2026, 11, 16)
pytestmark = pytest.mark.django_db

TOGGL = """User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ana Reyes,ana.reyes@northlight.example,Alder Bakery,Website,,Alder: call about the menu,Yes,2026-11-16,09:00:00,2026-11-16,09:30:00,00:30:00,
Ana Reyes,ana.reyes@northlight.example,Alder Bakery,Website,,Weekly update for Alder,Yes,2026-11-16,10:00:00,2026-11-16,10:45:00,00:45:00,
Pim de Wit,pim.de.wit@northlight.example,Alder Bakery,Website,,Test the order form,Yes,2026-11-17,13:00:00,2026-11-17,15:00:00,02:00:00,qa
"""


@pytest.fixture
def follow_up(django_capture_on_commit_callbacks):
    """What happens after an act is stored: listeners and their jobs."""

    def run(act, *given, **wanted):
        with django_capture_on_commit_callbacks(execute=True):
            result = act(*given, **wanted)
        with django_capture_on_commit_callbacks(execute=True):
            run_jobs()
        return result

    return run


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path


def receive(text: str, by, name: str = "toggl.csv", **wishes) -> Import:
    stored = files.put_away([text.encode()], name)
    return imports.receive(stored, name, Wishes(**wishes), by=by, at=clock.now())


def test_a_toggl_report_comes_in_by_email_and_name(follow_up):
    oda, ana, pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit", email=None)
    imported = follow_up(receive, TOGGL, oda)
    imported.refresh_from_db()
    assert imported.state == ImportState.CHECKED, imported.failure
    assert imported.findings["new"] == {"entries": 3, "minutes": 195}
    assert {one["owner"] for one in imported.findings["people"]} == {ana.pk, pim.pk}
    assert not WorkEntry.objects.exists()

    follow_up(imports.confirm, imported, by=oda, at=clock.now())
    imported.refresh_from_db()
    assert (imported.state, imported.entries_added) == (ImportState.DONE, 3)
    assert sorted(WorkEntry.objects.counted().values_list("member__name", "minutes")) == [
        ("Ana Reyes", 30),
        ("Ana Reyes", 45),
        ("Pim de Wit", 120),
    ]
    assert list((settings.FILES / "imports").iterdir()) == []


def test_the_same_file_again_adds_nothing_and_says_so(follow_up):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    follow_up(imports.confirm, follow_up(receive, TOGGL, oda), by=oda, at=clock.now())
    again = follow_up(receive, TOGGL, oda, name="again.csv")
    again.refresh_from_db()
    assert again.findings["here"]["entries"] == 3
    with pytest.raises(imports.NothingNew):
        imports.confirm(again, by=oda, at=clock.now())
    assert WorkEntry.objects.count() == 3


def brought_in(follow_up, text, by, **given) -> Import:
    imported = follow_up(receive, text, by, **given)
    follow_up(imports.confirm, imported, by=by, at=clock.now())
    imported.refresh_from_db()
    return imported


def test_sums_follow_an_import_and_its_taking_back(follow_up):
    oda, ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    imported = brought_in(follow_up, TOGGL, oda)
    assert week_load(ana, MONDAY) == {"": 75}
    imports.take_back(imported, by=oda, at=clock.now())
    assert week_load(ana, MONDAY) == {}
    assert not WorkEntry.objects.counted().exists()
    imports.put_back(imported, by=oda, at=clock.now())
    assert week_load(ana, MONDAY) == {"": 75}


def test_an_import_taken_back_goes_for_good_after_a_day_and_can_come_again(follow_up):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    imported = brought_in(follow_up, TOGGL, oda)
    imports.take_back(imported, by=oda, at=clock.now())
    again = brought_in(follow_up, TOGGL, oda)
    assert again.entries_added == 3
    with pytest.raises(imports.GoneForGood):
        imports.put_back(imported, by=oda, at=clock.now())
    imports.take_back(again, by=oda, at=clock.now())
    bringing.sweep(at=clock.now() + timedelta(hours=25))
    assert not WorkEntry.objects.exists()


def test_the_same_work_from_another_source_is_left_out_unless_wanted(follow_up):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    brought_in(follow_up, TOGGL, oda)
    other = "Person,Day,What,Hours\nAna Reyes,2026-11-16,Call about the menu,0.5\nAna Reyes,2026-11-16,Mails,0.5\n"
    imported = follow_up(receive, other, oda, name="own.csv")
    imported.refresh_from_db()
    assert imported.findings["twin"]["entries"] == 1
    assert imported.findings["twins"][0]["twin"] == "Alder: call about the menu"
    assert imported.findings["new"]["entries"] == 1
    follow_up(imports.reread, imported, Wishes(twins="in"), by=oda, at=clock.now())
    follow_up(imports.confirm, imported, by=oda, at=clock.now())
    assert WorkEntry.objects.counted().count() == 5


def test_a_member_brings_in_their_own_entries_only(follow_up):
    ana, _pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit")
    imported = brought_in(follow_up, TOGGL, ana)
    assert imported.findings["left_out"]["entries"] == 1
    assert set(WorkEntry.objects.values_list("member__name", flat=True)) == {"Ana Reyes"}


def test_refuses_another_members_entries_from_who_is_no_owner():
    ana, pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit")
    with pytest.raises(NotPermitted, match="Only an owner"):
        receive(TOGGL, ana, member_id=pim.pk)
    with pytest.raises(NotPermitted, match="Only an owner"):
        receive(TOGGL, ana, people={"Pim": "new"})


def test_refuses_an_import_by_finance():
    with pytest.raises(NotPermitted, match="Finance reads"):
        receive(TOGGL, a_member("Fen Aalto", Role.FINANCE))


def test_a_pasted_list_belongs_to_who_pastes_it(follow_up):
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    imported = brought_in(follow_up, "- call with Alder, 30 min\n- test the order form, 1h\n", ana, name="Pasted list")
    assert imported.state == ImportState.DONE, imported.failure
    assert sorted(WorkEntry.objects.counted().values_list("member_id", "minutes")) == [(ana.pk, 30), (ana.pk, 60)]


def test_unknown_people_become_members_without_sign_in_when_the_owner_wants_it(follow_up):
    oda = an_owner()
    imported = follow_up(receive, TOGGL, oda)
    imported.refresh_from_db()
    assert imported.findings["left_out"]["entries"] == 3
    people = {one["person"]: "new" for one in imported.findings["people"]}
    follow_up(imports.reread, imported, Wishes(people=people), by=oda, at=clock.now())
    follow_up(imports.confirm, imported, by=oda, at=clock.now())
    assert sorted(WorkEntry.objects.values_list("member__name", flat=True).distinct()) == ["Ana Reyes", "Pim de Wit"]
    again = follow_up(receive, TOGGL, oda)
    again.refresh_from_db()
    assert again.findings["here"]["entries"] == 3


def test_calling_off_in_the_middle_leaves_nothing(follow_up, monkeypatch):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    monkeypatch.setattr(sifting, "AT_ONCE", 1)
    imported = follow_up(receive, TOGGL, oda)
    imports.confirm(imported, by=oda, at=clock.now())
    said = []

    def call_off_at_the_second_row(**progress):
        said.append(WorkEntry.objects.count())
        if len(said) == 2:
            imports.call_off(imported, by=oda, at=clock.now())

    bringing.bring_in(Import.objects.get(pk=imported.pk), at=clock.now(), say=call_off_at_the_second_row)
    assert said == [0, 1]
    assert not WorkEntry.objects.exists()
    bringing.sweep(at=clock.now())
    assert list((settings.FILES / "imports").iterdir()) == []


def test_entries_are_seen_all_together_or_not_at_all(follow_up, monkeypatch):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    monkeypatch.setattr(sifting, "AT_ONCE", 1)
    imported = follow_up(receive, TOGGL, oda)
    imports.confirm(imported, by=oda, at=clock.now())

    def break_at_the_third_row(**progress):
        assert not WorkEntry.objects.counted().exists()
        if WorkEntry.objects.count() == 2:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        bringing.bring_in(Import.objects.get(pk=imported.pk), at=clock.now(), say=break_at_the_third_row)
    bringing.bring_in(Import.objects.get(pk=imported.pk), at=clock.now(), say=lambda **_: None)
    assert WorkEntry.objects.counted().count() == WorkEntry.objects.count() == 3


def test_a_stored_file_has_a_random_name_and_is_nobody_elses(settings):
    stored = files.put_away([b"one", b"two"], "../../etc/passwd")
    path = settings.FILES / stored.path
    assert path.read_bytes() == b"onetwo"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "passwd" not in stored.path


def test_refuses_a_file_that_is_too_large_and_keeps_nothing(monkeypatch, settings):
    monkeypatch.setattr(files, "LARGEST_BYTES", 5)
    with pytest.raises(Invalid, match="larger than"):
        files.put_away([b"one", b"two"], "big.csv")
    assert list((settings.FILES / "imports").iterdir()) == []


def test_columns_chosen_once_are_remembered_for_the_next_file_with_that_header(follow_up):
    oda, _ana = an_owner(), a_member("Ana Reyes")
    text = (
        "Wer,Wann,Bemerkung,Titel,Std\nAna Reyes,2026-11-16,call with Alder,x1,0.5\nAna Reyes,2026-11-17,mails,x2,1\n"
    )
    mapping = {"Wer": "person", "Wann": "date", "Titel": "text", "Std": "hours"}
    brought_in(follow_up, text, oda, name="own.csv", mapping=mapping)
    assert set(WorkEntry.objects.values_list("text", flat=True)) == {"x1", "x2"}
    next_one = follow_up(receive, text.replace("2026-11", "2026-10"), oda, name="october.csv")
    next_one.refresh_from_db()
    assert next_one.understanding["read"]["mapping"] == mapping


def test_brings_in_nothing_for_somebody_who_left_meanwhile(follow_up):
    oda, ana = an_owner(), a_member("Ana Reyes", Role.MAKER)
    imported = follow_up(receive, TOGGL, ana)
    imports.confirm(imported, by=ana, at=clock.now())
    deactivate(ana, by=oda, at=clock.now())
    bringing.bring_in(Import.objects.get(), at=clock.now(), say=lambda **_: None)
    assert Import.objects.get().state == ImportState.CANCELLED
    assert not WorkEntry.objects.exists()


def test_an_import_whose_file_is_gone_fails_and_lets_the_next_one_in(follow_up):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    lost, next_one = follow_up(receive, TOGGL, oda), follow_up(receive, TOGGL, oda, name="next.csv")
    for one in (lost, next_one):
        imports.confirm(one, by=oda, at=clock.now())
    files.throw_away(lost.path)
    jobs.bring_in.enqueue()
    run_jobs()
    states = dict(Import.objects.values_list("pk", "state"))
    assert states == {lost.pk: ImportState.FAILED, next_one.pk: ImportState.DONE}


def test_an_import_that_breaks_keeps_no_other_waiting(follow_up):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    broken, next_one = follow_up(receive, TOGGL, oda), follow_up(receive, TOGGL, oda, name="next.csv")
    for one in (broken, next_one):
        imports.confirm(one, by=oda, at=clock.now())
    files.throw_away(broken.path)
    (settings.FILES / broken.path).mkdir()
    jobs.bring_in.enqueue()
    with pytest.raises(IsADirectoryError):
        run_jobs()
    states = dict(Import.objects.values_list("pk", "state"))
    assert states == {broken.pk: ImportState.RUNNING, next_one.pk: ImportState.DONE}


def test_somebody_added_from_a_file_with_email_and_name_keeps_the_whole_name(follow_up):
    oda = an_owner()
    a_member("Ana Reyes")
    file = TOGGL.replace("pim.de.wit@northlight.example", "pim@northlight.example")
    imported = follow_up(receive, file, oda, people={"pim@northlight.example": "new"})
    imported.refresh_from_db()
    follow_up(imports.confirm, imported, by=oda, at=clock.now())
    assert Member.objects.filter(name="Pim de Wit").exists()
    assert not Member.objects.filter(name="Pim").exists()


def test_whoever_owns_no_longer_keeps_no_dry_run_of_other_peoples_hours(follow_up):
    oda, eva = an_owner(), a_member("Eva Holm", Role.OWNER)
    imported = follow_up(receive, TOGGL, eva)
    follow_up(take_role, eva, Role.OWNER, by=oda, at=clock.now())
    imported.refresh_from_db()
    assert (imported.state, imported.findings) == (ImportState.CANCELLED, {})
