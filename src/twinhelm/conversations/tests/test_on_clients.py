"""What projects and conversations are to the clients below them."""

from datetime import UTC, datetime

import pytest

from twinhelm.clients import actions
from twinhelm.clients.testing import a_client
from twinhelm.conversations.testing import a_conversation
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def two(ana):
    return a_client("Alder Bageri", made_by=ana), a_client("Alder Bakery", made_by=ana)


def test_projects_and_conversations_go_along_and_come_back(two, ana):
    gone, kept = two
    project, conversation = a_project(gone), a_conversation(client=gone)
    merge = actions.merge_clients(gone, kept, by=ana, at=AT)
    for thing in (project, conversation):
        thing.refresh_from_db()
        assert thing.client == kept
    actions.undo_merge(merge, by=ana, at=AT)
    for thing in (project, conversation):
        thing.refresh_from_db()
        assert thing.client == gone
