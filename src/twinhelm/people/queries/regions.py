"""Public holidays of countries and their parts."""

import re
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


@cache
def country_name(code: str) -> str:
    """In English: `United States`."""
    from holidays.registry import COUNTRIES

    names = {codes[1]: codes[0] for codes in COUNTRIES.values()}
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", names.get(code, code))


@cache
def subdivision_names(country: str) -> dict[str, str]:
    """Code → what people call the part, where the library knows it."""
    import holidays

    aliases = getattr(getattr(holidays, country, None), "subdivisions_aliases", {}) or {}
    return {code: name for name, code in aliases.items()}


def next_holidays(region: Region, today: date, *, most: int = 3) -> list[tuple[date, str]]:
    """The next ones from today on."""
    coming = {**holidays_of(region, today.year), **holidays_of(region, today.year + 1)}
    return sorted((day, name) for day, name in coming.items() if day >= today)[:most]
