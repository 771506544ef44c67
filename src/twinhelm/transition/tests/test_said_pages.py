"""What staff read, note and settle of what a client says."""

from datetime import UTC, datetime

import pytest

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.models import Conversation
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.transition.actions.worries import raise_worry
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Acknowledgement, Worry
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def moving(ana):
    return a_transition(a_client(), Step.INTRODUCE, account=ana)


@pytest.fixture
def marta(moving):
    return a_contact(moving.client, email="marta@alder.example")


def test_a_worry_told_by_phone_is_noted_settled_and_read_with_how(signed_in, ana, moving, marta):
    browser, path = signed_in(ana), f"/transition/clients/{moving.pk}/said/"
    form = {"contact": marta.pk, "kind": "worry", "text": "Who knows the till?", "key": "k"}
    for _time in range(2):
        assert browser.post(path, form).url == path
    worry = Worry.objects.get()
    assert (worry.noted_by, Conversation.objects.count()) == (ana, 1)
    page = browser.get(path).text
    assert "<b>1 worry</b> waits to be settled" in page
    assert "noted by Ana Reyes" in page
    assert browser.post(f"/transition/worries/{worry.pk}/settle/", {"how": "Showed them."}).url == path
    assert "Ana Reyes settled it on" in browser.get(path).text


def test_an_acknowledgement_told_by_phone_is_noted_and_taken_back(signed_in, ana, moving, marta):
    browser, path = signed_in(ana), f"/transition/clients/{moving.pk}/said/"
    browser.post(path, {"contact": marta.pk, "kind": "fine", "text": "Fine by her."})
    noted = Acknowledgement.objects.get()
    assert (noted.by, noted.words) == (ana, "Fine by her.")
    browser.post(f"/transition/acknowledgements/{noted.pk}/take-back/")
    assert not Acknowledgement.objects.exists()


def test_refuses_a_worry_without_words_and_a_stranger_with_sentences(signed_in, ana, moving, marta):
    browser, path = signed_in(ana), f"/transition/clients/{moving.pk}/said/"
    answer = browser.post(path, {"contact": marta.pk, "kind": "worry", "text": " "})
    assert (answer.status_code, "Write what worries you" in answer.text) == (422, True)
    stranger = a_contact(a_client("Fjord Hotels"))
    assert browser.post(path, {"contact": stranger.pk, "kind": "fine"}).status_code == 422
    assert not Acknowledgement.objects.exists()


def test_settling_says_what_is_missing_and_who_was_faster(signed_in, ana, moving, marta):
    worry = raise_worry(moving, marta, "Who?", key="a", at=AT)
    browser = signed_in(ana)
    assert browser.post(f"/transition/worries/{worry.pk}/settle/", {"how": ""}).status_code == 422
    browser.post(f"/transition/worries/{worry.pk}/settle/", {"how": "Met."})
    other = signed_in(a_member("Pim de Wit", Role.PRODUCTION_MANAGER))
    answer = other.post(f"/transition/worries/{worry.pk}/settle/", {"how": "Called."})
    assert answer.status_code == 422
    assert "Ana Reyes settled it already: Met." in answer.text


def test_what_a_contact_wrote_is_text_and_never_markup(signed_in, ana, moving, marta):
    raise_worry(moving, marta, "<script>alert(1)</script>", key="a", at=AT)
    assert "<script>alert(1)" not in signed_in(ana).get(f"/transition/clients/{moving.pk}/said/").text


def test_the_page_asks_the_same_however_many_said_something(
    signed_in, ana, moving, marta, django_assert_max_num_queries
):
    for number in range(8):
        raise_worry(moving, a_contact(moving.client, f"Person {number}"), "Who?", key="a", at=AT)
    browser = signed_in(ana)
    browser.get(f"/transition/clients/{moving.pk}/said/")
    with django_assert_max_num_queries(45):
        browser.get(f"/transition/clients/{moving.pk}/said/")
