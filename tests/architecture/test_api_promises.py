"""The API keeps what its description promises, whatever a program sends: generated calls as owner, maker, finance, and with a token that may only read."""

import os
from datetime import timedelta

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.testing import NINE, a_call, a_conversation, a_message
from twinhelm.foundation import clock
from twinhelm.people import actions
from twinhelm.people.choices import Role, Scope
from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog.testing import an_entry

EXAMPLES = int(os.environ.get("TWINHELM_EXAMPLES", "1"))
"""For each operation, sent by every asker. They follow from the operations alone, so that each run makes the same calls."""
promised = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
WITHOUT_MOCKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


@pytest.fixture(scope="module")
def tokens(django_db_setup, django_db_blocker):
    """Made once, with their world; its transaction has to survive the requests that run inside it."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def db(tokens):
    """What pytest-django gives under this name: each call is undone, inside the transaction that the world stands in."""


def made():
    at, lasts = clock.now(), timedelta(days=1)
    oda = an_owner()
    people = {"owner": oda, "maker": a_member("Dee", Role.MAKER), "finance": a_member("Sam", Role.FINANCE)}
    a_world(oda, people["maker"])
    askers = {who: (member, Scope.WRITE) for who, member in people.items()} | {"reader": (oda, Scope.READ)}
    return {
        who: actions.make_token(name="fuzz", scope=scope, lasts=lasts, by=member, at=at)[1]
        for who, (member, scope) in askers.items()
    }


def a_world(oda, dee):
    """One of everything, with the numbers that generated calls try first."""
    alder = a_client("Alder Bakery", made_by=oda, domains=("alderbakery.example",))
    marta = a_contact(alder)
    conversation = a_conversation(alder)
    a_message(conversation, sender=marta)
    a_message(conversation, Direction.OUT, sender=oda, at=NINE + timedelta(hours=1))
    a_call(oda, alder, contact=marta, notes="Sundays")
    a_call(dee, alder)
    an_entry(oda, "Alder call")


@promised.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=WITHOUT_MOCKS,
)
def test_every_answer_is_one_that_was_promised(case, db, tokens):
    for token in tokens.values():
        with transaction.atomic():
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=PROMISES)
            transaction.set_rollback(True)


def test_no_two_shapes_share_a_name():
    """The description knows shapes by name alone: of two with one name, the later would describe the earlier's answers."""
    seen: dict[str, set[str]] = {}
    for shape in shapes(Schema):
        seen.setdefault(shape.__name__, set()).add(shape.__module__)
    assert not {name: modules for name, modules in seen.items() if len(modules) > 1}


def shapes(base: type) -> list[type]:
    ours = [shape for shape in base.__subclasses__() if "[" not in shape.__name__]
    return [one for shape in ours for one in (shape, *shapes(shape)) if one.__module__.startswith("twinhelm.")]
