"""Comments at tasks: who is named hears of it, nothing is said twice, and nobody speaks where they don't see."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.actions.commenting import (
    SaidOtherwise,
    TaskGone,
    change_comment,
    delete_comment,
    put_back_comment,
    see_mentions,
    write_comment,
)
from twinhelm.tasks.actions.files import add_file, delete_file, drop_deleted_files
from twinhelm.tasks.actions.watching import see, unwatch, watch
from twinhelm.tasks.models import Comment, Mention, TaskFile, Watcher
from twinhelm.tasks.queries.talk import news, said_of, talk_of, unseen_mentions
from twinhelm.tasks.rules.mentions import mentioned
from twinhelm.tasks.testing import a_task

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
NAMES = {1: "Dee Okafor", 2: "Pim de Wit", 3: "Pim Sand", 4: "Ana Reyes"}


@pytest.fixture
def story():
    project = a_project()
    dee, pim, ana = (
        a_member("Dee Okafor", Role.MAKER),
        a_member("Pim de Wit", Role.PRODUCTION_MANAGER),
        a_member("Ana Reyes"),
    )
    a_seat(project, dee)
    return a_task(project, assignee=dee), dee, pim, ana


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("@Dee, look", [1]),
        ("@dee okafor and @ANA", [1, 4]),
        ("@Pim: which of you?", []),
        ("@Pim de Wit knows", [2]),
        ("mail dee@dee.example", []),
        ("@Deeper water", []),
        ("(@Ana)", [4]),
        ("@Ana @Ana", [4]),
    ],
)
def test_finds_whom_an_at_sign_means(text, keys):
    assert mentioned(text, NAMES) == keys


@given(st.text(max_size=200))
def test_whatever_is_written_finds_only_people_who_are_here(text):
    assert set(mentioned(text, NAMES)) <= set(NAMES)


def test_who_is_named_hears_of_it_and_follows_from_now_on(story):
    task, dee, pim, _ = story
    write_comment(task, "@Pim the photos came", by=dee, at=AT)
    assert [one.comment.text for one in unseen_mentions(pim)] == ["@Pim the photos came"]
    assert set(Watcher.objects.values_list("member__name", flat=True)) == {"Dee Okafor", "Pim de Wit"}
    see_mentions(task, by=pim, at=LATER)
    assert not list(unseen_mentions(pim))


def test_nobody_is_told_who_does_not_see_the_task(story):
    task, dee, _, _ = story
    a_member("Lio Hartmann", Role.MAKER)
    write_comment(task, "@Lio have you seen this?", by=dee, at=AT)
    assert not Mention.objects.exists()


def test_a_mention_is_gone_from_the_bell_when_its_reader_leaves_the_project(story):
    task, dee, pim, _ = story
    write_comment(task, "@Dee it is urgent", by=pim, at=AT)
    dee_sits = task.project.seats.get(member=dee)
    dee_sits.left_on = AT.date()
    dee_sits.save()
    assert not list(unseen_mentions(dee))


def test_the_same_page_sent_twice_says_it_once(story):
    task, dee, _, _ = story
    first = write_comment(task, "Half is done", key="k", by=dee, at=AT)
    assert write_comment(task, "Half is done", key="k", by=dee, at=LATER) == first
    assert Comment.objects.count() == 1


def test_refuses_an_empty_and_an_endless_comment(story):
    task, dee, _, _ = story
    with pytest.raises(Invalid, match="nothing to say"):
        write_comment(task, " \n", by=dee, at=AT)
    with pytest.raises(Invalid, match="20001"):
        write_comment(task, "a" * 20_001, by=dee, at=AT)
    assert not Comment.objects.exists()


def test_finance_reads_and_says_nothing(story):
    with pytest.raises(NotPermitted):
        write_comment(story[0], "Cheaper", by=a_member("Sam Brandt", Role.FINANCE), at=AT)


def test_refuses_at_a_task_that_was_deleted_meanwhile(story):
    task, dee, _, _ = story
    task.deleted_at = AT
    task.save()
    with pytest.raises(TaskGone, match="Draw the order page"):
        write_comment(task, "Half is done", by=dee, at=AT)


def test_only_who_said_it_says_it_otherwise_and_never_over_a_newer_one(story):
    task, dee, pim, _ = story
    comment = write_comment(task, "Half is done", by=dee, at=AT)
    with pytest.raises(NotPermitted):
        change_comment(comment, "Nothing is done", version=1, by=pim, at=LATER)
    change_comment(comment, "All is done", version=1, by=dee, at=LATER)
    with pytest.raises(SaidOtherwise):
        change_comment(comment, "Most is done", version=1, by=dee, at=LATER)


def test_what_was_deleted_can_be_put_back(story):
    task, dee, _, _ = story
    comment = write_comment(task, "Half is done", by=dee, at=AT)
    delete_comment(comment, by=dee, at=LATER)
    assert talk_of(task).said == []
    put_back_comment(comment, by=dee, at=LATER)
    assert [one.comment for one in talk_of(task).said] == [comment]


def test_words_addresses_and_names_are_told_apart(story):
    task, dee, _, _ = story
    comment = write_comment(task, "See https://alder.example/menu?a=1, @Pim <b>", by=dee, at=AT)
    (line,) = said_of(comment).lines
    assert [(one.text, bool(one.url), bool(one.member_id)) for one in line] == [
        ("See ", False, False),
        ("https://alder.example/menu?a=1", True, False),
        (", ", False, False),
        ("@Pim", False, True),
        (" <b>", False, False),
    ]


def test_who_follows_hears_of_what_others_do_and_not_of_themselves(story):
    task, dee, pim, _ = story
    watch(task, by=pim, at=AT)
    write_comment(task, "Mine", by=pim, at=LATER)
    assert not list(news(pim))
    write_comment(task, "Half is done", by=dee, at=LATER)
    assert [one.task for one in news(pim)] == [task]
    see(task, by=pim, at=LATER + timedelta(minutes=1))
    assert not list(news(pim))
    unwatch(task, by=pim, at=LATER)
    assert not Watcher.objects.filter(member=pim).exists()


def test_files_are_kept_deleted_and_dropped_after_a_month(story):
    task, dee, pim, _ = story
    file = add_file(task, [b"%PDF-1.7 words"], name="../brief.pdf", by=dee, at=AT)
    assert (file.name, file.media_type) == ("brief.pdf", "application/pdf")
    with pytest.raises(NotPermitted):
        delete_file(file, by=pim, at=AT)
    delete_file(file, by=dee, at=AT)
    assert drop_deleted_files(at=AT + timedelta(days=29)) == 0
    assert drop_deleted_files(at=AT + timedelta(days=31)) == 1
    assert not TaskFile.objects.exists()


def test_refuses_an_empty_file_and_keeps_nothing(story, settings):
    task, dee, _, _ = story
    with pytest.raises(Invalid, match="is empty"):
        add_file(task, [], name="brief.pdf", by=dee, at=AT)
    assert not TaskFile.objects.exists()


def test_the_talk_of_a_task_shows_words_as_words(story, signed_in):
    task, dee, _, _ = story
    write_comment(task, "<script>alert(1)</script> @Pim", by=dee, at=AT)
    page = signed_in(dee).get(f"/tasks/{task.pk}/talk/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert '<b class="talk-name">@Pim</b>' in page


def test_a_hundred_comments_cost_as_many_queries_as_one(story, django_assert_num_queries):
    task, dee, _, _ = story
    write_comment(task, "@Pim one", by=dee, at=AT)
    with django_assert_num_queries(4):
        talk_of(task)
    for number in range(99):
        write_comment(task, f"@Ana {number}", by=dee, at=AT)
    with django_assert_num_queries(4):
        assert len(talk_of(task).said) == 100
