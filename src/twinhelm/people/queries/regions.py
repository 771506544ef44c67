"""Public holidays of countries and their parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

SPOKEN = "en_US"


@dataclass(frozen=True, slots=True)
class Region:
    """A country, or a part of it that has holidays of its own. Without a country there are none."""

    country: str = ""
    subdivision: str = ""

    def __contains__(self, day: object, /) -> bool:
        """Whether the day is a public holiday here."""
        return isinstance(day, date) and day in holidays_of(self, day.year)

    def holiday(self, day: date) -> str:
        """What is celebrated; empty on other days."""
        return holidays_of(self, day.year).get(day, "")

    @property
    def is_known(self) -> bool:
        return not self.country or self.subdivision in ("", *(subdivisions(self.country)))


@lru_cache(maxsize=512)
def holidays_of(region: Region, year: int) -> Mapping[date, str]:
    """What an older installation knew and this one doesn't counts as no holidays."""
    if not region.country or not region.is_known:
        return {}
    import holidays

    known = getattr(holidays, region.country)
    spoken = SPOKEN if SPOKEN in known.supported_languages else None
    found = holidays.country_holidays(region.country, subdiv=region.subdivision or None, years=year, language=spoken)
    return dict(found.items())


@cache
def subdivisions(country: str) -> tuple[str, ...]:
    """Codes of a country's parts; empty for one that nobody knows. Some countries don't distinguish any."""
    import holidays

    return tuple(holidays.list_supported_countries(include_aliases=False).get(country, ()))


@cache
def countries() -> tuple[str, ...]:
    """Codes of ISO 3166 whose holidays are known."""
    import holidays

    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))
