"""Remind: `remind --due` answers scripts by its exit code, and `remind` prints what would ask it every day."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.clock.zones import latest_finished_night
from crampdiary.errors import CrampError, UsageError

_TITLE = "Cramp diary"
_OPEN = "Last night: any cramps? `cramp log` tells of one, `cramp none` of a quiet night."


def remind(
    session: Session,
    time: Annotated[str, typer.Argument(metavar="[TIME]", help="At which time of the day.")] = "09:00",
    due: Annotated[
        bool, typer.Option("--due", help="Say in one line what is due. Exit code 0: it is; 1: nothing is.")
    ] = False,
    systemd: Annotated[
        bool, typer.Option("--systemd", help="A timer of systemd instead of a line for crontab.")
    ] = False,
) -> Result:
    """Print what would remind you each day, but only if last night is not spoken of. Installs nothing.

    cramp remind 8:30
    cramp remind --due && notify-send "Cramp diary"
    """
    if due:
        tonight = _tonight(session)
        lines = (*((_OPEN,) if _is_due(session) else ()), *((tonight,) if tonight else ()))
        return Result({"due": bool(lines), "tonight": tonight}, lines, exit=None if lines else CrampError())
    hour, minute = _time(time)
    words = [*_program(), *_which(session), "remind", "--due"]
    if not "".join(words).isprintable():  # or else a path could be a line of its own there
        raise CrampError(
            "The path of this diary has characters that no line for cron can hold. Give it a plain name first."
        )
    if sys.platform == "win32" and not systemd:
        text = _task(subprocess.list2cmdline(words), hour, minute)
    else:
        text = (_timer if systemd else _cron)(shlex.join(words), hour, minute)
    return Result({"text": text}, tuple(text.split("\n")), to_copy=True)


def _is_due(session: Session) -> bool:
    """Return whether the latest night that is over is one of the diary's, and neither spoken of nor away."""
    night = latest_finished_night(session.now)
    first = session.store.first_night()
    if first is None or night < first:
        return False
    return not session.store.entries("episode", "check_in", "away", since=night, until=night)


def _tonight(session: Session) -> str | None:
    """Return what a trial says today, if one goes on."""
    if not session.trials:
        return None
    from crampdiary.cli.trials.trial_now import tonight_line  # who has no trial does without it

    return tonight_line(session)


def _time(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?", text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise UsageError("Write the time of the day as in 8:30 or 21:00.")
    return hour, minute


def _program() -> list[str]:
    """Return how this program is started from anywhere: at a set hour there is no PATH of one's own."""
    started = Path(sys.argv[0])
    return [str(started.absolute())] if started.name == "cramp" else [sys.executable, "-m", "crampdiary"]


def _which(session: Session) -> list[str]:
    return [] if session.is_at_default_place else ["--diary", str(session.path.absolute())]


def _shown(asking: str) -> str:
    """Return the shell's words that show on the desktop what is due."""
    if sys.platform == "darwin":
        script = f'display notification "Any cramps last night?" with title "{_TITLE}"'
        return f"{asking} >/dev/null && osascript -e {shlex.quote(script)}"
    return f'due=$({asking}) && notify-send "{_TITLE}" "$due"'


def _cron(asking: str, hour: int, minute: int) -> str:
    bus = "" if sys.platform == "darwin" else "export XDG_RUNTIME_DIR=/run/user/$(id -u); "
    shown = f"{bus}{_shown(asking)}".replace("%", r"\%")  # which would end the line for cron
    return f"# Add the line below with `crontab -e`. Nothing was installed.\n{minute} {hour} * * * {shown}"


def _timer(asking: str, hour: int, minute: int) -> str:
    shown = f"{_shown(asking)}; true"  # nothing due is no failure of the service
    command = (
        '"' + shown.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$") + '"'
    )
    return f"""\
# Save the two files below, and type: systemctl --user daemon-reload && systemctl --user enable --now cramp.timer
# Nothing was installed.

# ~/.config/systemd/user/cramp.service
[Unit]
Description=Ask for the cramp diary, if last night is not spoken of

[Service]
Type=oneshot
ExecStart=/bin/sh -c {command}

# ~/.config/systemd/user/cramp.timer
[Unit]
Description=Ask for the cramp diary once a day

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}
Persistent=true

[Install]
WantedBy=timers.target"""


def _task(asking: str, hour: int, minute: int) -> str:
    asking = asking.replace('"', r"\"")
    return (
        "REM This line, typed once, makes a task of every day. Nothing was installed.\n"
        f'schtasks /Create /SC DAILY /ST {hour:02}:{minute:02} /TN "{_TITLE}" '
        f'/TR "cmd /c {asking} >nul && msg * Any cramps last night?"'
    )
