"""A round and its proposals as documents."""

from datetime import date
from typing import Any

from twinhelm.inventory.choices import Aim
from twinhelm.inventory.models import Round
from twinhelm.inventory.queries.round_notes import notes_of
from twinhelm.inventory.queries.round_page import gone_from, ways_out_of
from twinhelm.inventory.queries.round_rows import Row, rows_of
from twinhelm.inventory.queries.round_words import faults, loaded, said_limit
from twinhelm.inventory.queries.strip import Column, strip_of

SHOWN = (
    "id",
    "name",
    "state",
    "opened_at",
    "from_on",
    "first_on",
    "last_on",
    "asks_account",
    "asks_production",
    "looking_at",
    "version",
)
ASKED = ("id", "client_id", "project_id", "name", "is_hybrid", "from_on", "communication", "complexity")
LEAD = ("member_id", "room", "carried", "takes_account", "takes_production")
LIMIT = ("id", "kind", "asked_id", "hat", "member_id", "other_id")
ROW = ("id", "asked_id", "hat", "member_id", "before_id", "fit", "load", "runner_up_id", "extra_cost", "is_pinned")
PROPOSAL = ("aim", "state", "is_proven", "cost", "bound", "inputs_digest", "made_at")


def in_full(one: Round, today: date) -> dict[str, Any]:
    """Cost: twenty queries at most."""
    of = loaded(one)
    last = one.changes.filter(undone_at=None).select_related("by").latest_first().first()
    return {
        **{name: getattr(one, name) for name in SHOWN},
        "asked": [{name: getattr(row, name) for name in ASKED} for row in of.asked.values()],
        "leads": [{name: getattr(lead, name) for name in LEAD} for lead in one.leads.order_by("pk")],
        "limits": [
            {name: getattr(limit, name) for name in LIMIT}
            | {"why": limit.reason, "sentence": said_limit(limit, of.asked)}
            for limit in of.limits
        ],
        "faults": faults(of),
        "notes": notes_of(of, gone_from(one), last, today),
    }


def proposals_of(one: Round) -> list[dict[str, Any]]:
    """Cost: twenty queries at most, however many clients."""
    of = loaded(one)
    return [
        {
            **{name: getattr(column.proposal, name) for name in PROPOSAL},
            **figures_of(column),
            "ways_out": ways_out_of(of, column),
            "assignments": [row_shown(row) for row in rows_of(one, Aim(column.aim))],
        }
        for column in strip_of(one).columns
    ]


def figures_of(column: Column) -> dict[str, Any]:
    return {
        "relationships_broken": column.broken,
        "mean_fit": column.mean_fit,
        "clients_changed": column.changes,
    }


def row_shown(row: Row) -> dict[str, Any]:
    told = {"name": row.asked_name, "why": row.why, "otherwise": row.otherwise, "breaks": row.breaks}
    return {name: getattr(row.assignment, name) for name in ROW} | told
