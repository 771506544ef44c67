"""Whether the sender is who the mail says, by what our own mail servers wrote down when it arrived."""

import re
from collections.abc import Iterator, Sequence
from email.message import Message

import authres

from twinhelm.letters.letter import Address, Trust

LONGEST_RESULT = 8_000
MOST_RESULTS = 20
_FEATURES = authres.all_features()
_FOLDS = re.compile(r"\s+")
_CLOSE_COMMENT = re.compile(r"(=[a-z]{1,20})\(")
"""A result with its comment right behind it, as a large provider writes; a space changes the meaning of nothing."""


def trust_in(message: Message, senders: Sequence[Address], *, trusted_servers: Sequence[str]) -> Trust:
    """Failed also when nobody or several are named as sender, because a reader can't see which was checked.

    Source: RFC 8601 and RFC 7489, relaxed alignment by subdomain.
    """
    if len(message.get_all("From", [])) != 1 or len(senders) != 1 or not senders[0].address:
        return Trust.FAILED
    domain = senders[0].address.rpartition("@")[2]
    verdicts = list(_verdicts(message, frozenset(name.lower() for name in trusted_servers), domain))
    if (by_policy := [passed for kind, passed in verdicts if kind == "dmarc"]) and not all(by_policy):
        return Trust.FAILED
    if any(passed for _kind, passed in verdicts):
        return Trust.PASSED
    return Trust.FAILED if ("spf", False) in verdicts else Trust.UNKNOWN


def _verdicts(message: Message, trusted: frozenset[str], domain: str) -> Iterator[tuple[str, bool]]:
    """What each check said about this domain; what was checked for another domain says nothing."""
    for value in _own_results(message, trusted):
        for result in value.results or []:
            kind, said = str(getattr(result, "method", "")), str(getattr(result, "result", ""))
            checked = _checked_domains(result, kind)
            if kind == "dmarc" and said in ("pass", "fail") and checked:
                yield kind, said == "pass" and checked == [domain]
            elif kind in ("dkim", "spf") and any(_are_aligned(one, domain) for one in checked):
                if said == "pass":
                    yield kind, True
                elif said == "fail" and kind == "spf":
                    yield kind, False


def _own_results(message: Message, trusted: frozenset[str]) -> Iterator[authres.core.AuthenticationResultsHeader]:
    """Those of the server that wrote the topmost ones: a sender can put any name further down.

    A server writes its results together, above the Received line of the hop that it checked.
    """
    is_among_them, seen = False, 0
    for name, value in message.raw_items():
        field = name.lower()
        if field == "received" and is_among_them:
            return
        if field != "authentication-results" or seen >= MOST_RESULTS:
            continue
        seen += 1
        parsed = _parsed(str(value))
        if parsed is not None and str(parsed.authserv_id).lower() in trusted:
            is_among_them = True
            yield parsed


def _parsed(value: str) -> authres.core.AuthenticationResultsHeader | None:
    if len(value) > LONGEST_RESULT:
        return None
    try:
        return _FEATURES.parse_value(_CLOSE_COMMENT.sub(r"\1 (", _FOLDS.sub(" ", value)).strip("; "))
    except (authres.core.AuthResError, ValueError, AttributeError, TypeError, IndexError, RecursionError):
        return None


def _checked_domains(result: authres.core.AuthenticationResult, kind: str) -> list[str]:
    wanted = {"dmarc": ("from",), "dkim": ("d", "i"), "spf": ("mailfrom",)}.get(kind, ())
    found = {one.name: str(one.value or "") for one in getattr(result, "properties", [])}
    values = [found[name] for name in wanted if found.get(name)][:1]
    return [value.rpartition("@")[2].strip(".").lower() for value in values]


def _are_aligned(checked: str, domain: str) -> bool:
    if "." not in checked:
        return False
    return checked == domain or checked.endswith(f".{domain}") or domain.endswith(f".{checked}")
