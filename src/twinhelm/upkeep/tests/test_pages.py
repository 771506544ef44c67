"""The pages of upkeep: who may see them, what they say, what their buttons do."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse

from twinhelm.foundation import clock, mail
from twinhelm.foundation.choices import JobState, MailKind, MailState
from twinhelm.foundation.events import announce
from twinhelm.foundation.models import EventRecord, Job, OutgoingMail
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.upkeep import queries
from twinhelm.upkeep.events import MailArrived

pytestmark = pytest.mark.django_db
PAGES = ("upkeep:jobs", "upkeep:mail", "upkeep:trail", "upkeep:trail_csv")


@pytest.fixture
def oda(db):
    return an_owner()


@pytest.fixture
def owners_browser(oda, signed_in):
    return signed_in(oda)


def a_job(state: JobState = JobState.WAITING, name: str = "worklog.bring_in", **given) -> Job:
    at = clock.now()
    return Job.objects.create(name=name, state=state, run_at=at, created_at=at, started_at=at, ended_at=at, **given)


def a_mail(state: MailState = MailState.AMBIGUOUS) -> OutgoingMail:
    posted = mail.post(to="rosa@alder.example", subject="Your new page", text="Private words", kind=MailKind.CLIENT)
    OutgoingMail.objects.filter(pk=posted.pk).update(state=state, claimed_at=clock.now(), settled_at=clock.now())
    return posted


@pytest.mark.parametrize("page", PAGES)
def test_an_owner_sees_the_page_even_when_it_is_empty(page, owners_browser):
    assert owners_browser.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER, Role.FINANCE])
def test_others_are_told_why_not(page, role, signed_in):
    answer = signed_in(a_member("Pim de Wit", role)).get(reverse(page))
    assert answer.status_code == 403
    assert "for owners" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_sent_to_the_door(page, browser):
    assert browser.get(reverse(page)).status_code == 302


@pytest.mark.parametrize("act", ["cancel_job", "retry_job", "send_again", "confirm_arrival"])
def test_others_change_nothing(act, signed_in):
    job, posted = a_job(JobState.FAILED), a_mail()
    pk = job.pk if "job" in act else posted.pk
    assert signed_in(a_member("Pim de Wit", Role.MAKER)).post(reverse(f"upkeep:{act}", args=[pk])).status_code == 403
    job.refresh_from_db(), posted.refresh_from_db()
    assert (job.state, posted.state) == (JobState.FAILED, MailState.AMBIGUOUS)


def test_shows_how_far_a_running_job_is(owners_browser):
    a_job(JobState.RUNNING, done=1, total=4, said="Reading toggl.csv")
    page = owners_browser.get(reverse("upkeep:jobs")).content.decode()
    assert "bring in" in page.lower()
    assert 'value="25"' in page
    assert "Reading toggl.csv" in page


def test_the_board_refreshes_itself_only_while_something_moves(owners_browser):
    assert (
        "hx-trigger" not in owners_browser.get(reverse("upkeep:jobs"), headers={"HX-Request": "true"}).content.decode()
    )
    a_job()
    fragment = owners_browser.get(reverse("upkeep:jobs"), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" in fragment
    assert "<html" not in fragment


def test_says_when_no_worker_takes_the_jobs(owners_browser):
    job = a_job()
    assert "No worker" not in owners_browser.get(reverse("upkeep:jobs")).content.decode()
    Job.objects.filter(pk=job.pk).update(run_at=clock.now() - timedelta(minutes=3))
    assert "No worker" in owners_browser.get(reverse("upkeep:jobs")).content.decode()


def test_calling_a_job_off_is_on_the_trail(owners_browser, oda):
    job = a_job()
    owners_browser.post(reverse("upkeep:cancel_job", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    event = EventRecord.objects.get(name="JobCancelled")
    assert (event.by_id, event.subject_id) == (oda.pk, job.pk)


def test_a_failed_job_shows_its_reason_and_can_be_tried_again(owners_browser):
    job = a_job(JobState.FAILED, failure="The file ends in the middle of row 7.")
    assert "middle of row 7" in owners_browser.get(reverse("upkeep:jobs")).content.decode()
    owners_browser.post(reverse("upkeep:retry_job", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.WAITING


@pytest.mark.parametrize(("act", "state"), [("cancel_job", JobState.DONE), ("retry_job", JobState.RUNNING)])
def test_an_act_that_comes_too_late_is_refused_with_a_sentence(act, state, owners_browser):
    answer = owners_browser.post(reverse(f"upkeep:{act}", args=[a_job(state).pk]))
    assert answer.status_code == 409
    assert "This job is" in answer.content.decode()


def test_a_job_that_is_not_there_is_not_found(owners_browser):
    assert owners_browser.post(reverse("upkeep:cancel_job", args=[2**40])).status_code == 404


def test_acts_are_not_done_by_looking(owners_browser):
    job = a_job()
    assert owners_browser.get(reverse("upkeep:cancel_job", args=[job.pk])).status_code == 405


def test_asks_what_became_of_a_perhaps_sent_mail_and_never_shows_its_text(owners_browser):
    a_mail()
    page = owners_browser.get(reverse("upkeep:mail")).content.decode()
    assert "May have been sent at" in page
    assert "Private words" not in page


def test_it_arrived_settles_the_question(owners_browser):
    posted = a_mail()
    owners_browser.post(reverse("upkeep:confirm_arrival", args=[posted.pk]))
    posted.refresh_from_db()
    assert posted.state == MailState.SENT
    assert owners_browser.post(reverse("upkeep:send_again", args=[posted.pk])).status_code == 409


def test_send_again_sends_again(owners_browser, settings, tmp_path):
    settings.HOME = tmp_path
    posted = a_mail()
    owners_browser.post(reverse("upkeep:send_again", args=[posted.pk]))
    run_jobs()
    posted.refresh_from_db()
    assert posted.state == MailState.SENT
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_says_when_no_mail_leaves_the_house(owners_browser, settings):
    settings.EMAIL_URL = ""
    assert "No mail leaves this house" in owners_browser.get(reverse("upkeep:mail")).content.decode()
    settings.EMAIL_URL = "smtps://mail.example"
    assert "No mail leaves this house" not in owners_browser.get(reverse("upkeep:mail")).content.decode()


def events(count: int, by) -> None:
    for number in range(count):
        announce(MailArrived(subject_id=number, recipient=f"=cmd{number}"), by=by, at=clock.now())


def test_the_trail_is_read_page_by_page_newest_first(oda):
    events(queries.SHOWN + 1, oda)
    first = queries.trail(oda, by_id=None, name="", before=None)
    second = queries.trail(oda, by_id=None, name="", before=first.older_than)
    assert [len(first.lines), len(second.lines)] == [queries.SHOWN, 1]
    assert first.lines[0].event.subject_id == queries.SHOWN
    assert second.older_than is None


def test_the_trail_is_narrowed_by_who_and_what(oda, owners_browser):
    events(1, oda)
    events(1, a_member("Pim de Wit"))
    page = owners_browser.get(reverse("upkeep:trail"), {"by": oda.pk, "what": "MailArrived"}).content.decode()
    assert "=cmd0" in page
    assert page.count("<tr>") == 2


@pytest.mark.parametrize("nonsense", [{"by": "x"}, {"what": "Nothing"}, {"before": "-1"}, {"before": "9" * 40}])
def test_a_filter_that_nobody_offers_narrows_nothing(nonsense, oda, owners_browser):
    events(1, oda)
    answer = owners_browser.get(reverse("upkeep:trail"), nonsense)
    assert answer.status_code == 200
    assert "=cmd0" in answer.content.decode()


def test_the_trail_as_a_table_holds_no_live_formula(oda, owners_browser):
    announce(MailArrived(subject_id=1, recipient="x"), by=oda, at=clock.now())
    EventRecord.objects.filter(name="MailArrived").update(by_name="=HYPERLINK(1)")
    answer = owners_browser.get(reverse("upkeep:trail_csv"))
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert rows[1][1] == "'=HYPERLINK(1)"


def test_health_says_ok_to_anybody_and_nothing_more(browser):
    answer = browser.get(reverse("upkeep:health"))
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_health_says_when_to_come_back_while_the_database_is_away(browser, monkeypatch):
    def away():
        raise OperationalError("secret address")

    monkeypatch.setattr(queries, "database_answers", away)
    answer = browser.get(reverse("upkeep:health"))
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b"secret" not in answer.content


def test_an_owner_is_told_of_what_waits(owners_browser):
    a_job(JobState.FAILED)
    a_mail()
    page = owners_browser.get("/notices/").content.decode()
    assert "1 job failed" in page
    assert "1 mail was perhaps sent" in page


def test_the_cost_of_the_pages_does_not_grow_with_their_rows(owners_browser, django_assert_max_num_queries):
    for _number in range(30):
        a_job(JobState.FAILED)
        a_mail()
    for page in ("upkeep:jobs", "upkeep:mail", "upkeep:trail"):
        with django_assert_max_num_queries(28):
            owners_browser.get(reverse(page))
