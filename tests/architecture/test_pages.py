"""Rules about templates: what the browser's policy would block, and what could let a script in."""

import re

import pytest

from tests.architecture import exceptions
from tests.architecture.source import files

UNESCAPED = re.compile(
    r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off|mark_safe|SafeString\("
    r"|\.(inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML|\.srcdoc\s*="
)
INLINE = re.compile(r"""<[a-z][^>]*\s(style|on[a-z]+)\s*=\s*["']""", re.I)
INLINE_BLOCK = re.compile(r"<(script|style)\b(?![^>]*(\bnonce=|application/json))", re.I)
PATTERNS = ("*/templates/**/*.html", "**/*.py", "*/islands/*.ts")


def unescaped() -> set[str]:
    return {place for place, text in files(*PATTERNS) if "/tests/" not in place and UNESCAPED.search(text)}


def test_text_is_escaped_except_where_a_reason_stands():
    assert unescaped() == set(exceptions.UNESCAPED)


def test_no_style_or_handler_stands_in_a_tag():
    found = [place for place, text in files("*/templates/**/*.html") if INLINE.search(text)]
    assert found == []


def test_every_script_and_style_block_carries_the_nonce():
    found = [place for place, text in files("*/templates/**/*.html") if INLINE_BLOCK.search(text)]
    assert found == []


@pytest.mark.parametrize(
    "bad", ["{{ x|safe }}", "{{ x | safe }}", "{% autoescape off %}", "mark_safe(x)", "a.innerHTML = x"]
)
def test_unescaped_text_is_noticed(bad):
    assert UNESCAPED.search(bad)


@pytest.mark.parametrize("bad", ['<p style="color: red">', "<a href='#' onclick='go()'>"])
def test_a_style_or_handler_in_a_tag_is_noticed(bad):
    assert INLINE.search(bad)


def test_a_block_without_a_nonce_is_noticed():
    assert INLINE_BLOCK.search("<script>go()</script>")
    assert not INLINE_BLOCK.search('<script nonce="{{ CSP_NONCE }}">go()</script>')
