"""The demo agency never mixes with a real one."""

from datetime import UTC, datetime

import pytest

from twinhelm.config.demo import story
from twinhelm.people.models import Agency, Member

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_refuses_a_database_that_holds_another_agency():
    Agency.objects.create(name="Harbour Studio")
    with pytest.raises(story.AnotherAgencyLivesHere, match="belongs to Harbour Studio"):
        story.tell(at=AT)
    assert not Member.objects.exists()
