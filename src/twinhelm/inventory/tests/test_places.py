"""Where the pages of the inventory stand in the shell."""

import re

import pytest

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_agency

pytestmark = pytest.mark.django_db


def test_the_pages_of_the_inventory_are_tabs_and_one_line_of_the_rail(signed_in):
    an_agency()
    page = signed_in(a_member("Ana Reyes", Role.ACCOUNT_MANAGER)).get("/inventory/rounds/").text
    rail, tabs = (
        page.split('class="tabs tabs--places"')[0],
        page.split('class="tabs tabs--places"')[1].split("</nav>")[0],
    )
    assert 'href="/inventory/rounds/"' not in rail
    assert re.search(r'href="/inventory/" aria-current="page"', rail)
    assert re.search(r'href="/inventory/rounds/" aria-current="page"', tabs)
    assert 'href="/inventory/load/"' in tabs


def test_a_page_of_its_own_has_no_tabs(signed_in):
    an_agency()
    assert "tabs--places" not in signed_in(a_member("Ana Reyes", Role.ACCOUNT_MANAGER)).get("/people/").text
