"""What the palette offers, and to whom."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from twinhelm.ui import navigation, views
from twinhelm.ui.navigation import Act, Destination, Found, Group

OWNER, MAKER = SimpleNamespace(is_owner=True), SimpleNamespace(is_owner=False)


def is_owner(member: Any) -> bool:
    return bool(member.is_owner)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("destinations", "acts", "finders"):
        monkeypatch.setattr(navigation, name, [])
    navigation.register(
        Destination("Rules", "ui:components", "rule", Group.HELMS, may=is_owner, keys="r"),
        Destination("Entries", "ui:palette", "list", Group.HELMS),
    )
    navigation.offer(
        Act("Sign out", "account_logout", "out", is_post=True), Act("Divide", "home", "split", may=is_owner)
    )
    return


def found_by(member: Any, typed: str = "") -> list[dict[str, str]]:
    request = RequestFactory().get("/palette/", {"q": typed})
    request.user = member
    return json.loads(views.palette(request).content)["found"]


def names(member: Any, typed: str = "") -> list[str]:
    return [one["name"] for one in found_by(member, typed)]


def test_places_and_acts_that_a_member_may_not_see_are_absent() -> None:
    assert names(OWNER) == ["Entries", "Rules", "Sign out", "Divide"]
    assert names(MAKER) == ["Entries", "Sign out"]


def test_an_act_says_that_it_is_done_at_once() -> None:
    assert [one["method"] for one in found_by(MAKER)] == ["get", "post"]


def test_areas_are_asked_only_once_something_is_typed_and_told_who_asks() -> None:
    asked: list[tuple[Any, str]] = []

    @navigation.finds
    def people(member: Any, typed: str) -> list[Found]:
        asked.append((member, typed))
        return [Found(f"Ana {number}", "/people/1/", "person") for number in range(20)]

    names(MAKER)
    assert asked == []
    assert len([name for name in names(MAKER, "ana") if name.startswith("Ana")]) == views.MOST
    assert asked == [(MAKER, "ana")]


def test_nobody_makes_the_server_read_a_novel() -> None:
    heard: list[str] = []
    navigation.finds(lambda _member, typed: heard.append(typed) or [])
    names(MAKER, "a" * 5000)
    assert len(heard[0]) == 80
