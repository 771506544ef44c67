"""The doors of the change: telling."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.people.models import Member
from twinhelm.transition.choices import LetterState
from twinhelm.transition.models import EducationTemplate
from twinhelm.transition.testing import a_transition, an_education

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance nothing of the change is there."""

READS = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
"""Nobody was asked to read the text of the world; an owner may all the same."""


def a_text(world: World) -> dict[str, Any]:
    return {"pk": world.more["text"].pk}


def an_education_of(world: World) -> dict[str, Any]:
    return {"pk": world.more["told"].pk}


def a_letter(world: World) -> dict[str, Any]:
    return {"pk": world.more["told"].pk, "letter_id": world.more["told_letter"].pk}


def a_view(world: World) -> dict[str, Any]:
    return {"pk": world.more["told"].pk, "contact_id": world.more["told_letter"].contact_id}


def over_json(world: World) -> dict[str, Any]:
    return {"transition_id": world.more["told"].transition_id}


API = "api/transitions/<transition_id>/education"
TELLING: dict[str, Door] = {
    "api/educations": door(GET=LEADS),
    API: door(over_json, GET=LEADS, PUT=LEADS),
    **{f"{API}/{act}": door(over_json, POST=LEADS) for act in ("begin", "ask", "plan", "call-off")},
    f"{API}/verdict": door(over_json, POST=READS),
    f"{API}/recipients": door(over_json, PUT=LEADS),
    "transition/texts/": door(GET=LEADS),
    "transition/texts/new/": door(GET=LEADS, POST=LEADS),
    "transition/texts/ready/": door(POST=LEADS),
    "transition/texts/<int:pk>/": door(a_text, GET=LEADS, POST=LEADS),
    "transition/texts/<int:pk>/delete/": door(a_text, POST=LEADS),
    "transition/texts/<int:pk>/put-back/": door(a_text, POST=LEADS),
    "transition/letters/": door(GET=LEADS),
    "transition/letters.csv": door(GET=LEADS),
    "transition/letters/of/<int:pk>/": door(lambda world: {"pk": world.more["told"].transition_id}, POST=LEADS),
    "transition/letters/<int:pk>/": door(an_education_of, GET=LEADS),
    "transition/letters/<int:pk>/edit/": door(an_education_of, GET=LEADS, POST=LEADS),
    "transition/letters/<int:pk>/as/<int:contact_id>/": door(a_view, GET=LEADS),
    **{
        f"transition/letters/<int:pk>/{act}/": door(an_education_of, POST=LEADS)
        for act in ("anew", "ask", "recipients", "plan", "call-off", "send", "back", "read")
    },
    **{
        f"transition/letters/<int:pk>/mails/<int:letter_id>/{act}/": door(a_letter, POST=LEADS)
        for act in ("arrived", "again")
    },
}

AT_ONCE = {"version": 1}
BODIES: dict[str, Any] = {
    API: {**AT_ONCE, "subject": "Hello", "reason": "One", "benefit": "Two", "way_forward": "Three"},
    f"{API}/ask": {"reader_id": "Ana"},
    f"{API}/verdict": {**AT_ONCE, "is_fine": True},
    f"{API}/recipients": {"contact_ids": []},
    f"{API}/plan": {**AT_ONCE, "send_at": "2026-11-24T14:00:00+01:00"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A template, and a draft to one contact of a client of its own."""
    ana = members["account_manager"]
    client = a_client("Corvid Games", made_by=ana)
    education = an_education(a_transition(client))
    letter = education.letters.create(
        contact=a_contact(client), address="marta@corvid.example", state=LetterState.PLANNED
    )
    text = EducationTemplate.objects.create(name="Growing", subject="Hello", made_by=ana, made_at=at)
    return {"text": text, "told": education, "told_letter": letter}
