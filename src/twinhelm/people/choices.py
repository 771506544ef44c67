"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member may be; one member may be several."""

    OWNER = "owner", _("Owner")
    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    PRODUCTION_MANAGER = "production_manager", _("Production manager")
    MAKER = "maker", _("Maker")
    FINANCE = "finance", _("Finance")
