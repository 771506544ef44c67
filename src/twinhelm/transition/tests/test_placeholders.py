"""Texts that people write never run: a closed list of names, and everything else is text or refused. Case C07."""

import time

import pytest

from twinhelm.transition.rules.placeholders import LONGEST, NAMES, as_html, fault_in, filled, one_word, tidy, used_in

WORDS = {"contact": "Marta", "client": "Alder Bakery", "page": "https://helm.example/for-you/open/x/"}


def test_fills_what_is_on_the_list():
    assert filled("Dear {contact} of {client},", WORDS) == "Dear Marta of Alder Bakery,"
    assert used_in("{contact}", "{page} {nobody}") == {"contact", "page"}


@pytest.mark.parametrize("name", NAMES)
def test_takes_every_name_of_the_list(name):
    assert fault_in(f"x {{{name}}} y") is None
    assert filled(f"{{{name}}}", {name: "here"}) == "here"


@pytest.mark.parametrize(
    "wicked",
    [
        "{task.__class__}",
        "{contact.__class__.__mro__}",
        "{contact!r}",
        "{contact:>1000000}",
        "{0}",
        "{}",
        "{ contact }",
        "{Contact}",
        "{secret}",
        "{contact",
        "contact}",
        "{{contact}}",
        "{{ page }}",
        "{% include 'x' %}",
        "{con\ntact}",
        "{{{contact.__init__}}}",
    ],
)
def test_refuses_anything_else_in_braces_and_says_where(wicked):
    fault = fault_in(f"First line\nand {wicked} after")
    assert fault is not None
    assert fault.line == 2
    assert fault.found in f"and {wicked} after"


@pytest.mark.parametrize("plain", ["%(a)s", "%s %d", "{{ x.__init__ }}", "${7*7}"[:1], "{{ settings }}", "<% %>", "$a"])
def test_leaves_other_languages_of_templates_as_they_are(plain):
    assert fault_in(plain) is None
    assert filled(plain, WORDS) == plain


def test_what_is_filled_in_is_never_read_again():
    words = {"contact": "{page}", "page": "secret"}
    assert filled("{contact}", words) == "{page}"


def test_leaves_what_nothing_is_known_for():
    assert filled("on {meeting}", WORDS) == "on {meeting}"


@pytest.mark.parametrize("unit", ["{", "{{", "}{", "{contact}", "{{contact", "{%a%}", "{{{", "{ \t"])
def test_answers_ten_megabytes_at_once(unit):
    text = unit * (10_000_000 // len(unit))
    began = time.process_time()
    assert fault_in(text).is_too_long
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("unit", ["{", "{{", "}{", "{contact}", "{{contact", "{{ ", "{\t", "a:"])
def test_reads_the_longest_text_in_a_blink(unit):
    text = (unit * LONGEST)[:LONGEST]
    began = time.process_time()
    fault_in(text)
    used_in(text)
    as_html(text, WORDS)
    one_word(text)
    assert time.process_time() - began < 0.1


def test_html_has_no_link_and_no_tag_but_its_own():
    words = {"contact": "<h1>Eve</h1><a href='http://evil.example'>", "page": WORDS["page"]}
    html = as_html("Dear {contact}\n\nhttp://evil.example <b>x</b>\n{page}", words)
    assert html.count("<a ") == 1
    assert 'href="https://helm.example/for-you/open/x/"' in html
    assert "<h1>" not in html
    assert "<b>" not in html


def test_a_name_becomes_one_harmless_line():
    assert one_word("Eve\r\nBcc: all@alder.example") == "Eve Bcc: all@alder.example"
    assert one_word("\u202egpj.exe\x1b[31m") == "gpj.exe[31m"
    assert one_word("Visit https://evil.example") == "Visit evil.example"


def test_typed_text_loses_what_nobody_sees():
    assert tidy(" a\r\nb\x00\u202ec \n") == "a\nbc"
