"""The guard over templates is awake."""

import pytest
from django.template import Context, Template

from twinhelm.people.choices import Role
from twinhelm.people.models import RoleGrant
from twinhelm.people.testing import a_member

pytestmark = pytest.mark.django_db
PAGE = Template("{{ grant.member.name }}")


def test_a_template_that_loads_a_relation_fails_the_test():
    a_member("Ana Reyes", Role.MAKER)
    with pytest.raises(AssertionError, match=r"RoleGrant.member row by row"):
        PAGE.render(Context({"grant": RoleGrant.objects.get()}))


def test_what_came_with_the_rows_may_be_shown():
    a_member("Ana Reyes", Role.MAKER)
    assert PAGE.render(Context({"grant": RoleGrant.objects.select_related("member").get()})) == "Ana Reyes"
