"""Who led whom before the change, and who does since: nineteen of thirty-four clients are through, twelve under way."""

from dataclasses import dataclass
from datetime import date, timedelta

from twinhelm.clients.choices import Mode
from twinhelm.config.demo.clients import CLIENTS, DemoClient

SMALL = 2.5
BEFORE = ("jonas", "mirela", "pim", "timo", "noor")
ACCOUNT, PRODUCTION = ("mirela", "ana", "noor"), ("pim", "jonas", "timo")
DESK = ("Fjord Hotels", "Hollis Health", "Sable Wines", "Marlow & Finch", "Juno Theatre")
"""Ana's since the first wave."""
ALDER = "Alder Bakery"
FIRST_WAVE = 12
WEEKS_AGO = (30, 30, 30, 30, 29, 29, 29, 29, 28, 28, 28, 28, 14, 13, 11, 10, 8, 6, 5)
"""Since when those who are through are led by two, in their order."""
THROUGH = len(WEEKS_AGO)
UNDER_WAY = {
    "Pallas": (2, "hand_over", 4), "Tulip Bank Trust": (2, "hand_over", 2), "Orbital Labs": (2, "shadow", 7),
    "Otter Print": (2, "shadow", 9), "Reed Music": (2, "introduce", 16), "North Quay": (3, "shadow", 11),
    "Vesper Hotels": (3, "introduce", 18), "Moss & Co": (3, "tell", 22), "Quill Press": (3, "brief", 27),
    "Willow Care": (3, "brief", 35),
}  # fmt: skip
"""Their wave, the step they are on, and in how many days their new leads begin."""
UNDECIDED = {"Nova": "decide"}
LAST_WAVE = 3


@dataclass(frozen=True, slots=True)
class Led:
    """Who had both helms of a client, and who has them from a day on; no day: nobody has decided yet."""

    client: DemoClient
    before: str
    account: str
    production: str
    from_on: date | None
    mode: Mode
    wave: int
    step: str
    """Of the change; `stable`: through."""
    is_in_round: bool
    """Decided in spring with the others."""

    def account_on(self, day: date) -> str:
        return self.account if self.from_on and day >= self.from_on else self.before

    def production_on(self, day: date) -> str:
        return self.production if self.from_on and day >= self.from_on else self.before


def decisions(today: date) -> dict[str, Led]:
    """Alder Bakery is told already, and changes on the first of the coming month."""
    monday = today - timedelta(days=today.weekday())
    found: dict[str, Led] = {}
    for number, client in enumerate(in_order()):
        wave, step, from_on = LAST_WAVE, UNDECIDED.get(client.name, "assess"), None
        if number < THROUGH:
            wave, step = 1 if number < FIRST_WAVE else 2, "stable"
            from_on = monday - timedelta(weeks=WEEKS_AGO[number])
        elif client.name in UNDER_WAY:
            wave, step, days = UNDER_WAY[client.name]
            from_on = today + timedelta(days=days)
        account = "ana" if client.name in DESK else ACCOUNT[number % 3]
        before = BEFORE[number % 5]
        if client.name == ALDER:
            before, account, step = "jonas", "ana", "tell"
            from_on = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        is_in_round = number < THROUGH or client.name == ALDER
        production, mode = PRODUCTION[number // 2 % 3], mode_of(client, from_on)
        found[client.name] = Led(client, before, account, production, from_on, mode, wave, step, is_in_round)
    return found


def in_order() -> list[DemoClient]:
    """Those on Ana's desk first, Alder last of those who are through or told."""
    first = [one for one in CLIENTS if one.name in DESK]
    rest = [one for one in CLIENTS if one.name not in DESK and one.name != ALDER]
    ordered = first + rest
    return [*ordered[:THROUGH], CLIENTS[0], *ordered[THROUGH:]]


def mode_of(client: DemoClient, from_on: date | None) -> Mode:
    if from_on is None:
        return Mode.HYBRID
    if client.shape.work > client.shape.talk:
        return Mode.PRODUCTION_LED
    return Mode.CLIENT_LED if client.shape.talk > SMALL else Mode.HYBRID
