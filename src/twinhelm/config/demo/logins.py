"""Who can sign in to the demo agency, and with what."""

NAME = "Northlight"
PASSWORD = "two helms, one ship"  # noqa: S105  printed on purpose: the demo agency is for trying
LOGINS = (
    ("Oda Lindqvist", "oda@northlight.example", "owner"),
    ("Ana Reyes", "ana@northlight.example", "account manager"),
    ("Pim de Wit", "pim@northlight.example", "production manager"),
    ("Jonas Kerr", "jonas@northlight.example", "account and production manager"),
    ("Mirela Popa", "mirela@northlight.example", "account and production manager"),
    ("Noor Aziz", "noor@northlight.example", "account manager"),
    ("Timo Berg", "timo@northlight.example", "production manager"),
    ("Dee Okafor", "dee@northlight.example", "maker"),
    ("Sam Brandt", "sam@northlight.example", "finance"),
)


def lines() -> list[str]:
    """The log-ins as the console shows them."""
    return [*(f"  {email:28} {role}" for _name, email, role in LOGINS), f"  password for all: {PASSWORD}"]
