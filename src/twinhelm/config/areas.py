"""Which areas may bring pages and API routes; the first that knows an address answers it."""

AREAS = (
    "portal",
    "insights",
    "transition",
    "inventory",
    "worklog",
    "tasks",
    "conversations",
    "projects",
    "clients",
    "responsibilities",
    "upkeep",
    "people",
    "ui",
    "foundation",
)
