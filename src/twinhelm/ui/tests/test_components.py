"""What components make of what they are given."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from twinhelm.ui import showroom
from twinhelm.ui.sparks import line_of


def drawn(markup: str, **given: object) -> str:
    return Template(CottonCompiler().process(markup)).render(Context(given))


def test_a_button_that_cant_says_why_and_keeps_no_key() -> None:
    html = drawn('<c-button why="Only an owner divides." key="d" href="/divide/">Divide</c-button>')
    assert 'aria-disabled="true"' in html
    assert "Only an owner divides." in html
    assert "data-key" not in html
    assert "/divide/" not in html


def test_a_button_with_an_address_is_a_link() -> None:
    assert drawn('<c-button href="/x/" kind="main">Go</c-button>').startswith('<a href="/x/" class="btn btn--main"')


@pytest.mark.parametrize("markup", ['<c-button :title="said">Go</c-button>', '<c-seg :label="said"></c-seg>'])
def test_what_a_member_typed_never_becomes_an_attribute(markup: str) -> None:
    html = drawn(markup, said='" onmouseover="alert(1)" x="')
    assert 'onmouseover="' not in html
    assert "&quot; onmouseover=&quot;" in html


def test_attributes_that_are_not_declared_are_passed_on_once() -> None:
    html = drawn('<c-button hx-post="/x/" disabled :value="7" :form="nothing">Go</c-button>', nothing=None)
    assert html.count('hx-post="/x/"') == 1
    assert 'value="7"' in html
    assert " form=" not in html


def test_shares_are_drawn_as_lengths_that_no_locale_changes() -> None:
    assert 'width="12.50%"' in drawn('<c-meter :share="0.125" of="client" />')
    assert 'width="100.00%"' in drawn('<c-meter :share="7" />')


def test_a_spark_of_nothing_or_of_the_same_lies_in_the_middle() -> None:
    assert line_of([]).path == ""
    assert line_of([4, 4]).path == "M0.0 12.0L96.0 12.0"
    assert line_of([0, 1]).path == "M0.0 21.0L96.0 3.0"


def test_the_page_of_all_components_comes_out(db: None) -> None:
    html = render_to_string("ui/components.html", showroom.context(), RequestFactory().get("/_components/"))
    assert "c-button" not in html
    assert " style=" not in html


def test_the_page_of_all_components_is_shut_in_production(db: None, settings, browser) -> None:
    settings.DEVELOPMENT = False
    assert browser.get("/_components/").status_code in (302, 404)
