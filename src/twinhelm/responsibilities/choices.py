"""The two families."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Family(TextChoices):
    """Which helm a responsibility belongs to."""

    CLIENT = "CLIENT", _("Client work")
    PROJECT = "PROJECT", _("Project work")
