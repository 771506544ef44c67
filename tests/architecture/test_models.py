"""Rules about tables: which way keys point and how far they count."""

import tomllib

from django.apps import apps
from django.db import models

from tests.architecture import exceptions
from tests.architecture.source import ROOT

OURS = "twinhelm."


def stack() -> dict[str, int]:
    """Height of each area, from the contract in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "areas")
    return {area.strip(): -height for height, layer in enumerate(layers) for area in layer.split("|")}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def area_of(model: type[models.Model]) -> str:
    return model.__module__.removeprefix(OURS).split(".")[0]


def relations() -> list[tuple[models.Field, type[models.Model], type[models.Model]]]:
    return [
        (field, model, field.related_model)
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
        and field.related_model.__module__.startswith(OURS)
    ]


def points_up(lower: str, higher: str) -> bool:
    heights = stack()
    return heights[higher] > heights[lower]


def test_foreign_keys_point_down():
    assert [str(field) for field, model, other in relations() if points_up(area_of(model), area_of(other))] == []


def test_a_key_that_points_up_is_noticed():
    assert points_up("people", "worklog")
    assert not points_up("worklog", "people")


def test_lower_areas_do_not_know_who_points_at_them():
    known = {
        str(field)
        for field, model, other in relations()
        if area_of(model) != area_of(other) and not field.remote_field.hidden
    }
    assert known == set(exceptions.REACHES_UP)


def test_keys_count_past_two_thousand_million():
    wide = (models.BigAutoField, models.BigIntegerField, models.CharField, models.UUIDField)
    small = {model._meta.label for model in apps.get_models() if not isinstance(key_of(model), wide)}
    assert small == set(exceptions.SMALL_KEYS)


def test_numbers_that_stand_for_rows_count_as_far():
    small = [
        str(field)
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_id")
        and isinstance(field, models.IntegerField)
        and not isinstance(field, models.BigIntegerField)
    ]
    assert small == []


def key_of(model: type[models.Model]) -> models.Field:
    key = model._meta.pk
    while key.remote_field:
        key = key.target_field
    return key
