"""Time zones by name, whatever stands there."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_named(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise
