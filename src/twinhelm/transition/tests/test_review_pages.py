"""The pages of reviews, baselines and the team's answers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from twinhelm.clients.models import Client
from twinhelm.clients.testing import a_client
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_agency, an_owner
from twinhelm.transition.actions.measuring import ask_for_baseline, measure
from twinhelm.transition.actions.reviews import comment, decide, open_review
from twinhelm.transition.actions.staff_answers import answer
from twinhelm.transition.choices import ReviewDecision, Step
from twinhelm.transition.models import Measurement, Programme, Review, ReviewComment, StaffAnswer, Transition
from twinhelm.transition.rules.measures import QUESTIONS
from twinhelm.transition.testing import a_programme, a_transition
from twinhelm.transition.tests.test_measuring import STARTED, answered, monday
from twinhelm.transition.tests.test_reviews import SIX_MONTHS_ON, fives

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Browser]
Counting = Callable[..., object]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: SIX_MONTHS_ON)


@pytest.fixture
def oda() -> Member:
    an_agency()
    return an_owner()


@pytest.fixture
def ana() -> Member:
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim() -> Member:
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def programme(oda: Member) -> Programme:
    return a_programme(began_by=oda, started_at=STARTED)


def moved(programme: Programme, name: str, ana: Member, pim: Member) -> Transition:
    return a_transition(
        a_client(name), Step.REVIEW, programme=programme, account=ana, production=pim, handed_over_on=date(2026, 12, 14)
    )


def a_history(client: Client) -> None:
    for week in range(13):
        answered(client, monday(week), 200 + week)
        answered(client, date(2027, 3, 15) + timedelta(weeks=week), 30 + week)


def done(measurement: Measurement | None, at: datetime) -> None:
    assert measurement
    measure(measurement, at=at, tell=lambda done, total: None)


@pytest.fixture
def review(programme: Programme, ana: Member, pim: Member) -> Review:
    a_history(moved(programme, "Alder Bakery", ana, pim).client)
    done(ask_for_baseline(programme, by=None, at=STARTED), STARTED)
    one = open_review(programme.waves.get(number=1), by=None, at=SIX_MONTHS_ON)
    done(one.measurement, SIX_MONTHS_ON)
    return Review.objects.select_related("wave", "measurement").get()


def page_of(browser: Browser, name: str, *args: object) -> str:
    return browser.get(reverse(f"transition:{name}", args=args)).content.decode()


def test_the_first_sentence_says_what_is_more_than_chance(review: Review, ana: Member, signed_in: SignIn) -> None:
    page = page_of(signed_in(ana), "review", review.pk)
    assert "<b>Answers take 36 min instead of 3 h 25.</b>" in page
    assert "answers within the promise" not in page.split("</p>")[0]
    assert "not known" in page
    assert "Time to answer: before 3 h 25, between" in page


def test_figures_lead_to_their_rows(review: Review, ana: Member, signed_in: SignIn) -> None:
    page = page_of(signed_in(ana), "review", review.pk)
    assert "/conversations/?tray=all" in page
    assert f"/conversations/?tray=all&amp;client={Transition.objects.get().client_id}" in page


def test_the_list_says_what_is_due_when(
    programme: Programme, oda: Member, ana: Member, pim: Member, signed_in: SignIn
) -> None:
    moved(programme, "Alder Bakery", ana, pim)
    page = page_of(signed_in(oda), "reviews")
    assert "<b>Wave 1 is looked back at on 14 June 2027.</b>" in page
    assert "Measure now…" in page
    assert "Measure now…" not in page_of(signed_in(ana), "reviews")
    assert "Measure 13 weeks before" in page


def test_before_a_programme_starts_the_page_says_what_will_be(ana: Member, signed_in: SignIn) -> None:
    assert "No programme has started yet" in page_of(signed_in(ana), "reviews")


def test_a_lead_comments_on_a_client_and_takes_it_back(review: Review, ana: Member, signed_in: SignIn) -> None:
    browser, client = signed_in(ana), Transition.objects.get().client
    opened = browser.get(reverse("transition:review", args=[review.pk]), {"client": client.pk}).content.decode()
    assert f'name="client" value="{client.pk}"' in opened
    posted = {"client": client.pk, "text": "They call me first now."}
    answer_ = browser.post(reverse("transition:comment_review", args=[review.pk]), posted)
    assert answer_.url == f"/transition/reviews/{review.pk}/#client-{client.pk}"
    page = page_of(browser, "review", review.pk)
    assert "They call me first now." in page
    assert "Pim not yet" in " ".join(page.replace("</small>", "").split())
    browser.post(reverse("transition:take_back_comment", args=[ReviewComment.objects.get().pk]))
    assert "They call me first now." not in page_of(browser, "review", review.pk)


def test_an_empty_comment_gets_a_sentence(review: Review, ana: Member, signed_in: SignIn) -> None:
    refused = signed_in(ana).post(reverse("transition:comment_review", args=[review.pk]), {"text": " "})
    assert refused.status_code == 422
    assert not ReviewComment.objects.exists()


def test_an_owner_decides_with_a_reason(review: Review, oda: Member, ana: Member, signed_in: SignIn) -> None:
    address = reverse("transition:decide_review", args=[review.pk])
    said = {"decision": "merge_back", "why": "Too few of us", "version": 1}
    assert signed_in(ana).post(address, said).status_code == 403
    browser = signed_in(oda)
    assert browser.post(address, said | {"why": ""}).status_code == 422
    assert browser.post(address, said).status_code == 302
    page = page_of(browser, "review", review.pk)
    assert "<b>Merge back.</b> Too few of us" in page
    assert "client by client" in page
    stale = browser.post(address, said | {"decision": "keep"})
    assert stale.status_code == 409
    assert "Oda Lindqvist decided meanwhile" in stale.content.decode()
    browser.post(reverse("transition:take_back_review", args=[review.pk]), {"version": 2})
    assert Review.objects.get().decision == ""


def test_an_owner_opens_a_review_early_and_is_told_so(
    programme: Programme, oda: Member, ana: Member, pim: Member, signed_in: SignIn
) -> None:
    moving = moved(programme, "Alder Bakery", ana, pim)
    Transition.objects.update(handed_over_on=date(2027, 4, 1))
    browser = signed_in(oda)
    gone = browser.post(reverse("transition:open_review", args=[moving.wave_id]))
    page = browser.get(gone.url).content.decode()
    assert "Measured early, on 14 June 2027; it was due on 1 October 2027" in page
    assert "It is being measured" in page


def test_what_is_stopped_says_so_and_goes_on(programme: Programme, oda: Member, ana: Member, signed_in: SignIn) -> None:
    made = ask_for_baseline(programme, by=oda, at=STARTED)
    browser = signed_in(oda)
    assert "Waiting for its turn." in page_of(browser, "measurement", made.pk)
    assert browser.post(reverse("transition:stop_measuring", args=[made.pk])).status_code == 302
    assert "Measuring was stopped." in page_of(browser, "measurement", made.pk)
    assert "Owners say when something is measured" in page_of(signed_in(ana), "measurement", made.pk)
    browser.post(reverse("transition:measure_again", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "waiting"


def test_the_baseline_is_asked_for_from_the_list(programme: Programme, oda: Member, signed_in: SignIn) -> None:
    browser = signed_in(oda)
    gone = browser.post(reverse("transition:ask_for_baseline", args=[programme.pk]), {"weeks": 26})
    made = Measurement.objects.get()
    assert gone.url == reverse("transition:measurement", args=[made.pk])
    assert made.first_on == date(2026, 5, 4)


def test_hours_of_single_people_stay_between_them_and_the_owners(
    review: Review, oda: Member, ana: Member, pim: Member, signed_in: SignIn
) -> None:
    from twinhelm.worklog.testing import an_entry

    Measurement.objects.all().delete()
    Review.objects.all().delete()
    for week in range(13):
        for member in (ana, pim):
            an_entry(member, at=datetime.combine(monday(week), STARTED.timetz()), minutes=60)
    programme = Programme.objects.get()
    made = ask_for_baseline(programme, by=None, at=STARTED)
    done(made, STARTED)
    shown = {
        viewer.name: [name for name in ("Ana Reyes", "Pim de Wit") if f">{name}</a>" in page]
        for viewer in (oda, ana)
        for page in [page_of(signed_in(viewer), "measurement", made.pk)]
    }
    assert shown == {"Oda Lindqvist": ["Ana Reyes", "Pim de Wit"], "Ana Reyes": ["Ana Reyes"]}
    table = b"".join(signed_in(ana).get(reverse("transition:measurement_csv", args=[made.pk])).streaming_content)
    assert "Pim de Wit" not in table.decode()


def test_a_maker_answers_in_one_minute_and_sees_nothing_else(
    programme: Programme, ana: Member, signed_in: SignIn
) -> None:
    dee = a_member("Dee Okafor", Role.MAKER)
    made = ask_for_baseline(programme, by=None, at=SIX_MONTHS_ON)
    browser = signed_in(dee)
    address = reverse("transition:answers", args=[made.pk])
    assert "Five answers, one minute" in browser.get(address).content.decode()
    assert "How is your work?" in browser.get("/notices/").content.decode()
    assert browser.post(address, {"calm": 3}).status_code == 422
    assert not StaffAnswer.objects.exists()
    assert browser.post(address, fives(4) | {"words": "Fridays"}).status_code == 302
    assert StaffAnswer.objects.filter(member=dee).count() == len(QUESTIONS)
    assert browser.get(reverse("transition:measurement", args=[made.pk])).status_code == 404
    assert "Fridays" in browser.get(address).content.decode()
    assert "Fridays" not in page_of(signed_in(ana), "measurement", made.pk)


def test_who_is_not_asked_finds_no_page(programme: Programme, oda: Member, signed_in: SignIn) -> None:
    made = ask_for_baseline(programme, by=None, at=SIX_MONTHS_ON)
    fin = a_member("Fin", Role.FINANCE)
    assert signed_in(fin).get(reverse("transition:answers", args=[made.pk])).status_code == 404


def test_the_table_has_every_figure_with_its_interval(review: Review, ana: Member, signed_in: SignIn) -> None:
    found = signed_in(ana).get(reverse("transition:review_csv", args=[review.pk]))
    table = b"".join(found.streaming_content).decode()
    line = next(row for row in table.splitlines() if row.startswith("Alder Bakery,Time to answer"))
    assert line.split(",")[2] == "205.0"
    assert "better, more than chance" in line


def test_the_paper_is_tagged_and_says_what_the_page_says(
    review: Review, oda: Member, ana: Member, signed_in: SignIn
) -> None:
    comment(review, Transition.objects.get().client, "They *call* me #first", by=ana, at=SIX_MONTHS_ON)
    decide(review, ReviewDecision.KEEP, why="Calmer", version=1, by=oda, at=SIX_MONTHS_ON)
    found = signed_in(ana).get(reverse("transition:review_pdf", args=[review.pk]))
    assert found["Content-Type"] == "application/pdf"
    assert found.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in found.content or b"/MarkInfo" in found.content


def test_pages_cost_the_same_however_many_clients(
    programme: Programme, ana: Member, pim: Member, oda: Member, signed_in: SignIn, django_assert_num_queries: Counting
) -> None:
    for number in range(3):
        a_history(moved(programme, f"Client {number}", ana, pim).client)
    baseline = ask_for_baseline(programme, by=None, at=STARTED)
    done(baseline, STARTED)
    review = open_review(programme.waves.get(number=1), by=None, at=SIX_MONTHS_ON)
    done(review.measurement, SIX_MONTHS_ON)
    for one in (ana, pim):
        for row in Transition.objects.select_related("client"):
            comment(review, row.client, "Fine", by=one, at=SIX_MONTHS_ON)
        assert review.measurement
        answer(review.measurement, fives(), by=one, at=SIX_MONTHS_ON)
    browser = signed_in(oda)
    for name, args, most in (("reviews", [], 20), ("review", [review.pk], 33), ("measurement", [baseline.pk], 26)):
        browser.get(reverse(f"transition:{name}", args=args))
        with django_assert_num_queries(most):  # type: ignore[attr-defined]
            browser.get(reverse(f"transition:{name}", args=args))
