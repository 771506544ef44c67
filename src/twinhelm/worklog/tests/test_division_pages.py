"""The division's pages and files, through the door."""

import csv
import io
import re

import pypdfium2
import pytest
from django.urls import reverse

from twinhelm.foundation.printing import pdf_of
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.worklog.actions import divisions
from twinhelm.worklog.actions.likings import say_liking
from twinhelm.worklog.models import Division
from twinhelm.worklog.queries.division_document import document_of
from twinhelm.worklog.queries.division_page import current_division_summary, division_page
from twinhelm.worklog.tests.test_divisions import LATER, PERIOD, a_fortnight, ana, division, line, oda, pim  # noqa: F401
from twinhelm.worklog.views.division_files import TEMPLATE

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(browser, oda):  # noqa: F811
    browser.force_login(oda)
    return browser


def url(name, *args):
    return reverse(f"worklog:{name}", args=args)


def words_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_before_any_import_the_page_teaches_the_first_step(signed_in):
    answer = signed_in.get(url("divisions"))
    assert answer.status_code == 200
    assert "First the laundry list, then the division" in answer.content.decode()


def test_with_one_week_the_page_says_what_is_missing(signed_in, oda):  # noqa: F811
    member = a_member("Jonas Kerr")
    a_fortnight(member, client=1, project=1)
    assert "Only one person does this work" in words_of(signed_in.get(url("divisions")))


def test_a_proposal_shows_its_finding_first(signed_in, ana, pim, time_machine):  # noqa: F811
    time_machine.move_to(LATER)
    answer = signed_in.post(url("division_propose"), {"weeks": 8}, follow=True)
    assert answer.redirect_chain[-1][0] == url("division", Division.objects.get().pk)
    said = words_of(answer)
    assert "It saves 4 switches a day each" in said
    assert "creates 2 to 10 hand-offs a week" in said
    assert "Gives QA and Scope to Pim" in said
    assert "Ana already spends 75 % on client work." in said


def test_refuses_a_proposal_from_too_little_with_the_sentence(signed_in, ana, time_machine):  # noqa: F811
    time_machine.move_to(LATER)
    answer = signed_in.post(url("division_propose"), {"weeks": 8})
    assert answer.status_code == 422
    assert "A division needs two" in words_of(answer)


def test_a_page_costs_few_queries_however_many_people(signed_in, division, django_assert_max_num_queries):  # noqa: F811
    with django_assert_max_num_queries(29):
        signed_in.get(url("division", division.pk))


def test_a_move_answers_with_the_piece_of_the_page_and_a_way_back(signed_in, division, ana, pim):  # noqa: F811
    wanted = {"version": 1, "line": line("qa").pk, "giver": pim.pk, "taker": ana.pk, "hours": "2.5"}
    answer = signed_in.post(url("division_move", division.pk), wanted, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<div id="division"')
    assert "2 h 30 of Testing and QA move from Pim to Ana." in answer.headers["HX-Trigger"]
    assert f"{url('division_undo', division.pk)}?version=2" in answer.headers["HX-Trigger"]
    assert division.shares.get(member=ana, responsibility=line("qa")).minutes_after == 150
    assert "changed by hand" in answer.content.decode()
    back = signed_in.post(url("division_undo", division.pk) + "?version=2")
    assert back.status_code == 302
    assert division.shares.get(member=ana, responsibility=line("qa")).minutes_after == 0


def test_without_scripts_a_move_leads_back_to_the_page(signed_in, division, ana, pim):  # noqa: F811
    wanted = {"version": 1, "line": line("qa").pk, "giver": pim.pk, "taker": ana.pk, "hours": ""}
    answer = signed_in.post(url("division_move", division.pk), wanted, follow=True)
    assert "Testing and QA moves from Pim to Ana." in answer.content.decode()


def test_an_overtaken_change_shows_the_division_as_it_is_now(signed_in, division, oda, ana, pim):  # noqa: F811
    divisions.pin(division, ana, version=1, by=oda, at=LATER)
    wanted = {"version": 1, "member": pim.pk, "becomes": "hybrid"}
    answer = signed_in.post(url("division_seat", division.pk), wanted, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'data-version="2"' in answer.content.decode()
    assert "Pim becomes: Hybrid." in answer.content.decode()
    assert signed_in.post(url("division_seat", division.pk), wanted).status_code == 409


def test_refuses_input_that_makes_no_sense_with_a_sentence(signed_in, division, ana, pim):  # noqa: F811
    wanted = {"version": 1, "line": line("qa").pk, "giver": pim.pk, "taker": pim.pk}
    answer = signed_in.post(url("division_move", division.pk), wanted)
    assert answer.status_code == 422
    assert "Choose somebody else to take it." in answer.content.decode()
    answer = signed_in.post(url("division_move", division.pk), {**wanted, "taker": ana.pk, "hours": "a lot"})
    assert answer.status_code == 422
    answer = signed_in.post(url("division_seat", division.pk), {"version": 1, "member": 999, "becomes": "hybrid"})
    assert answer.status_code == 422
    assert Division.objects.get().version == 1


def test_a_stranger_finds_nothing_and_a_reader_changes_nothing(browser, division, oda, ana):  # noqa: F811
    browser.force_login(ana)
    assert browser.get(url("division", division.pk)).status_code == 404
    assert browser.get(url("division_pdf", division.pk)).status_code == 404
    assert browser.get(url("division_csv", division.pk)).status_code == 404
    assert "Nothing has been shared with you yet" in words_of(browser.get(url("divisions")))
    divisions.share(division, by=oda, at=LATER)
    page = browser.get(url("division", division.pk))
    assert page.status_code == 200
    assert "Propose again" not in page.content.decode()
    answer = browser.post(url("division_reset", division.pk), {"version": 1})
    assert answer.status_code == 403
    assert "Only an owner changes a division" in answer.content.decode()


def test_deleting_offers_the_way_back(signed_in, division):  # noqa: F811
    answer = signed_in.post(url("division_delete", division.pk), follow=True)
    assert url("division_put_back", division.pk) in answer.content.decode()
    signed_in.post(url("division_put_back", division.pk))
    assert signed_in.get(url("division", division.pk)).status_code == 200


def test_the_csv_holds_each_line_of_each_member_and_no_live_formula(signed_in, division, ana):  # noqa: F811
    ana.name = "=cmd|'/c calc'!A1"
    ana.save()
    answer = signed_in.get(url("division_csv", division.pk))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 8
    assert rows[0]["Member"].startswith("'=cmd")
    assert {row["Minutes a week today"] for row in rows} == {"150", "450"}
    assert sum(int(row["Minutes a week as it stands"]) for row in rows) == 2400


def test_the_print_is_a_tagged_document(signed_in, division):  # noqa: F811
    answer = signed_in.get(url("division_pdf", division.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content
    assert b"/Lang(en)" in answer.content


def test_the_print_says_everything_and_reads_no_name_as_markup(division, ana, oda):  # noqa: F811
    ana.name = '#read("/etc/passwd") *Ana* $x$ @ref'
    ana.save()
    document = document_of(division_page(division, oda), "Northlight")
    texts = text_of(document)
    assert '#read("/etc/passwd") *Ana* $x$ @ref' in texts
    assert "Testing and QA" in texts
    assert "It saves" in texts
    assert "Who becomes what" in texts


def text_of(document):
    pages = pypdfium2.PdfDocument(pdf_of(TEMPLATE, document))
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))


def test_the_summary_is_the_newest_division_that_one_may_read(division, oda, ana):  # noqa: F811
    assert current_division_summary(oda).page.division == division
    assert current_division_summary(ana).page is None
    assert current_division_summary(a_member("Dee Okafor", Role.MAKER)).page is None


def test_what_somebody_likes_is_told_to_them_and_the_owner_only(browser, oda, ana, pim):  # noqa: F811
    for key in ("real-time", "scheduled", "relationship"):
        say_liking(ana, line(key), 2, by=ana, at=LATER)
    division = divisions.share(divisions.propose(PERIOD, by=oda, at=LATER), by=oda, at=LATER)  # noqa: F811
    for reader, is_told in ((oda, True), (ana, True), (pim, False)):
        browser.force_login(reader)
        for door in (url("division", division.pk), f"/api/divisions/{division.pk}"):
            assert ("energy" in words_of(browser.get(door))) is is_told, (reader.name, door)


def test_the_print_is_laid_on_the_table_and_tells_nobody_what_somebody_likes(oda, ana, pim):  # noqa: F811
    for key in ("real-time", "scheduled", "relationship", "qa", "scope"):
        say_liking(ana, line(key), 2, by=ana, at=LATER)
    division = divisions.propose(PERIOD, by=oda, at=LATER)  # noqa: F811
    texts = text_of(document_of(division_page(division, None), "Northlight"))
    assert "already spends" in texts
    assert "energy" not in texts
    assert "Likes both" not in texts


def test_an_owner_prints_what_may_lie_on_the_table(signed_in, oda, ana, pim):  # noqa: F811
    say_liking(ana, line("real-time"), 2, by=ana, at=LATER)
    division = divisions.propose(PERIOD, by=oda, at=LATER)  # noqa: F811
    pages = pypdfium2.PdfDocument(signed_in.get(url("division_pdf", division.pk)).content)
    assert "energy" not in " ".join(page.get_textpage().get_text_range() for page in pages)
