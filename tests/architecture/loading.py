"""While a template renders, no row may load the row that it points at: a list would ask once for every line."""

from contextvars import ContextVar
from typing import Any

from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.template.base import Template

rendering: ContextVar[str] = ContextVar("rendering", default="")
render = Template.render
get_object = ForwardManyToOneDescriptor.get_object


def forbid_loading_while_rendering() -> None:
    """For the whole test run."""
    Template.render = noted_render
    ForwardManyToOneDescriptor.get_object = refuse_while_rendering


def noted_render(self: Template, context: Any) -> Any:
    token = rendering.set(self.name or "a template")
    try:
        return render(self, context)
    finally:
        rendering.reset(token)


def refuse_while_rendering(self: Any, instance: Any) -> Any:
    assert not rendering.get(), f"{rendering.get()} loads {self.field} row by row: select it with the rows"
    return get_object(self, instance)
