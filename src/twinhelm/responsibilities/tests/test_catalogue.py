"""The catalogue that every agency starts with."""

import pytest

from twinhelm.responsibilities.models import Responsibility


@pytest.mark.django_db
def test_an_agency_starts_with_fourteen_lines_six_of_them_client_work():
    lines = list(Responsibility.objects.current().in_order())
    assert len(lines) == 14
    assert [line.is_client for line in lines] == [True] * 6 + [False] * 8
