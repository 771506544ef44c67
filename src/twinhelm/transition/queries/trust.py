"""How a relationship is rated, in plain words."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    1: _("Strained"),
    2: _("Careful"),
    3: _("Polite"),
    4: _("Open"),
    5: _("They call first"),
}


def words_for(trust: int) -> str:
    return str(WORDS.get(trust, ""))
