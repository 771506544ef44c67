"""The columns of the inventory as a table."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from twinhelm.inventory.queries.in_rows import order_of

NUMBERS = ("communication", "complexity", "hours")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's name, and where a click on it leads."""

    name: str
    href: str
    is_on: bool
    is_falling: bool
    is_number: bool


def heads(asked: QueryDict, *, of_projects: bool) -> list[Head]:
    """A click sorts by the column; the column that sorts turns round."""
    names = {
        "name": _("Project") if of_projects else _("Client"),
        "communication": _("Communication"),
        "complexity": _("Complexity"),
        "hours": _("A week"),
        "quarter": _("Needs"),
        "mode": _("Led"),
        "account": _("Account lead"),
        "production": _("Production lead"),
    }
    order = order_of(asked.get("sort", ""))
    return [head_of(key, name, order, asked) for key, name in names.items()]


def head_of(key: str, name: str, order: str, asked: QueryDict) -> Head:
    is_number, is_on = key in NUMBERS, order.removeprefix("-") == key
    is_falling = is_on and order.startswith("-")
    falls_next = not is_falling if is_on else is_number
    turned = asked.copy()
    turned.pop("after", None)
    turned["sort"] = f"-{key}" if falls_next else key
    return Head(name, f"?{turned.urlencode()}", is_on, is_falling, is_number)
