"""A review as the content of its printed document: plain words and figures only."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.transition.models import Measurement, ReviewComment
from twinhelm.transition.queries.measure_words import Value
from twinhelm.transition.queries.review_page import ClientRow, Line, ReviewPage
from twinhelm.transition.rules.measures import Verdict


def document_of(page: ReviewPage, rows: Sequence[ClientRow], agency: str) -> dict[str, Any]:
    """What the template of the document asks for. Single answers of the team are not in it, whoever prints."""
    review = page.review
    title = _("Wave %(number)s, six months on") % {"number": review.wave.number}
    return {
        "lang": (translation.get_language() or "en").split("-")[0],
        "agency": agency,
        "title": title,
        "lede": page.lede or [(_("It is not measured yet."), True)],
        "plain_lede": " ".join(text for text, _is_bold in page.lede) or title,
        "facts": " · ".join(facts_of(page)),
        "footer": " · ".join([agency, title, day_of(review.opened_at)]),
        "lines": [line_of(line) for line in page.lines],
        "staff": [line_of(line) for line in page.staff] if page.turnout and page.turnout.is_closed else [],
        "decision": decision_of(page),
        "comments": [comment_of(one) for one in page.comments],
        "clients": [client_of(row) for row in rows],
        "heads": [line.name for line in rows[0].lines] if rows else [],
        "words": words(page),
        "method": [[f"{line.name}.", line.how] for line in page.lines],
    }


def facts_of(page: ReviewPage) -> list[str]:
    found = [page.review.wave.programme.name, _("%(n)s clients") % {"n": page.clients}]
    for label, one in ((_("before"), page.baseline), (_("now"), page.measurement)):
        if one:
            found.append(f"{label} {span_of(one)}")
    if page.opened_early:
        found.append(_("measured early"))
    return found


def span_of(one: Measurement) -> str:
    return f"{date_format(one.first_on, 'j M Y')} – {date_format(one.last_on, 'j M Y')}"


def line_of(line: Line) -> dict[str, Any]:
    low, high = line.scale
    return {
        "name": line.name,
        "before": value_of(line.before, low, high),
        "after": value_of(line.after, low, high),
        "change": line.change_said,
        "verdict": line.verdict_said,
        "is_clear": line.verdict in (Verdict.BETTER, Verdict.WORSE),
    }


def value_of(value: Value, low: float, high: float) -> dict[str, Any]:
    """With its place in the picture, as shares of the width."""
    one, width = value.interval, (high - low) or 1.0
    places = [min(1.0, max(0.0, (at - low) / width)) for at in (one.low, one.value, one.high)] if one else []
    return {"said": value.said or _("not known"), "between": value.between, "places": places}


def decision_of(page: ReviewPage) -> dict[str, str]:
    review = page.review
    if not review.decision or review.decided_by is None or review.decided_at is None:
        return {"said": _("Not decided yet."), "why": "", "who": ""}
    who = _("%(name)s, %(day)s") % {"name": review.decided_by.name, "day": day_of(review.decided_at)}
    return {"said": f"{review.get_decision_display()}.", "why": review.reason, "who": who}


def comment_of(one: ReviewComment) -> dict[str, str]:
    return {"name": one.by.name, "day": day_of(one.at), "text": one.text}


def client_of(row: ClientRow) -> dict[str, Any]:
    leads = [one.name for one in (row.transition.account, row.transition.production) if one]
    return {
        "name": row.client.name,
        "leads": ", ".join(leads),
        "values": [f"{line.before.said or '–'} → {line.after.said or '–'}" for line in row.lines],
        "comments": [comment_of(one) for one in row.comments],
    }


def words(page: ReviewPage) -> dict[str, Any]:
    return {
        "figures": _("Before and now"),
        "head": [_("Measure"), _("Before"), _("Now"), _("95 % between"), _("Difference")],
        "before": _("before"),
        "now": _("now"),
        "staff": _("What the team says"),
        "decision": _("Decision"),
        "comments": _("On the whole wave"),
        "nobody": _("Nobody said anything."),
        "clients": _("Client by client"),
        "client": _("Client"),
        "method": _("How this is computed"),
        "sure": _(
            "The line beside a figure: with 95 % the true value lies there. Weeks are drawn again a thousand times, whole weeks at a time; shares have Wilson’s interval. A difference is called more than chance if its own line doesn’t touch nought."
        ),
        "by_chance": _("Of so many figures about %(n)s differ by chance alone.") % {"n": round(page.by_chance)},
    }


def day_of(at: Any) -> str:
    return date_format(at.astimezone(timezone.get_current_timezone()), "j F Y")
