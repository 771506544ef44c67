"""How every form of the product draws its fields."""

from django import forms


class Rule(forms.Form):
    name = forms.CharField(label="Name", help_text="Short.")
    why = forms.CharField(label="Why", required=False)
    line = forms.ChoiceField(label="Line", required=False, choices=[("", "Any")])
    family = forms.ChoiceField(label="Family", choices=[("c", "Client")], widget=forms.RadioSelect)
    past = forms.BooleanField(label="Past entries too", required=False)


def test_a_wrong_field_says_why_where_it_stands_and_points_there() -> None:
    html = str(Rule({"name": ""})["name"].as_field_group())
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert "id_name_error" in html.split('aria-describedby="')[1].split('"', maxsplit=1)[0]
    assert "field--wrong" in html


def test_a_hint_gives_way_to_the_error_but_stays_readable_to_ears() -> None:
    assert '<p class="hint" id="id_name_helptext">' in str(Rule()["name"].as_field_group())
    assert '<p class="hint vh" id="id_name_helptext">' in str(Rule({})["name"].as_field_group())


def test_says_what_may_stay_empty_but_not_of_a_select_that_always_shows_a_value() -> None:
    assert "may stay empty" in str(Rule()["why"].as_field_group())
    assert "may stay empty" not in str(Rule()["name"].as_field_group())
    assert "may stay empty" not in str(Rule()["line"].as_field_group())


def test_a_group_of_choices_has_a_legend_and_one_tick_has_its_label_behind() -> None:
    assert "<legend>Family</legend>" in str(Rule()["family"].as_field_group())
    past = str(Rule()["past"].as_field_group())
    assert past.index("<input") < past.index("<label")


def test_a_member_typed_label_is_text() -> None:
    class Typed(forms.Form):
        name = forms.CharField(label="<b>Ana</b>", help_text="<i>x</i>")

    html = str(Typed()["name"].as_field_group())
    assert "<b>" not in html
    assert "<i>" not in html
