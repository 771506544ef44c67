"""Builds a small world of work in the house that the surroundings name: `python -m …world_of_work`."""

import os


def build() -> None:
    """Pim leads production; Dee sits on the one project, which has no tasks yet."""
    from twinhelm.clients.testing import a_client
    from twinhelm.people.choices import Role
    from twinhelm.people.testing import a_member, an_agency, an_owner
    from twinhelm.projects.testing import a_project, a_seat

    an_agency()
    oda = an_owner()
    a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    dee = a_member("Dee Okafor", Role.MAKER)
    a_seat(a_project(a_client("Alder Bakery", made_by=oda), "Order page"), dee)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
    import django

    django.setup()
    build()
