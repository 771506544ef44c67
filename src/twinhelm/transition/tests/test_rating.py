"""Who leads anew says afresh how they find the relationship; what was said before stays as history."""

from datetime import UTC, datetime, timedelta

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions.rating import rate
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Rating
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    return an_owner(), a_member("Jonas Falk", "account_manager"), a_member("Ana Reyes", "account_manager")


@pytest.fixture
def change(cast):
    return a_transition(a_client(), Step.HAND_OVER, former_account=cast[1], account=cast[2])


def test_the_new_lead_rates_and_again_later_and_both_stay(change, cast) -> None:
    ana = cast[2]
    for _twice in range(2):
        rate(change, 3, "Polite,\nnot open yet", by=ana, at=AT)
    rate(change, 4, "", by=ana, at=AT + timedelta(days=20))
    told = [(one.trust, one.words) for one in Rating.objects.order_by("at")]
    assert told == [(3, "Polite, not open yet"), (4, "")]


def test_nobody_else_rates_for_them(change, cast) -> None:
    for other in cast[:2]:
        with pytest.raises(NotPermitted, match="Only who leads anew rates the relationship: Ana"):
            rate(change, 5, "", by=other, at=AT)


@pytest.mark.parametrize("trust", [0, 6, -1])
def test_one_of_five(trust, change, cast) -> None:
    with pytest.raises(Invalid, match="one of the five"):
        rate(change, trust, "", by=cast[2], at=AT)


def test_not_too_many_words(change, cast) -> None:
    with pytest.raises(Invalid, match="500 letters"):
        rate(change, 3, "x" * 501, by=cast[2], at=AT)
