"""Which time zone this computer uses, and an entry was logged in: its name, and a warning where TZ names none."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from pathlib import Path

from crampdiary.clock.zones import to_local

_POSIX_ZONE = r":?(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?\d{1,2}(?::\d\d){0,2}(?:[A-Za-z<][^\s]*)?"


def zone_warning(environ_tz: str | None) -> str | None:
    """Return what to say where the environment's TZ names no known zone, which the system reads as UTC."""
    if not environ_tz or re.fullmatch(_POSIX_ZONE, environ_tz) or _is_zone(environ_tz):
        return None
    shown = "".join(each if each.isprintable() else "?" for each in environ_tz[:40])
    return (
        f'TZ is set to "{shown}", which is not a known time zone, so times may be taken as UTC. '
        "Set TZ to a name such as Europe/London, or unset it."
    )


def zone_name(environ_tz: str | None) -> str | None:
    """Return the IANA name of the zone in use where it can be told: from TZ, else from /etc/localtime."""
    if environ_tz is not None:
        name = environ_tz.removeprefix(":")
        return name if _is_zone(name) and not name.startswith("/") else None
    try:
        target = str(Path("/etc/localtime").readlink())
    except (OSError, ValueError):  # a copy instead of a link, or not that kind of system
        return None
    return target.partition("zoneinfo/")[2] or None


def zone_of(at: datetime, name: str | None, here: str | None) -> tzinfo | None:
    """Return the zone of the clock that showed an aware `at`: None for the system's own zone.

    Args:
        at: with the offset of that clock.
        name: what the zone is called, as far as that is known; it counts only where it has that offset then.
        here: what the system's own zone is called, where that is known.
    """
    zone: tzinfo | None = None
    if name not in (None, here):
        from zoneinfo import ZoneInfo  # 6 ms that only an entry from another zone needs

        try:
            zone = ZoneInfo(str(name))
        except (LookupError, ValueError, OSError, RecursionError):  # unknown here, or no name at all
            return at.tzinfo
    return zone if to_local(at, zone).utcoffset() == at.utcoffset() else at.tzinfo


def _is_zone(name: str) -> bool:
    name = name.removeprefix(":")
    try:
        if name.startswith("/"):  # a file of zone data, which the C library takes too
            return Path(name).is_file()
        from zoneinfo import ZoneInfo  # 6 ms that only a TZ in the environment needs

        return bool(name and ZoneInfo(name))
    except (LookupError, ValueError, OSError, RecursionError):  # unknown; no key; a folder; too long or deep
        return False
