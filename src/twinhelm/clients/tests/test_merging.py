"""Two clients become one, and two again."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from twinhelm.clients import actions
from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientMerge, Goal
from twinhelm.clients.queries import recognise
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.foundation.answers import NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def two(ana):
    gone = a_client("Alder Bageri", made_by=ana, domains=("bageri.example",), industry="Bakeries")
    kept = a_client("Alder Bakery", made_by=ana, domains=("alder.example",))
    a_contact(gone, "Marta", email="marta@home.example")
    actions.add_goal(gone, name="Fewer calls", by=ana, at=AT)
    return gone, kept


def test_what_hangs_on_one_moves_to_the_other_and_mail_follows(two, ana):
    gone, kept = two
    actions.merge_clients(gone, kept, by=ana, at=AT)
    kept.refresh_from_db()
    assert recognise(["marta@home.example"]).client == kept
    assert recognise(["orders@bageri.example"]).client == kept
    assert Goal.objects.get().client == kept
    assert kept.industry == "Bakeries"
    assert [alias.name for alias in kept.aliases.all()] == ["Alder Bageri"]
    assert gone not in Client.objects.visible_to(ana)


def test_the_old_address_leads_to_what_it_became(two, ana, signed_in):
    gone, kept = two
    actions.merge_clients(gone, kept, by=ana, at=AT)
    answer = signed_in(ana).get(reverse("clients:client", args=[gone.pk]))
    assert answer.url == reverse("clients:client", args=[kept.pk])
    dee = a_member("Dee Okafor", Role.MAKER)
    assert signed_in(dee).get(reverse("clients:client", args=[gone.pk])).status_code == 404


def test_the_kept_clients_word_stands_where_both_say_something(two, ana):
    gone, kept = two
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    a_lead(gone, Part.ACCOUNT, pim)
    a_lead(kept, Part.ACCOUNT, ana)
    actions.say_profile(gone, "sells", "Bread", by=ana, at=AT)
    actions.say_profile(kept, "sells", "Cakes", by=ana, at=AT)
    actions.merge_clients(gone, kept, by=ana, at=AT)
    assert [row.member for row in kept.leads.all()] == [ana]
    assert [row.text for row in kept.profile.all()] == ["Cakes"]


def test_taken_back_both_are_as_they_were(two, ana):
    gone, kept = two
    a_lead(gone, Part.ACCOUNT, ana)
    merge = actions.merge_clients(gone, kept, by=ana, at=AT)
    actions.add_goal(kept, name="Came since", by=ana, at=AT)
    actions.undo_merge(merge, by=ana, at=AT)
    assert recognise(["marta@home.example"]).client == gone
    assert [goal.name for goal in gone.goals.all()] == ["Fewer calls"]
    assert [goal.name for goal in kept.goals.all()] == ["Came since"]
    assert [row.member for row in gone.leads.all()] == [ana]
    kept.refresh_from_db()
    assert kept.industry == ""
    with pytest.raises(actions.AlreadyUndone):
        actions.undo_merge(merge, by=ana, at=AT)


def test_every_key_to_a_client_moves():
    from django.apps import apps

    from twinhelm.clients.actions.merging import everything_that_moves

    keys = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Client and model._meta.app_label != "clients"
    }
    assert keys
    assert keys <= {(rows.model, field) for rows, field in everything_that_moves().values()}


def test_the_preview_names_what_moves_and_what_collides(two, ana, signed_in):
    gone, kept = two
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    a_lead(gone, Part.ACCOUNT, pim)
    a_lead(kept, Part.ACCOUNT, ana)
    browser, door = signed_in(ana), reverse("clients:merge", args=[gone.pk])
    text = browser.get(door, {"other": kept.pk}).content.decode()
    assert "1 contact moves." in text
    assert "Account lead: Ana Reyes stays, Pim de Wit no longer leads." in text
    assert not ClientMerge.objects.exists()
    browser.post(door, {"other": kept.pk, "why": "The same firm"})
    assert ClientMerge.objects.get().reason == "The same firm"
    assert browser.post(door, {"other": kept.pk}).status_code == 404


def test_a_client_can_not_be_merged_with_itself_or_by_a_production_manager(two, ana):
    gone, kept = two
    with pytest.raises(actions.NothingToMerge):
        actions.merge_clients(gone, gone, by=ana, at=AT)
    with pytest.raises(NotPermitted):
        actions.merge_clients(gone, kept, by=a_member("Pim de Wit", Role.PRODUCTION_MANAGER), at=AT)


def test_a_name_taken_meanwhile_stops_the_undo_with_a_sentence(two, ana):
    gone, kept = two
    merge = actions.merge_clients(gone, kept, by=ana, at=AT)
    kept.aliases.all().delete()
    a_client("Alder Bageri", made_by=ana)
    with pytest.raises(actions.NameTaken, match="Alder Bageri"):
        actions.undo_merge(merge, by=ana, at=AT)
