"""What is new in a mail: its text without what it quotes and without signatures."""

import re

from mailparser_reply import EmailMessage as SplitMail

LONGEST = 16_000
MOST_LINES = 400
_LONGEST_LINE = 60
_LONGEST_ATTRIBUTION = 250

# A language is looked for only where a word of its quotes stands: the marks of one are ordinary words of another.
_MARKS = {
    "de": ("schrieb", "gesendet:", "gesendet von", "grüße", "grüßen", "gruß", "grüsse"),
    "nl": ("schreef", "verzonden:", "vriendelijke groet", "hartelijke groeten"),
    "fr": ("a écrit", "envoyé :", "envoyé depuis", "cordialement"),
    "es": ("escribió", "enviado:", "enviado desde", "saludos,"),
    "it": ("ha scritto", "inviato:", "inviato da", "cordiali saluti"),
    "pl": ("napisał", "wysłano:", "pozdrawiam", "poważaniem"),
    "da": ("sendt:", "venlig hilsen"),
    "sv": ("skickat:", "vänliga hälsningar"),
    "cs": ("napsal(a)", "odesláno:", "s pozdravem"),
    "zh": ("写道",),
    "ja": ("日(",),
    "ko": ("작성하였습니다",),
}
_VERBS = (
    "wrote",
    "schrieb",
    "schreef",
    "écrit",
    "escribió",
    "escreveu",
    "scritto",
    "napisał",
    "skrev",
    "kirjoitti",
    "napsal",
    "írta",
)
_OPENS_ATTRIBUTION = re.compile(r"(?:On|Am|Op|Le|El|Il|Den|Dne|Dnia|\d{4}[年년.\-/])\s")
_OPENS_FIELD = re.compile(r"[*\s]{0,4}[A-Z][^\s:]{1,14} ?:[*]? ?\S?")
_KEPT_LINE = re.compile("\ue000(\\d+)\ue001")
_BLANKS = re.compile(r"\n{3,}")


def new_text(text: str) -> str:
    """Cost: linear; the library sees only short lines and those that may introduce a quote, of the beginning."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = _without_quoted_lines(lines)
    beginning, rest = _beginning(lines)
    shown = _BLANKS.sub("\n\n", "\n".join(_shortened(number, line) for number, line in enumerate(beginning)))
    split = SplitMail(text=shown, languages=_languages(shown), keep_hyphen_lists=True).read()
    first = split.replies[0] if split.replies else None
    kept = _KEPT_LINE.sub(lambda found: lines[int(found[1])], first.body if first else shown)
    is_whole = len(split.replies) <= 1 and not (first and first.signatures)
    whole = "\n".join([kept, *rest]) if rest and is_whole else kept
    return _BLANKS.sub("\n\n", whole).strip()


def _without_quoted_lines(lines: list[str]) -> list[str]:
    """And without the line that says whose words follow; what was written below or between them stays."""
    kept: list[str] = []
    for line in lines:
        if not line.startswith(">"):
            kept.append(line)
        elif (last := next((back for back in range(1, min(len(kept), 3) + 1) if kept[-back]), 0)) and _says_who(
            kept[-last]
        ):
            said = kept[-last]
            del kept[-last:]
            if kept and not _OPENS_ATTRIBUTION.match(said) and _OPENS_ATTRIBUTION.match(kept[-1]):
                del kept[-1]  # it was wrapped
    return kept


def _says_who(line: str) -> bool:
    if len(line) > _LONGEST_ATTRIBUTION or not line.endswith((":", "：")):
        return False
    return "@" in line or any(verb in line.lower() for verb in _VERBS)


def _beginning(lines: list[str]) -> tuple[list[str], list[str]]:
    count = size = 0
    for line in lines[:MOST_LINES]:
        size += min(len(line), _LONGEST_ATTRIBUTION) + 1
        if size > LONGEST:
            break
        count += 1
    return lines[:count], lines[count:]


def _shortened(number: int, line: str) -> str:
    """A mark in place of a line that can't be the beginning of a quote or of a signature."""
    line = line.replace("\ue000", "").replace("\ue001", "")
    if len(line) <= _LONGEST_LINE and not _is_sentence(line):
        return line
    if len(line) <= _LONGEST_ATTRIBUTION and (_OPENS_ATTRIBUTION.match(line) or _OPENS_FIELD.match(line)):
        return line
    if len(line) <= _LONGEST_ATTRIBUTION and line.endswith((":", "：")):
        return line
    return f"\ue000{number}\ue001"


def _is_sentence(line: str) -> bool:
    """`Thanks, that works for us.` is no signature, `Thanks,` is."""
    return line.endswith((".", "!", "?")) and line.count(" ") > 3


def _languages(text: str) -> list[str]:
    lowered = text.lower()
    return ["en", *(name for name, marks in _MARKS.items() if any(mark in lowered for mark in marks))]
