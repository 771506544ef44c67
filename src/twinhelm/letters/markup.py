"""HTML of mails: cleaned to what a page may show, with nothing that runs, covers, fetches or calls home."""

import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import pairwise
from urllib.parse import unquote

import nh3

LONGEST = 1024 * 1024
MOST_TAGS = 40_000
_TAGS_AT_ONCE = 2_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _words(
    "a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot "
    "th thead tr tt u ul var"
)
DROPPED_WHOLE = _words(
    "applet audio base button canvas dialog embed frame frameset head iframe input link map math meta noembed "
    "noframes noscript object option plaintext script select style svg template textarea title video xmp"
)
ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": {"width", "border", "cellpadding", "cellspacing", "bgcolor"},
    "td": {"colspan", "rowspan", "valign", "width", "height", "bgcolor"},
    "th": {"colspan", "rowspan", "valign", "width", "height", "bgcolor"},
    "tr": {"valign", "bgcolor"},
    "col": {"span", "width"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "li": {"value"},
}
STYLES = _words(
    "color background-color font-family font-size font-style font-weight text-align text-decoration line-height "
    "vertical-align white-space padding border border-collapse width max-width"
)
SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid"})
REMOTE, INLINE = "data-remote-src", "data-cid"

_STYLE_THAT_REACHES_OUT = re.compile(r"[\\@<>{}]|/\*|url|image|src\b|expression|var\(|attr\(|env\(|-moz|behavior", re.I)
_IN_TABLE = re.compile(r"<(?:tr|td|th|tbody|thead|tfoot)\b", re.IGNORECASE)
_OPENS_TAG = re.compile(r"<[a-zA-Z]")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_INLINE = re.compile(rf' {INLINE}="([^"]*)"')
_TEXT = re.compile(r"[^<]+")
_HIDDEN_TEXT = ("style", "script", "title", "head", "textarea", "xmp", "noscript")
_BREAKS = _words("address blockquote br caption center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul")
_WIDE = _words("blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul")
_BREAK, _WIDE_BREAK, _LINE_BREAK, _KEPT_SPACE = "\x01", "\x02", "\x03", "\x04"
_BREAK_MARKS = re.compile("[\x01-\x04]")
_ANY_BREAKS = re.compile("[\x01-\x03][\x01-\x03 ]*")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")


def clean(markup: str, cids: Collection[str] = ()) -> str:
    """Pictures from elsewhere keep their address in an inert attribute, inline ones the id of their attachment.

    cids: ids of the mail's own attachments; a picture that names another loses its source.
    """
    return finished(sanitised(markup), cids)


def finished(safe: str, cids: Collection[str] = ()) -> str:
    """The second half of `clean`, for a reader who needs what `sanitised` gives for the text too."""
    return "".join(_rewritten(safe, partial(_inert, cids=frozenset(cids))))


def with_pictures(cleaned: str) -> str:
    """Cleaned HTML whose reader has asked for the pictures from elsewhere; those without encryption stay away."""
    return "".join(_rewritten(cleaned, _shown))


def with_inline_pictures(cleaned: str, addresses: Mapping[str, str]) -> str:
    """Cleaned HTML with its own pictures in place.

    addresses: from content id to where the area serves the attachment.
    """
    return "".join(_rewritten(cleaned, partial(_in_place, addresses=addresses)))


def has_remote_pictures(cleaned: str) -> bool:
    return f' {REMOTE}="https:' in cleaned


def inline_pictures(cleaned: str) -> frozenset[str]:
    """The content ids of the mail's own pictures that it shows."""
    return frozenset(html.unescape(one) for one in _INLINE.findall(cleaned))


def text_of(markup: str) -> str:
    """What a person reads in it, in lines."""
    return text_of_clean(sanitised(markup))


def text_of_clean(cleaned: str) -> str:
    words: list[str] = []
    is_preformatted = 0
    for closes, name, inner in _tokens(cleaned):
        if not name:
            said = _BREAK_MARKS.sub("", html.unescape(inner))
            words.append(f"{_KEPT_SPACE}{said}" if is_preformatted else _SPACES.sub(" ", said))
        elif name == "br":
            words.append(_LINE_BREAK)
        elif name in _BREAKS:
            words.append(_WIDE_BREAK if name in _WIDE else _BREAK)
        elif name in ("td", "th") and closes:
            words.append(" ")
        if name == "pre":
            is_preformatted = max(0, is_preformatted + (-1 if closes else 1))
    return _tidied(_ANY_BREAKS.sub(_as_lines, "".join(words)).replace(_KEPT_SPACE, ""))


def html_of(text: str) -> str:
    """Plain text as cleaned HTML, for mails that mix both."""
    return f"<div>{'<br>'.join(html.escape(line) for line in text.split(chr(10)))}</div>"


def is_cut(markup: str) -> bool:
    """Whether `clean` takes only its beginning."""
    return len(markup) > LONGEST or sum(1 for _tag in _OPENS_TAG.finditer(markup)) > MOST_TAGS


def sanitised(markup: str) -> str:
    markup = markup[:LONGEST].replace("\0", "")
    return "".join(
        nh3.clean(
            piece,
            tags=set(TAGS),
            clean_content_tags=set(DROPPED_WHOLE),
            attributes=ATTRIBUTES,
            attribute_filter=_filtered,
            strip_comments=True,
            link_rel="noopener noreferrer nofollow",
            set_tag_attribute_values={"a": {"target": "_blank"}},
            url_schemes=set(SCHEMES),
            filter_style_properties=set(STYLES),
        )
        for piece in _pieces(markup)
    )


def _pieces(markup: str) -> Iterator[str]:
    """Enormous markup in pieces: a tree of many thousands of open elements costs the square of them."""
    places = [found.start() for found in _OPENS_TAG.finditer(markup)]
    if len(places) <= _TAGS_AT_ONCE:
        yield markup
        return
    markup = _without_hidden_text(markup)
    places = [found.start() for found in _OPENS_TAG.finditer(markup)][:MOST_TAGS]
    cuts = [0, *places[_TAGS_AT_ONCE::_TAGS_AT_ONCE], len(markup) if len(places) < MOST_TAGS else places[-1]]
    for first, last in pairwise(cuts):
        piece = markup[first:last]
        yield f"<table>{piece}" if first and _IN_TABLE.match(piece) else piece


def _without_hidden_text(markup: str) -> str:
    """Without comments and the content of style and script, which a cut would turn into text."""
    for opening, closing in (("<!--", "-->"), *((f"<{name}", f"</{name}") for name in _HIDDEN_TEXT)):
        lower, kept, place = markup.lower(), [], 0
        if len(lower) != len(markup):
            return html.escape(markup)
        while (start := lower.find(opening, place)) != -1:
            kept.append(markup[place:start])
            end = lower.find(closing, start)
            place = len(markup) if end == -1 else end + (3 if opening == "<!--" else 0)
        markup = "".join([*kept, markup[place:]])
    return markup


def _filtered(_tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return ";".join(one for one in value[:4000].split(";") if _is_harmless(one)) or None
    if name in ("href", "src"):
        scheme = value.strip().partition(":")[0].lower()
        allowed = ("cid", "http", "https") if name == "src" else ("http", "https", "mailto", "tel")
        return value.strip()[:4000] if scheme in allowed and ":" in value else None
    return value[:1000]


def _is_harmless(declaration: str) -> bool:
    name, _colon, said = declaration.partition(":")
    return name.strip().lower() in STYLES and not _STYLE_THAT_REACHES_OUT.search(said)


def _tokens(cleaned: str) -> Iterator[tuple[bool, str, str]]:
    """Closing or not, name and attributes of each tag; no name and the text between tags.

    The serialiser writes one form only; what has another form is not its output and is passed over.
    """
    place = 0
    while place < len(cleaned):
        if found := _TAG.match(cleaned, place):
            yield bool(found[1]), found[2], found[3]
        elif found := _TEXT.match(cleaned, place):
            yield False, "", found[0]
        else:
            place += 1
            continue
        place = found.end()


def _rewritten(cleaned: str, source: Callable[[dict[str, str]], dict[str, str]]) -> Iterator[str]:
    for closes, name, inner in _tokens(cleaned):
        if not name:
            yield inner
        elif name == "img" and not closes:
            given = dict(_ATTRIBUTE.findall(inner))
            yield "".join(["<img", *(f' {key}="{value}"' for key, value in source(given).items()), ">"])
        else:
            yield f"<{'/' if closes else ''}{name}{inner}>"


def _inert(given: dict[str, str], *, cids: frozenset[str]) -> dict[str, str]:
    source = html.unescape(given.pop("src", ""))
    scheme, _colon, rest = source.partition(":")
    if scheme.lower() == "cid":
        named = unquote(rest).strip("<> ")
        return {**given, INLINE: html.escape(named)} if named in cids else given
    return {**given, REMOTE: html.escape(source)} if source else given


def _shown(given: dict[str, str]) -> dict[str, str]:
    source = given.get(REMOTE, "")
    if not source.lower().startswith("https://"):
        return given
    return {**{name: value for name, value in given.items() if name != REMOTE}, "src": source}


def _in_place(given: dict[str, str], *, addresses: Mapping[str, str]) -> dict[str, str]:
    address = addresses.get(html.unescape(given.get(INLINE, "")))
    if address is None:
        return given
    return {**{name: value for name, value in given.items() if name != INLINE}, "src": html.escape(address)}


def _as_lines(found: re.Match[str]) -> str:
    """However many elements end or begin in one place, it is one break."""
    return "\n\n" if _WIDE_BREAK in found[0] or found[0].count(_LINE_BREAK) > 1 else "\n"


def _tidied(text: str) -> str:
    lines = [line.rstrip(" ") for line in text.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
