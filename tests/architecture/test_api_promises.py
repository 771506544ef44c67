"""The API keeps what its description promises, whatever a program sends: generated calls as owner and as maker."""

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

from twinhelm.foundation import clock
from twinhelm.people import actions
from twinhelm.people.choices import Role, Scope
from twinhelm.people.testing import a_member, an_owner

EXAMPLES = int(os.environ.get("TWINHELM_EXAMPLES", "6"))
promised = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
WITHOUT_MOCKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


@pytest.fixture
def tokens(db):
    """The test's own transaction has to survive the requests that run inside it."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    at, lasts = clock.now(), timedelta(days=1)
    people = {"owner": an_owner(), "maker": a_member("Dee", Role.MAKER)}
    yield {
        who: actions.make_token(name="fuzz", scope=Scope.WRITE, lasts=lasts, by=member, at=at)[1]
        for who, member in people.items()
    }
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@promised.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=WITHOUT_MOCKS,
)
@pytest.mark.parametrize("who", ["owner", "maker"])
def test_every_answer_is_one_that_was_promised(case, who, tokens):
    with transaction.atomic():
        case.call_and_validate(headers={"Authorization": f"Bearer {tokens[who]}"}, checks=PROMISES)
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
