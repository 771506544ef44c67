"""What a member typed, made into a mail: placeholders of a closed list, and light formatting."""

import re
from collections.abc import Iterator, Mapping
from email.utils import getaddresses
from html import escape

PLACEHOLDERS = ("contact", "first_name", "client", "me", "lead", "project", "agency")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_BOLD = re.compile(r"\*\*(\S(?:[^*\n]{0,300}\S)?)\*\*")
_LINK = re.compile(r"https?://[^\s<>\"]{1,500}[^\s<>\".,;:!?)\]]")
_ITEM = re.compile(r"^\s{0,3}[-•*] +")
LONGEST_RECIPIENTS = 20_000


def filled(text: str, words: Mapping[str, str]) -> str:
    """Only the names of the list are replaced, each once; whatever else stands in braces stays as it is."""
    return _PLACEHOLDER.sub(lambda found: words.get(found[1], ""), text)


def html_of(text: str) -> str:
    """Paragraphs, lists, quotes, **bold** and links; everything else is text."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n"))
    return "".join(_block(block.split("\n")) for block in blocks if block.strip())


def _block(lines: list[str]) -> str:
    if all(_ITEM.match(line) for line in lines):
        items = "".join(f"<li>{_inline(_ITEM.sub('', line))}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{'<br>'.join(_inline(line.lstrip('> ')) for line in lines)}</blockquote>"
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _inline(line: str) -> str:
    return "".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    last = 0
    for link in _LINK.finditer(line):
        yield _bold(line[last : link.start()])
        address = escape(link[0])
        yield f'<a href="{address}">{address}</a>'
        last = link.end()
    yield _bold(line[last:])


def _bold(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(text))


def recipients_in(typed: str) -> list[tuple[str, str]]:
    """`Rosa Alder <rosa@alder.example>, tom@alder.example` as names and addresses, each address once."""
    plain = typed[:LONGEST_RECIPIENTS].replace(";", ",").replace("\n", ",")
    found: dict[str, tuple[str, str]] = {}
    for name, address in getaddresses([plain]):
        if address.strip():
            found.setdefault(address.strip().lower(), (name.strip(), address.strip()))
    return list(found.values())


def typed_from(pairs: object) -> str:
    """The other way round."""
    if not isinstance(pairs, list):
        return ""
    return ", ".join(f"{_quoted(name)} <{address}>" if name else address for name, address in pairs)


def _quoted(name: str) -> str:
    plain = name.replace('"', "")
    return f'"{plain}"' if re.search(r"[,;<>@]", plain) else plain


def quoted(text: str, line: str, most: int = 20_000) -> str:
    """What is answered, below the answer."""
    return "\n".join([line, *(f"> {one}" for one in text[:most].splitlines())])
