"""What nobody means to send when a round is set up."""

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.inventory.models import Round
from twinhelm.people.testing import an_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["clients", "hybrid", "projects", "account", "production"])
def test_a_number_beyond_all_rows_is_refused_and_nothing_stored(signed_in, field):
    oda = an_owner()
    a_client(made_by=oda)
    body = {"name": "Winter", "from_on": "2027-01-01", "hats": ["account"], field: ["9" * 30]}
    assert signed_in(oda).post("/inventory/rounds/new/", body).status_code == 422
    assert not Round.objects.exists()
