"""What merging two clients would do, before it is done."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import Part, ProfileTopic
from twinhelm.clients.models import Client, ClientLead, ProfileEntry
from twinhelm.foundation.answers import Preview

Obstacles = Callable[[Client, Client], Iterable[str]]
in_the_way: list[Obstacles] = []
"""What areas above say stands in the way of merging the first client into the second: sentences."""


def obstacles(gone: Client, kept: Client) -> list[str]:
    return [sentence for source in in_the_way for sentence in source(gone, kept)]


def merge_preview(gone: Client, kept: Client, counts: dict[str, int]) -> Preview:
    """counts: rows that would move, by kind. Cost: three queries."""
    said = {"gone": gone.name, "kept": kept.name}
    lines = [*obstacles(gone, kept), *moving(counts), *colliding(gone, kept)]
    lines.append(_("“%(gone)s” stays known as another name of %(kept)s, and its page leads there.") % said)
    return Preview(_("%(gone)s becomes part of %(kept)s") % said, tuple(lines))


def moving(counts: dict[str, int]) -> Iterator[str]:
    for key, sentence in sentences(counts).items():
        if counts.get(key):
            yield sentence % {"n": counts[key]}
    known = sentences(counts).keys()
    others = sum(count for key, count in counts.items() if key not in known)
    if others:
        yield ngettext("%(n)s thing more moves with it.", "%(n)s things more move with it.", others) % {"n": others}


def sentences(counts: dict[str, int]) -> dict[str, str]:
    def several(one: str, many: str, key: str) -> str:
        return ngettext(one, many, counts.get(key, 0))

    return {
        "contact": several("%(n)s contact moves.", "%(n)s contacts move.", "contact"),
        "domain": several("%(n)s domain moves.", "%(n)s domains move.", "domain"),
        "goal": several("%(n)s goal moves.", "%(n)s goals move.", "goal"),
        "note": several("%(n)s note moves.", "%(n)s notes move.", "note"),
        "file": several("%(n)s file moves.", "%(n)s files move.", "file"),
        "projects.project": several("%(n)s project moves.", "%(n)s projects move.", "projects.project"),
        "conversations.conversation": several(
            "%(n)s conversation moves.", "%(n)s conversations move.", "conversations.conversation"
        ),
        "alias": several("%(n)s other name moves.", "%(n)s other names move.", "alias"),
    }


def colliding(gone: Client, kept: Client) -> Iterator[str]:
    """Where both say something, the kept client's word stands."""
    rows = ClientLead.objects.filter(client__in=[gone, kept]).open().select_related("member")
    who = {(row.client_id, row.part): row.member.name for row in rows}
    for part in Part:
        ours, theirs = who.get((kept.pk, part)), who.get((gone.pk, part))
        if ours and theirs and ours != theirs:
            said = {"part": part.label, "ours": ours, "theirs": theirs}
            yield _("%(part)s: %(ours)s stays, %(theirs)s no longer leads.") % said
        elif theirs and not ours:
            yield _("%(part)s: %(name)s comes along.") % {"part": part.label, "name": theirs}
    topics = ProfileEntry.objects.filter(client__in=[gone, kept], replaced_at=None).values_list("client", "topic")
    said_of = {client: {topic for one, topic in topics if one == client} for client in (gone.pk, kept.pk)}
    for topic in sorted(said_of[gone.pk] & said_of[kept.pk]):
        yield _("%(topic)s: both say something; what %(kept)s says stands.") % {
            "topic": ProfileTopic(topic).label,
            "kept": kept.name,
        }
