"""The pages of imports, as somebody uses them: upload, preview, import, back out; and what they refuse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from twinhelm.foundation.choices import JobState
from twinhelm.foundation.models import Job
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog.actions import files
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.jobs.imports import BRINGING, check_key, tidy_imports
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.testing import an_entry, an_import
from twinhelm.worklog.tests.test_imports import TOGGL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path, monkeypatch):
    settings.FILES = tmp_path
    monkeypatch.setattr("twinhelm.sorting.solve.best_installed", lambda: "light")


def upload(browser, content: str | bytes, name: str = "toggl.csv", **said):
    content = content.encode() if isinstance(content, str) else content
    said = {"zone": "Europe/Amsterdam", **said}
    return browser.post("/imports/", {"file": SimpleUploadedFile(name, content), **said})


def as_shown(browser, url: str) -> dict:
    """What the preview's form would send."""
    form = browser.get(url).context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def test_a_file_is_shown_before_it_is_imported(signed_in, after):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    browser = signed_in(oda)
    answer = after(lambda: upload(browser, TOGGL, member=oda.pk))
    page = browser.get(answer.url).content.decode()
    assert "3 new entries" in page
    assert "Toggl Track, detailed report" in page
    assert "Alder: call about the menu" in page
    assert not WorkEntry.objects.exists()

    after(lambda: browser.post(f"{answer.url}confirm/", as_shown(browser, answer.url)))
    page = browser.get(answer.url).content.decode()
    assert "<b>3 entries</b> came in" in page
    assert WorkEntry.objects.counted().exclude(sorted_by="").count() == 3


def test_says_how_much_of_a_file_stays_out_because_nobody_knows_its_people(signed_in, after):
    oda, _ana = an_owner(), a_member("Ana Reyes")
    browser = signed_in(oda)
    page = browser.get(after(lambda: upload(browser, TOGGL, member=oda.pk)).url).content.decode()
    assert "stays out</b>" in page or "stay out</b>" in page


def test_changing_the_reading_reads_again_before_anything_is_stored(signed_in, after):
    oda, ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    browser = signed_in(oda)
    url = after(lambda: upload(browser, TOGGL, member=oda.pk)).url
    said = as_shown(browser, url)
    changed = {**said, "person-1": "out"} if said["person-1"] != str(ana.pk) else {**said, "person-0": "out"}
    after(lambda: browser.post(f"{url}confirm/", changed))
    imported = Import.objects.get()
    assert imported.state == ImportState.CHECKED
    assert imported.findings["new"]["entries"] < 3
    assert not WorkEntry.objects.exists()


def test_a_pasted_list_comes_in(signed_in, after):
    ana = a_member("Ana Reyes", Role.MAKER)
    browser = signed_in(ana)
    said = {"pasted": "call with Alder 30 min\ntest the form 1h", "zone": "UTC", "member": ana.pk}
    url = after(lambda: browser.post("/imports/", said)).url
    after(lambda: browser.post(f"{url}confirm/", as_shown(browser, url)))
    assert WorkEntry.objects.counted().filter(member=ana).count() == 2


def test_refuses_nothing_at_all_with_a_sentence(signed_in):
    answer = signed_in(an_owner()).post("/imports/", {"zone": "UTC"})
    assert answer.status_code == 422
    assert "Choose a file, or paste a list." in answer.content.decode()


def test_an_import_is_taken_back_after_a_look_and_put_back(signed_in, after):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    browser = signed_in(oda)
    url = after(lambda: upload(browser, TOGGL, member=oda.pk)).url
    after(lambda: browser.post(f"{url}confirm/", as_shown(browser, url)))
    assert "<b>3 entries</b> stop counting" in browser.get(f"{url}take-back/").content.decode()
    assert WorkEntry.objects.counted().count() == 3
    browser.post(f"{url}take-back/")
    assert WorkEntry.objects.counted().count() == 0
    assert "Put it back" in browser.get(url).content.decode()
    browser.post(f"{url}put-back/")
    assert WorkEntry.objects.counted().count() == 3


def test_another_members_import_does_not_exist_for_a_maker(signed_in, after):
    oda, dee = an_owner(), a_member("Dee", Role.MAKER)
    url = after(lambda: upload(signed_in(oda), TOGGL, member=oda.pk)).url
    browser = signed_in(dee)
    assert browser.get(url).status_code == 404
    for act in ("confirm", "reread", "call-off", "take-back", "put-back"):
        assert browser.post(f"{url}{act}/").status_code == 404
    assert browser.get(f"{url}problems.csv").status_code == 404


def test_finance_reads_imports_and_is_told_why_it_brings_none_in(signed_in, after):
    oda, fen = an_owner(), a_member("Fen Aalto", Role.FINANCE)
    url = after(lambda: upload(signed_in(oda), TOGGL, member=oda.pk)).url
    browser = signed_in(fen)
    assert browser.get(url).status_code == 200
    assert "Finance reads the hours" in browser.get("/imports/").content.decode()
    answer = browser.post("/imports/", {"pasted": "call", "zone": "UTC", "member": fen.pk})
    assert answer.status_code == 403
    assert browser.post(f"{url}call-off/").status_code == 403


def test_a_file_beyond_the_limit_is_refused_and_the_next_one_works(signed_in, after, monkeypatch):
    oda = an_owner()
    browser = signed_in(oda)
    monkeypatch.setattr("twinhelm.worklog.forms.imports.LARGEST_BYTES", 10)
    answer = upload(browser, TOGGL, member=oda.pk)
    assert answer.status_code == 422
    assert "toggl.csv is larger than" in answer.content.decode()
    assert not Import.objects.exists()
    monkeypatch.setattr("twinhelm.worklog.forms.imports.LARGEST_BYTES", files.LARGEST_BYTES)
    assert upload(browser, TOGGL, member=oda.pk).status_code == 302


def test_problems_come_as_a_csv_that_runs_nothing(signed_in, after):
    oda, _ana, _pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    browser = signed_in(oda)
    row = TOGGL.splitlines()[1].replace("2026-11-16,09:00:00,2026", "=HYPERLINK(1),09:00:00,2026")
    url = after(lambda: upload(browser, TOGGL + row + "\n", member=oda.pk)).url
    csv = b"".join(browser.get(f"{url}problems.csv").streaming_content).decode()
    assert "=HYPERLINK(1)" in csv
    assert not any(line.startswith(("=", "+", "@")) for line in csv.splitlines())


@pytest.mark.parametrize("imports", [1, 25])
def test_the_list_of_imports_costs_the_same_however_long_it_is(signed_in, imports, django_assert_max_num_queries):
    from twinhelm.worklog.testing import an_import

    oda = an_owner()
    for number in range(imports):
        an_import(oda, f"log {number}.csv")
    browser = signed_in(oda)
    browser.get("/imports/")
    with django_assert_max_num_queries(23):
        assert browser.get("/imports/").status_code == 200


def test_an_owner_who_is_one_no_longer_finds_only_imports_of_their_own_hours(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    own, everybodys = an_import(ana, "mine.csv"), an_import(ana, "everybody.csv")
    an_entry(ana, source=own)
    an_entry(ana, source=everybodys)
    an_entry(oda, source=everybodys)
    browser = signed_in(ana)
    assert browser.get(f"/imports/{own.pk}/").status_code == 200
    assert browser.get(f"/imports/{everybodys.pk}/").status_code == 404
    assert browser.post(f"/imports/{everybodys.pk}/take-back/").status_code == 404
    assert signed_in(oda).get(f"/imports/{everybodys.pk}/").status_code == 200


@pytest.mark.parametrize("state", [ImportState.CHECKING, ImportState.RUNNING])
def test_an_import_that_always_breaks_ends_with_a_sentence_instead_of_being_tried_for_ever(signed_in, state):
    oda = an_owner()
    broken = an_import(oda, state=state, ended_at=None, understanding={"wishes": {}})
    key = check_key(broken.pk) if state == ImportState.CHECKING else BRINGING
    at = broken.started_at
    Job.objects.create(name="worklog.check_import", key=key, state=JobState.FAILED, run_at=at, created_at=at)
    tidy_imports.function(None)
    assert Job.objects.filter(key=key).count() == 1
    page = signed_in(oda).get(f"/imports/{broken.pk}/").content.decode()
    assert "Twinhelm broke on this file" in page
