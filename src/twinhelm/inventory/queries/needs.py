"""What clients and projects need, as counted and as people overruled it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from twinhelm.clients.choices import Mode, NeedKind
from twinhelm.clients.models import Client
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.models import InventorySettings, Need, Overrule
from twinhelm.projects.models import Project

WANTED = {
    Quarter.ACCOUNT: Mode.CLIENT_LED,
    Quarter.PRODUCTION: Mode.PRODUCTION_LED,
    Quarter.HYBRID: Mode.HYBRID,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """The two needs of a client or project as they count today."""

    client: Client
    project: Project | None
    counted: Need | None
    """As last counted; none: never yet."""
    overrules: Mapping[NeedKind, Overrule] = field(default_factory=dict)
    middle: int = 50
    """Tenths: from here on a need is strong."""

    @property
    def communication(self) -> int | None:
        """Tenths; none: nobody knows."""
        return self.tenths(NeedKind.COMMUNICATION)

    @property
    def complexity(self) -> int | None:
        return self.tenths(NeedKind.COMPLEXITY)

    def tenths(self, kind: NeedKind) -> int | None:
        overrule = self.overrules.get(kind)
        return overrule.tenths if overrule else self.counted_tenths(kind)

    def counted_tenths(self, kind: NeedKind) -> int | None:
        """What the facts say, whatever a person says."""
        return getattr(self.counted, kind.value) if self.counted else None

    @property
    def weekly_minutes(self) -> int | None:
        """Effort a week: as spent over the period, else as agreed with the client; none: neither is known."""
        spent = self.counted.weekly_minutes if self.counted else None
        agreed = None if self.project else self.client.weekly_minutes
        return agreed if spent is None else spent

    @property
    def weeks_known(self) -> int:
        return self.counted.weeks_known if self.counted else 0

    @property
    def is_enough(self) -> bool:
        """Both needs are known, from facts or from a person."""
        return self.communication is not None and self.complexity is not None

    @property
    def quarter(self) -> Quarter:
        return quarter_of(self.communication, self.complexity, self.middle)

    @property
    def wanted_mode(self) -> Mode | None:
        """Which helm belongs in front; where both needs are strong, that of the stronger one."""
        if self.quarter == Quarter.TWO:
            return Mode.PRODUCTION_LED if (self.complexity or 0) > (self.communication or 0) else Mode.CLIENT_LED
        return WANTED.get(self.quarter)

    @property
    def name(self) -> str:
        return self.project.name if self.project else self.client.name


def quarter_of(communication: int | None, complexity: int | None, middle: int) -> Quarter:
    if communication is None or complexity is None:
        return Quarter.UNKNOWN
    strong = (communication >= middle, complexity >= middle)
    return {
        (True, True): Quarter.TWO,
        (True, False): Quarter.ACCOUNT,
        (False, True): Quarter.PRODUCTION,
        (False, False): Quarter.HYBRID,
    }[strong]


def settings() -> InventorySettings:
    """How the agency reckons; the usual way, unsaved, until somebody changes it. Cost: one query."""
    return InventorySettings.objects.first() or InventorySettings()


def seen_of(clients: Iterable[Client]) -> dict[int, Seen]:
    """By client, each of those given. Cost: three queries."""
    asked = {client.pk: client for client in clients}
    about = Q(client__in=asked, project=None)
    needs = {need.client_id: need for need in Need.objects.filter(about)}
    overrules = standing_by("client_id", about)
    middle = settings().middle
    return {pk: Seen(one, None, needs.get(pk), overrules.get(pk, {}), middle) for pk, one in asked.items()}


def seen_of_projects(projects: Iterable[Project]) -> dict[int, Seen]:
    """By project, each of those given. Needs: their clients are loaded. Cost: three queries."""
    asked = {project.pk: project for project in projects}
    about = Q(project__in=asked)
    needs = {need.project_id: need for need in Need.objects.filter(about)}
    overrules = standing_by("project_id", about)
    middle = settings().middle
    return {pk: Seen(one.client, one, needs.get(pk), overrules.get(pk, {}), middle) for pk, one in asked.items()}


def standing_by(owner: str, about: Q) -> dict[int, dict[NeedKind, Overrule]]:
    """Overrules that stand, by kind, with who said so. Cost: one query."""
    found: dict[int, dict[NeedKind, Overrule]] = {}
    for one in Overrule.objects.standing().filter(about).select_related("by"):
        found.setdefault(getattr(one, owner), {})[NeedKind(one.kind)] = one
    return found
