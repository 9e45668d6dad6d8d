"""What one run of the program shares: the clock, the settings, the diary once it is needed, and its exit."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crampdiary import prompts
from crampdiary.cli.local_zone import zone_name, zone_warning
from crampdiary.cli.settings import Settings
from crampdiary.clock import zones
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import faults
from crampdiary.keep.store import Store, without_collector
from crampdiary.words.wording import safe, short

if TYPE_CHECKING:
    from crampdiary.diary.nights import Diary


class Session:
    """One run of the program.

    Args:
        diary: the path given with --diary, if any.
    """

    def __init__(self, diary: Path | None = None) -> None:
        self.settings = Settings(os.environ)
        self._given = diary
        self._store: Store | None = None
        self.as_json = False
        """Whether data alone is wanted, so that nothing is asked that could be left unsaid."""

    @property
    def now(self) -> datetime:
        """The moment of this run in whole seconds, which is what entries keep."""
        return self._clock.replace(microsecond=0)

    @cached_property
    def _clock(self) -> datetime:
        """The only clock: CRAMP_NOW, or the system's, on the local clock with its offset of this moment."""
        given = os.environ.get("CRAMP_NOW")
        if not given:
            return datetime.now().astimezone()
        try:
            at = datetime.fromisoformat(given)
        except ValueError as error:
            raise UsageError(
                f"CRAMP_NOW is not a time: {short(given)}. Write it as in 2026-03-31T00:40:00+01:00."
            ) from error
        if at.utcoffset() is None:
            raise UsageError("CRAMP_NOW needs an offset, as in 2026-03-31T00:40:00+01:00.")
        zones.check_year(at.year)
        return zones.to_local(at, None).replace(microsecond=at.microsecond)

    @property
    def path(self) -> Path:
        return self.settings.diary(self._given)[0]

    @property
    def store(self) -> Store:
        """The diary, opened at its first use; created there only at the default place."""
        if self._store is None:
            path, is_default = self.settings.diary(self._given)
            self._store = Store(path, now=self._clock, create=is_default)
            for warning in self._warnings(self._store):
                self.say(warning)
        return self._store

    def _warnings(self, store: Store) -> Iterator[str]:
        zone = zone_warning(os.environ.get("TZ"))
        if zone:
            yield zone
        if store.was_open_to_others:
            yield "Others on this computer could read the diary; it is yours alone again now."
        if os.environ.get("SUDO_USER") and hasattr(os, "geteuid") and os.geteuid() == 0:
            yield "You are root by sudo: this may be root's diary and not your own. Leave sudo out."

    @cached_property
    def zone(self) -> str | None:
        return zone_name(os.environ.get("TZ"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(entry.record for entry in self.store.words())

    def close(self) -> None:
        if self._store is not None:
            try:
                if self._store.wrote and self.settings["daily_backup"] == "yes":
                    self._back_up_once_a_day(self._store)
            finally:
                self._store.close()

    def _back_up_once_a_day(self, store: Store) -> None:
        """Copy the diary after the first write of a day; a failure is told and never stops the entry."""
        today = self.now.date().isoformat()
        try:
            if store.local("backup_day") == today:
                return
            from crampdiary.keep import backups

            backups.take(store, now=self.now)
            store.remember("backup_day", today)
        except CrampError as error:
            self.say(f"Your entry is saved, but today's backup failed: {faults.reason(error)}")

    def diary(self, *, confirmed: bool = False) -> Diary:
        """Return all nights of the diary, joined from its entries; a line says so while that takes long."""
        from crampdiary.cli.progress import phases
        from crampdiary.diary.nights import join

        with without_collector(), phases(self.store.connection, "reading the diary"):
            return join(self.store.entries(), now=self.now, confirmed=confirmed)

    @staticmethod
    def say(text: str) -> None:
        """Print something beside what was asked for: on stderr, so that data alone goes to stdout."""
        if sys.stderr is not None:  # or else `print` would take stdout in its place
            print(safe(text, lines=True), file=sys.stderr)  # noqa: T201

    def confirm(self, question: str, yes: bool) -> None:
        """Ask before something that takes more than one entry away.

        Raises:
            UsageError: nobody is there to ask, and --yes was not given.
            CrampError: the answer was no.
        """
        if yes:
            return
        if not prompts.can_ask():
            raise UsageError("This asks before it goes on, and nobody is there to answer: add --yes.")
        answer = prompts.ask(f"{question} [y/N]") or ""
        if answer.strip().casefold() not in ("y", "yes"):
            raise CrampError("Nothing was changed.")


@contextmanager
def reporting() -> Iterator[None]:
    """Turn every error into its one line and exit code. Never a traceback, which could show the diary."""
    try:
        yield
        _flush()
    except CrampError as error:
        try:
            _flush()
        except OSError as fault:
            _give_up_output(fault)
        Session.say(safe(str(error)))
        raise typer.Exit(error.exit_code) from None
    except OSError as error:
        _give_up_output(error)
        raise typer.Exit(0 if isinstance(error, BrokenPipeError) else 1) from None
    except typer.TyperException as error:
        error.message = safe(error.message, lines=True)  # it quotes what was typed
        raise
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        _report_mistake(error)
        raise typer.Exit(1) from None


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _give_up_output(error: OSError) -> None:
    """Write no more to standard output; say why, unless whoever reads it has just had enough."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or else the interpreter complains at its end
    if not isinstance(error, BrokenPipeError):
        Session.say(f"The output could not be written: {(error.strerror or 'unknown reason').lower()}.")


def _report_mistake(error: Exception) -> None:
    """Say where the program went wrong, without a value of any variable nor the error's own text."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    detail = " < ".join(reversed(where)) if os.environ.get("CRAMP_DEBUG") else where[-1]
    Session.say(
        f"cramp went wrong ({type(error).__name__} at {detail}). What was saved before is safe; please report this."
    )
