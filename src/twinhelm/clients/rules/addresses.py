"""Email addresses, domains and telephone numbers, made comparable."""

import re
from collections.abc import Iterator

import phonenumbers

LONGEST_EMAIL = 254
LONGEST_DOMAIN = 253
EMAIL = re.compile(r"[^@\s<>\"(),:;\[\]\\]{1,64}@[^@\s<>\"(),:;\[\]\\]{1,253}")
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_FREE_MAIL = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com "
    "yahoo.com ymail.com rocketmail.com icloud.com me.com mac.com "
    "aol.com mail.com email.com gmx.com gmx.net gmx.de "
    "gmx.at gmx.ch web.de t-online.de freenet.de arcor.de "
    "online.de posteo.de posteo.net mailbox.org proton.me protonmail.com "
    "pm.me tutanota.com tutanota.de tuta.io tuta.com fastmail.com "
    "fastmail.fm hey.com zoho.com yandex.com yandex.ru ya.ru "
    "mail.ru bk.ru inbox.ru list.ru rambler.ru orange.fr "
    "wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr "
    "libero.it virgilio.it tiscali.it alice.it tin.it ziggo.nl "
    "kpnmail.nl kpnplanet.nl planet.nl xs4all.nl hetnet.nl home.nl "
    "upcmail.nl casema.nl chello.nl quicknet.nl telenet.be skynet.be "
    "proximus.be scarlet.be bluewin.ch hispeed.ch comcast.net verizon.net "
    "att.net sbcglobal.net bellsouth.net cox.net charter.net btinternet.com "
    "sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk o2.co.uk "
    "wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz "
    "qq.com 163.com 126.com sina.com naver.com daum.net "
    "hanmail.net rediffmail.com uol.com.br bol.com.br terra.com.br bigpond.com "
    "optusnet.com.au hushmail.com inbox.lv mail.ee online.no telia.com "
)
FREE_MAIL_DOMAINS = frozenset(_FREE_MAIL.split())
"""Where anybody gets an address: it says nothing of whom they work for."""
FREE_MAIL_NAMES = frozenset({"hotmail", "yahoo", "live", "outlook", "gmx"})
"""Providers with a domain in many countries."""
SHARED_ENDINGS = frozenset({"ac", "co", "com", "edu", "gov", "govt", "gob", "gouv", "ltd", "net", "or", "org", "plc"})
"""Second labels below which a country hands out domains: nobody is `co.uk`."""


def tidy_email(text: str) -> str:
    """Lower case; empty when it is no address."""
    email = text.strip().lower().removeprefix("mailto:")
    local, _at, domain = email.rpartition("@")
    if len(email) > LONGEST_EMAIL or not email.isprintable() or not EMAIL.fullmatch(email):
        return ""
    tidy = tidy_domain(domain)
    return f"{local}@{tidy}" if tidy else ""


def tidy_domain(text: str) -> str:
    """As in DNS; of an address or a website its domain; empty when it is none."""
    bare = text.strip().lower().partition("://")[2] or text.strip().lower()
    bare = bare.partition("/")[0].rpartition("@")[2].partition(":")[0].removeprefix("www.").rstrip(".")
    try:
        plain = bare.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    labels = plain.split(".")
    is_domain = len(labels) > 1 and len(plain) <= LONGEST_DOMAIN and all(LABEL.fullmatch(label) for label in labels)
    return plain if is_domain and not labels[-1].isdigit() else ""


def domain_of(email: str) -> str:
    return email.rpartition("@")[2]


def is_shared(domain: str) -> bool:
    """Whether people of many firms have it: free mail, or an ending such as `co.uk`."""
    labels = domain.split(".")
    is_ending = len(labels) == 2 and labels[0] in SHARED_ENDINGS and len(labels[1]) == 2
    is_branch = labels[0] in FREE_MAIL_NAMES and len(labels) in (2, 3)
    return domain in FREE_MAIL_DOMAINS or is_ending or is_branch


def with_parents(domain: str) -> Iterator[str]:
    """`mail.alder.example`, then `alder.example`: the longest that a client is known by counts."""
    labels = domain.split(".")
    for first in range(len(labels) - 1):
        yield ".".join(labels[first:])


def tidy_phone(text: str, country: str) -> str:
    """E.164, as `+31201234567`; a number without its country is one of the given country. Empty when it is none."""
    if not text.isprintable() or len(text) > 60:
        return ""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken_phone(number: str) -> str:
    """As people write it, with the country."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
