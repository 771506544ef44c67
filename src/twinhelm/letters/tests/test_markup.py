"""Nothing active survives cleaning, and what people wrote does."""

import re
from html.parser import HTMLParser

import pytest

from twinhelm.letters import clean, has_remote_pictures, read, text_of, with_inline_pictures, with_pictures
from twinhelm.letters.markup import ATTRIBUTES, INLINE, REMOTE, STYLES, TAGS
from twinhelm.letters.tests.payloads import ACTIVE, ADDRESSES, HANDLED, MUTATING, PAYLOADS, STYLED

FAMILIES = {"active": ACTIVE, "handled": HANDLED, "addresses": ADDRESSES, "mutating": MUTATING, "styled": STYLED}
LINKS = re.compile(r"(https?|mailto|tel):")


class Active(HTMLParser):
    """Notes everything that is not on a short list written down here once more, apart from the cleaner's own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.elements: list[tuple[str, list]] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, sorted(attrs)))
        if tag not in TAGS:
            self.found.append(tag)
        self.found += [f"{tag} {name}={value}" for name, value in attrs if self.is_bad(tag, name, value or "")]

    def is_bad(self, tag, name, value):
        if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel", "target", REMOTE, INLINE}:
            return True
        return {
            "href": not LINKS.match(value),
            "src": True,
            REMOTE: not re.match("https?:", value, re.I),
            "style": any(self.is_bad_style(one) for one in value.lower().split(";")),
            "target": value != "_blank",
        }.get(name, False)

    def is_bad_style(self, declaration):
        name, _colon, value = declaration.partition(":")
        return name.strip() not in STYLES or any(
            word in value for word in ("url", "(/", "expression", "\\", "@", "/*", "image")
        )

    def handle_comment(self, comment):
        self.found.append(f"comment {comment}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def looked_at(markup):
    finder = Active()
    finder.feed(markup)
    finder.close()
    return finder


def active_in(markup):
    return looked_at(markup).found


def without_sources(cleaned):
    return re.sub(rf' ({REMOTE}|{INLINE})="[^"]*"', "", cleaned)


def test_the_corpus_is_large():
    assert len(PAYLOADS) >= 500
    assert all(active_in(payload) for payload in ACTIVE[:40])


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_active_survives(family):
    for payload in FAMILIES[family]:
        for markup in (payload, f"<p>before {payload} after</p>", f"<table><tr><td>{payload}"):
            cleaned = clean(markup)
            assert not active_in(cleaned), (markup, cleaned)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_cleaned_reads_the_same_however_often_it_is_read(family):
    """A second reading that gives other elements is how markup that looks harmless comes alive in a browser."""
    for payload in FAMILIES[family]:
        cleaned = clean(payload)
        assert looked_at(clean(without_sources(cleaned))).elements == looked_at(without_sources(cleaned)).elements, (
            payload
        )


def test_with_pictures_only_encrypted_pictures_come_back():
    for payload in PAYLOADS:
        shown = with_pictures(clean(payload))
        others = [one for one in active_in(shown) if not re.match("img src=https://", one)]
        assert not others, (payload, shown)


@pytest.mark.parametrize("payload", ACTIVE[:30])
def test_a_mail_carries_nothing_active_in(payload):
    letter = read(b"Content-Type: text/html; charset=utf-8\n\n" + payload.encode())
    assert not active_in(letter.html)
    mixed = read(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
        + payload.encode()
        + b"\n--b\nContent-Type: text/html\n\n<p>x\n--b--\n"
    )
    assert not active_in(mixed.html)


def test_pictures_from_elsewhere_wait_until_somebody_asks():
    cleaned = clean('<p><img src="https://elsewhere.example/a.png?x=1&y=2" alt="An oven" width=3 onerror=x>')
    assert cleaned == (f'<p><img alt="An oven" width="3" {REMOTE}="https://elsewhere.example/a.png?x=1&amp;y=2"></p>')
    assert has_remote_pictures(cleaned)
    assert with_pictures(cleaned) == (
        '<p><img alt="An oven" width="3" src="https://elsewhere.example/a.png?x=1&amp;y=2"></p>'
    )
    insecure = clean('<img src="http://elsewhere.example/a.png">')
    assert not has_remote_pictures(insecure)
    assert "src=" not in with_pictures(insecure).replace(REMOTE, "")


def test_the_mail_s_own_pictures_get_their_place_from_the_area():
    cleaned = clean('<img src="cid:oven@alder"><img src="cid:unknown"><img src="CID:%6fven@alder">', ["oven@alder"])
    assert cleaned == f'<img {INLINE}="oven@alder"><img><img {INLINE}="oven@alder">'
    shown = with_inline_pictures(cleaned, {"oven@alder": '/mail/1/attachments/2"x'})
    assert shown == '<img src="/mail/1/attachments/2&quot;x"><img><img src="/mail/1/attachments/2&quot;x">'


def test_links_open_elsewhere_and_tell_nothing():
    assert clean('<a href="https://alder.example/?a=1&b=2" target=_top rel=opener>x</a>') == (
        '<a href="https://alder.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>'
    )
    for address in ("mailto:rosa@alder.example", "tel:+49301234", "http://alder.example"):
        assert f'href="{address}"' in clean(f'<a href="{address}">x</a>')


def test_what_people_wrote_stays():
    written = (
        '<h1>Bread</h1>\n<p style="color:red;font-weight:bold">Hello <b>Rosa</b> &amp; <i>Ruth</i> &lt;3</p>'
        '<table border="1"><tbody><tr><td colspan="2" align="left">a</td></tr></tbody></table>'
        "<ul><li>one</li></ul><blockquote>x</blockquote><pre>  y\n z</pre><hr>"
    )
    assert clean(written) == written


def test_enormous_markup_keeps_its_words():
    rows = "".join(f"<tr><td>row {number}</td></tr>" for number in range(5_000))
    words = text_of(f"<!-- <b> --><style>p{{}}</style><table>{rows}</table>")
    assert [line.strip() for line in words.split("\n") if line.strip()] == [f"row {number}" for number in range(5_000)]


def test_words_of_markup_are_those_a_person_reads():
    assert text_of("<title>no</title><p>Hello&nbsp;  &amp;\n bye<script>no</script><br><br>x</p><pre>a\n  b</pre>") == (
        "Hello & bye\n\nx\n\na\n  b"
    )
