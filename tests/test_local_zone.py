"""The zone that this computer uses, by TZ and by the system's own setting."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crampdiary.local_zone import zone_name, zone_of, zone_warning


@pytest.mark.parametrize(
    "known",
    [
        None,
        "",
        "UTC",
        "Europe/London",
        ":Europe/London",
        "EST5EDT",
        "UTC0",
        "<+0330>-3:30",
        "CET-1CEST,M3.5.0,M10.5.0/3",
    ],
)
def test_no_warning_where_the_zone_is_known_or_unset(known: str | None) -> None:
    assert zone_warning(known) is None


@pytest.mark.parametrize(
    "bogus",
    [
        *(
            "Bogus/Zone",
            "Bogus",
            "Europe",
            "../etc/passwd",
            "/no/such/file",
            "a\x1b[2J\u202e",
            "a\0b",
            "/a\0b",
        ),
        *("x" * 5000, f"/{'x' * 5000}", "/x" * 5000, ":/" + "x" * 300, ":"),
    ],
)
def test_a_warning_in_one_line_where_the_zone_is_unknown(bogus: str) -> None:
    warning = zone_warning(bogus)
    assert warning is not None
    assert warning.isprintable()
    assert len(warning) < 200
    assert zone_name(bogus) is None


def test_the_zone_has_the_name_in_the_environment_or_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    targets = {Path("/etc/localtime"): Path("/usr/share/zoneinfo/Pacific/Auckland")}
    monkeypatch.setattr(Path, "readlink", lambda path: targets[path])
    assert zone_name("Europe/London") == zone_name(":Europe/London") == "Europe/London"
    assert zone_name("") is zone_name("EST5EDT,M3.2.0,M11.1.0") is None
    assert zone_name(None) == "Pacific/Auckland"
    targets[Path("/etc/localtime")] = Path("../etc/elsewhere")
    assert zone_name(None) is None


def test_a_zone_file_that_is_no_link_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Path:
        raise OSError(22, "Invalid argument", str(path))

    monkeypatch.setattr(Path, "readlink", refuse)
    assert zone_name(None) is None


def test_without_a_zone_in_the_environment_no_list_of_zones_is_loaded() -> None:
    script = (
        "import sys; from crampdiary.local_zone import zone_name, zone_of, zone_warning\n"
        "zone_name(None), zone_warning(None), print('zoneinfo' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets its zone in another way")
@pytest.mark.parametrize(
    ("moment", "name", "here", "winter", "summer"),
    [
        ("2026-03-02T02:30:00+00:00", "Europe/London", "Europe/London", 0, 1),  # the system's own
        ("2026-03-02T02:30:00+00:00", None, None, 0, 1),
        ("2026-03-02T02:30:00+01:00", "Europe/Paris", "Europe/London", 1, 2),
        ("2026-03-02T02:30:00+01:00", "Europe/London", "Europe/London", 1, 1),  # an offset that was typed
        ("2026-03-02T02:30:00+05:00", "No/Where", "Europe/London", 5, 5),
        ("2026-03-02T02:30:00+05:00", None, None, 5, 5),
    ],
)
def test_the_zone_of_a_clock_is_the_one_it_is_called_by_where_that_had_its_offset(
    moment: str, name: str | None, here: str | None, winter: int, summer: int
) -> None:
    zone = zone_of(datetime.fromisoformat(moment), name, here)
    for month, hours in ((1, winter), (6, summer)):
        at = datetime(2026, month, 1, 12, tzinfo=UTC).astimezone(zone)
        assert at.utcoffset() == timedelta(hours=hours)
