"""Whom a letter would go to, and who of them was perhaps not meant."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from twinhelm.conversations.queries.directory import Directory


def doubtful(given: Sequence[str], client_id: int | None, known: Directory) -> list[tuple[str, str]]:
    """Recipients whom a writer may not have meant, each with the reason: shown before sending.

    Cost: none beyond the directory's.
    """
    found = []
    for address in given:
        party = known.party([address])
        if party.contact and party.contact.left_on:
            found.append((address, _("%(name)s has left.") % {"name": party.contact.name}))
        elif party.client and client_id and party.client.pk != client_id:
            found.append((address, _("belongs to %(client)s.") % {"client": party.client.name}))
        elif address not in known.ours and party.contact is None:
            found.append((address, _("is no contact of this client.")))
    return found
