"""Views that are kept, as members meet them."""

import pytest

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.tasks.models import SavedView

pytestmark = pytest.mark.django_db


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def page(signed_in, oda):
    return signed_in(oda)


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def keep(browser, name="Late ones", query="due=late&group=project"):
    return browser.post("/tasks/views/", {"name": name, "layout": "list", "query": query})


def test_what_is_shown_now_is_kept_and_chosen_from_the_menu(page):
    answer = keep(page)

    assert answer["Location"] == "/tasks/?due=late&group=project"
    assert 'href="/tasks/?due=late&amp;group=project">Late ones' in words_of(page.get("/tasks/"))


def test_the_same_name_again_shows_what_is_shown_now(page):
    keep(page)
    keep(page, "late ONES", "due=week")

    assert [*SavedView.objects.values_list("query", flat=True)] == ["due=week"]


def test_a_view_is_private_until_it_is_shared(page, signed_in):
    keep(page)
    hers, view = signed_in(a_member("Dee", Role.MAKER)), SavedView.objects.get()
    before = words_of(hers.get("/tasks/views/"))

    page.post(f"/tasks/views/{view.pk}/", {"name": "Late", "is_shared": "1"})

    assert "Late ones" not in before
    assert "for everybody, from" in words_of(hers.get("/tasks/views/"))
    assert hers.post(f"/tasks/views/{view.pk}/", {"name": "Mine"}).status_code == 403


def test_a_maker_keeps_views_and_shares_none(signed_in):
    hers = signed_in(a_member("Dee", Role.MAKER))
    keep(hers)
    view = SavedView.objects.get()

    assert hers.post(f"/tasks/views/{view.pk}/", {"name": "Mine", "is_shared": "1"}).status_code == 403
    assert SavedView.objects.get().name == "Late ones"


def test_a_deleted_view_comes_back_unless_its_name_is_taken(page):
    keep(page)
    view = SavedView.objects.get()
    page.post(f"/tasks/views/{view.pk}/delete/")
    gone = page.get("/tasks/views/")
    keep(page)

    taken = page.post(f"/tasks/views/{view.pk}/put-back/")
    page.post(f"/tasks/views/{SavedView.objects.latest('pk').pk}/delete/")
    page.post(f"/tasks/views/{view.pk}/put-back/")

    assert "No view is kept yet" in words_of(gone)
    assert taken.status_code == 422
    assert [*SavedView.objects.filter(deleted_at=None)] == [view]


@pytest.mark.parametrize("sent", [{"name": " "}, {"name": "x" * 61}, {"name": "a", "layout": "pie"}])
def test_a_view_that_cannot_be_kept_is_refused_with_a_sentence(page, sent):
    answer = page.post("/tasks/views/", {"layout": "list", "query": "", **sent})

    assert answer.status_code == 422
    assert not SavedView.objects.exists()
