"""Cells read as dates, times of day, durations, yes or no; anything else is a `Misread`."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from twinhelm.reading.problems import Code, Misread
from twinhelm.reading.understanding import DateOrder, Field

FIRST_YEAR = 1990
LAST_YEAR = 2100
DAY_SECONDS = 24 * 60 * 60
_LONGEST_VALUE = 64
_SHEET_EPOCH = date(1899, 12, 30)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january janvier januari enero ene janv",
            "feb februar february février februari febrero fev fév févr",
            "mar march märz mars maart marzo mrz mär mrt",
            "apr april avril abril avr abr",
            "may mai mei mayo maj",
            "jun june juni juin junio",
            "jul july juli juillet julio juil",
            "aug august août augustus agosto aou aoû ago",
            "sep sept september septembre septiembre",
            "oct october oktober octobre octubre okt",
            "nov november novembre noviembre",
            "dec december dezember décembre diciembre dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}
_UNITS = {
    name: seconds
    for seconds, names in (
        (1, "s sec secs second seconds sek sekunden"),
        (60, "m min mins minute minutes minuten minutos mn"),
        (3600, "h hr hrs hour hours std stunde stunden uur uren heure heures hora horas t"),
        # Jira writes effort in working days and weeks of eight and forty hours.
        (8 * 3600, "d day days"),
        (40 * 3600, "w week weeks"),
    )
    for name in names.split()
}
_YES = frozenset({"yes", "y", "true", "1", "x", "billable", "ja", "oui", "si", "sí", "wahr", "vrai"})
_NO = frozenset({"no", "n", "false", "0", "non-billable", "nein", "nee", "non", "falsch", "faux"})

_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,? )?"
_DAY_IN_THE_MIDDLE = re.compile(_WEEKDAY + r"([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{1,5})")
_THREE_PARTS = re.compile(
    _WEEKDAY + r"(\d{1,5})(?:st|nd|rd|th)?([./ -]{1,2})(\d{1,2}|[^\W\d_]{3,12}\.?)([./ ,-]{1,2})(\d{1,5})\.?"
)
_WITH_TIME = re.compile(
    r"(.{4,40}?)(?:[T ]|, ?| at )(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?: ?[ap]\.?m\.?)?)"
    r" ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(?:[.,]\d{1,6})?)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)
_CLOCKED = re.compile(r"([-−]?)(\d{1,5}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d{1,6})?)? ?(h|hrs|hours|min|std)?\.?")
_BARE = re.compile(r"([-−]?)(\d{1,9})?(?:[.,](\d{1,6}))?")
_SPOKEN = re.compile(r"(\d{1,6}(?:[.,]\d{1,4})?) ?([a-z]{1,8})\.?[ ,]{0,2}")


@lru_cache(maxsize=8192)
def read_moment(value: str, order: DateOrder | None) -> tuple[date, time | None, tzinfo | None]:
    """The day, and the time of day and zone if the value has them."""
    text = _trimmed(value, Code.BAD_DATE)
    try:
        whole = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        has_time = len(text) > 10
        return _in_reach(whole.date(), value), whole.time() if has_time else None, whole.tzinfo
    if found := _WITH_TIME.fullmatch(text):
        return _read_day(found[1].strip(), order, value), read_clock(found[2]), _read_offset(found[3])
    return _read_day(text, order, value), None, None


@lru_cache(maxsize=4096)
def read_clock(value: str) -> time:
    found = _CLOCK.fullmatch(_trimmed(value, Code.BAD_TIME))
    if not found or not (found[2] or found[4]):
        raise Misread(Code.BAD_TIME, value=value)
    hour = int(found[1])
    if found[4]:
        if not 1 <= hour <= 12:
            raise Misread(Code.BAD_TIME, value=value)
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    try:
        return time(hour, int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        raise Misread(Code.BAD_TIME, value=value) from None


@lru_cache(maxsize=4096)
def read_seconds(value: str, unit: Field = Field.HOURS) -> int:
    """A duration in seconds; may be negative.

    unit: what a bare number counts: hours, minutes or seconds.
    """
    text = _trimmed(value, Code.BAD_DURATION).lower()
    if found := _CLOCKED.fullmatch(text):
        return _clocked(found, value)
    if (found := _BARE.fullmatch(text)) and (found[2] or found[3]):
        amount = float(f"{found[2] or 0}.{found[3] or 0}")
        seconds = round(amount * {Field.HOURS: 3600, Field.MINUTES: 60, Field.SECONDS: 1}[unit])
        return -seconds if found[1] else seconds
    return _spoken(text.removeprefix("pt"), value)


def whole_minutes(seconds: int) -> int:
    """Rounded to the nearest minute; a moment's work is still a minute."""
    return max(1, (seconds + 30) // 60) if seconds > 0 else 0


def read_billable(value: str) -> bool | None:
    word = value.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def fits(value: str, order: DateOrder) -> bool:
    try:
        read_moment(value, order)
    except Misread:
        return False
    return True


def _trimmed(value: str, code: Code) -> str:
    if len(value) > _LONGEST_VALUE:
        raise Misread(code, value=value)
    return value.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ").strip()


def _read_day(text: str, order: DateOrder | None, value: str) -> date:
    if text.isdecimal() and len(text) == 5:
        # A spreadsheet's serial number: what is left of a date when the cell's format got lost.
        return _in_reach(_SHEET_EPOCH + timedelta(days=int(text)), value)
    if found := _DAY_IN_THE_MIDDLE.fullmatch(text):
        return _day(found[3], _month(found[1], value), found[2], value)
    found = _THREE_PARTS.fullmatch(text)
    if not found:
        raise Misread(Code.BAD_DATE, value=value)
    first, middle, last = found[1], found[3], found[5]
    if not middle.isdecimal():
        month = _month(middle, value)
        return _day(first, month, last, value) if len(first) >= 4 else _day(last, month, first, value)
    if len(first) >= 4:
        return _day(first, int(middle), last, value)
    return _numbers(first, middle, last, order, value)


def _numbers(first: str, middle: str, last: str, order: DateOrder | None, value: str) -> date:
    if len(last) < 4 and order is DateOrder.YEAR_FIRST:
        return _day(first, int(middle), last, value)
    day, month = (middle, first) if order is DateOrder.MONTH_FIRST else (first, middle)
    if int(month) > 12 and int(day) <= 12:
        raise Misread(Code.DATE_IN_OTHER_ORDER, value=value, order=order or DateOrder.DAY_FIRST)
    return _day(last, int(month), day, value)


def _day(year: str, month: int, day: str, value: str) -> date:
    full = int(year) + 2000 if len(year) == 2 else int(year)
    if not FIRST_YEAR <= full <= LAST_YEAR:
        raise Misread(Code.IMPOSSIBLE_DATE, value=value, year=full, first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return date(full, month, int(day))
    except ValueError:
        raise Misread(Code.BAD_DATE, value=value) from None


def _month(name: str, value: str) -> int:
    number = _MONTHS.get(name.rstrip(".").casefold())
    if number is None:
        raise Misread(Code.BAD_DATE, value=value)
    return number


def _in_reach(day: date, value: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Misread(Code.IMPOSSIBLE_DATE, value=value, year=day.year, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _read_offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if shift >= timedelta(hours=24):
        raise Misread(Code.BAD_TIME, value=text)
    return timezone(-shift if text[0] == "-" else shift)


def _clocked(found: re.Match[str], value: str) -> int:
    large, small, rest = int(found[2]), int(found[3]), int(found[4] or 0)
    if small > 59 or rest > 59:
        raise Misread(Code.BAD_DURATION, value=value)
    is_short = found[5] == "min" and found[4] is None
    seconds = large * 60 + small if is_short else large * 3600 + small * 60 + rest
    return -seconds if found[1] else seconds


def _spoken(text: str, value: str) -> int:
    sign = -1 if text[:1] in ("-", "−") else 1
    position, seconds, unit = (1 if sign < 0 else 0), 0.0, 0
    while found := _SPOKEN.match(text, position):
        unit = _UNITS.get(found[2], 0)
        if not unit:
            raise Misread(Code.BAD_DURATION, value=value)
        seconds += float(found[1].replace(",", ".")) * unit
        position = found.end()
    rest = text[position:]
    if unit == 3600 and rest.isdecimal() and len(rest) <= 2:
        seconds, rest = seconds + int(rest) * 60, ""
    if rest or not unit:
        raise Misread(Code.BAD_DURATION, value=value)
    return sign * round(seconds)
