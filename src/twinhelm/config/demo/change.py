"""Who led whom before the change, and who does since: nineteen of thirty-four clients are through."""

from dataclasses import dataclass
from datetime import date, timedelta

from twinhelm.clients.choices import Mode
from twinhelm.config.demo.clients import CLIENTS, DemoClient

THROUGH = 19
SMALL = 2.5
ONE_WAVE = 5
BEFORE = ("jonas", "mirela", "pim", "timo", "noor")
ACCOUNT, PRODUCTION = ("mirela", "ana", "noor"), ("pim", "jonas", "timo")
DESK = ("Fjord Hotels", "Hollis Health", "Sable Wines", "Marlow & Finch", "Juno Theatre")
"""Ana's since the first wave."""


@dataclass(frozen=True, slots=True)
class Led:
    """Who had both helms of a client, and who has them from a day on; no day: nobody has decided yet."""

    client: DemoClient
    before: str
    account: str
    production: str
    from_on: date | None
    mode: Mode

    def account_on(self, day: date) -> str:
        return self.account if self.from_on and day >= self.from_on else self.before

    def production_on(self, day: date) -> str:
        return self.production if self.from_on and day >= self.from_on else self.before


def decisions(today: date) -> dict[str, Led]:
    """Alder Bakery is told already, and changes on the first of the coming month."""
    monday = today - timedelta(days=today.weekday())
    first_of_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    found: dict[str, Led] = {}
    for number, client in enumerate(in_order()):
        from_on = monday - timedelta(weeks=10 - 3 * (number // ONE_WAVE)) if number < THROUGH else None
        account = "ana" if client.name in DESK else ACCOUNT[number % 3]
        before = BEFORE[number % 5]
        if client.name == "Alder Bakery":
            before, account, from_on = "jonas", "ana", first_of_next
        found[client.name] = Led(
            client, before, account, PRODUCTION[number // 2 % 3], from_on, mode_of(client, from_on)
        )
    return found


def in_order() -> list[DemoClient]:
    """Those on Ana's desk first, Alder last of those who are through or told."""
    first = [one for one in CLIENTS if one.name in DESK]
    rest = [one for one in CLIENTS if one.name not in DESK and one.name != "Alder Bakery"]
    ordered = first + rest
    return [*ordered[:THROUGH], CLIENTS[0], *ordered[THROUGH:]]


def mode_of(client: DemoClient, from_on: date | None) -> Mode:
    if from_on is None:
        return Mode.HYBRID
    if client.shape.work > client.shape.talk:
        return Mode.PRODUCTION_LED
    return Mode.CLIENT_LED if client.shape.talk > SMALL else Mode.HYBRID
