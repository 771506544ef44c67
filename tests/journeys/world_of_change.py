"""Builds the small world of the change in the house that the surroundings name: `python -m …world_of_change PORT`."""

import os
import sys
from datetime import date, datetime, timedelta


def build(smtp_port: int) -> None:
    """Alder is to go from Jonas to Ana and Pim next week; Birch went to them ten days ago. Wave 2 has both."""
    from twinhelm.foundation import clock
    from twinhelm.people.choices import Role
    from twinhelm.people.testing import a_member, an_owner
    from twinhelm.transition.actions.measuring import ask_for_baseline
    from twinhelm.transition.testing import a_programme

    at = clock.now()
    oda = an_owner()
    people = {
        "account": a_member("Ana Reyes", Role.ACCOUNT_MANAGER),
        "production": a_member("Pim de Wit", Role.PRODUCTION_MANAGER),
        "jonas": a_member("Jonas Vik", Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER),
    }
    for owner in (people["account"], None):
        a_sending_mailbox(owner, oda, smtp_port)
    programme = a_programme(began_by=oda, started_at=at - timedelta(days=21), first_on=at.date() - timedelta(days=14))
    ask_for_baseline(programme, by=oda, at=at)
    a_moving_client("Alder Bakery", people, at.date() + timedelta(days=7), at)
    a_moving_client("Birch Outdoors", people, at.date() - timedelta(days=10), at)


def a_sending_mailbox(owner, connected_by, smtp_port: int) -> None:
    from twinhelm.conversations.testing import a_mailbox

    address = "ana@northlight.example" if owner else "hello@northlight.example"
    a_mailbox(owner, address, connected_by=owner or connected_by, smtp_host="127.0.0.1", smtp_port=smtp_port)


def a_moving_client(name: str, people: dict, effective_on: date, at: datetime) -> None:
    """With a contact, an open conversation with Jonas, and dated leads; Birch is through to its check-in."""
    from twinhelm.clients.choices import Mode, Part
    from twinhelm.clients.testing import a_client, a_contact, a_lead
    from twinhelm.conversations.testing import a_conversation, a_message
    from twinhelm.transition.choices import Step
    from twinhelm.transition.testing import a_transition

    client = a_client(name, mode=Mode.CLIENT_LED)
    contact = a_contact(client, "Marta Lindgaard", email=f"marta@{name.split(maxsplit=1)[0].lower()}.example")
    conversation = a_conversation(client, f"Opening times of {name}", assigned_to=people["jonas"])
    a_message(conversation, sender=contact, at=at - timedelta(hours=2))
    for part in (Part.ACCOUNT, Part.PRODUCTION):
        a_lead(client, part, people["jonas"], to_on=effective_on - timedelta(days=1))
        a_lead(client, part, people[str(part.value)], from_on=effective_on)
    is_through = effective_on < at.date()
    a_transition(
        client,
        Step.CHECK_IN if is_through else Step.DECIDE,
        account=people["account"],
        production=people["production"],
        former_account=people["jonas"],
        former_production=people["jonas"],
        effective_on=effective_on,
        handed_over_on=effective_on if is_through else None,
        step_since=at - timedelta(days=1),
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
    import django

    django.setup()
    build(int(sys.argv[1]))
