"""What one run of the program shares: the clock, the settings, the diary once it is needed, and its exit."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crampdiary import fitting, prompts
from crampdiary.cli.settings import Settings, diary_in
from crampdiary.clock import zones
from crampdiary.diary.model import Trial
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import faults
from crampdiary.keep.private import backup_folder, real_file
from crampdiary.keep.store import Store, without_collector
from crampdiary.local_zone import zone_name, zone_warning
from crampdiary.words.wording import plural, safe, short

if TYPE_CHECKING:
    from crampdiary.diary.model import Entry
    from crampdiary.diary.nights import Diary
    from crampdiary.trial.draws import Draw


_DAY = range(9, 21)  # o'clock
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_")  # to any shell


class _Typed:
    """What was typed in this run that is needed to say something of a mistake."""

    def __init__(self) -> None:
        self.diary = ""  # the full path that --diary names
        self.least_fault = 1  # the least exit code of a fault


_TYPED = _Typed()
_COMMAND = (
    r"`cramp(?=[ `])(?! --diary)(?! (?:help|demo|config|--help|--version)\b)"
    r"(?![^`]*` (?:has no|does not take|takes)\b)"  # that speaks of a command, and names none to type
    r"(?![^`]*` with this path\b)"  # the diary that was typed is none
)
_ELSEWHERE = "On your other device"
_ALONE = r"  cramp (?=[a-z]+)"  # in a column of its own


_ANSWERING = ({"remind", "--due"}, {"trial", "today"})
"""What answers by its exit code, 0 for yes and 1 for no."""


def run_typed(words: Sequence[str]) -> None:
    """Take note of what was typed, before anything of it is understood, as what is said of a mistake needs it.

    That is a diary that is named by --diary, for the commands that messages name, and whether exit code 1 is an answer
    and no fault.
    """
    _TYPED.least_fault = 2 if any(answering <= {*words} for answering in _ANSWERING) else 1
    named = diary_in(words)
    _TYPED.diary = str(named.absolute()) if named else ""


def for_this_diary(text: str, *, alone: bool = False) -> str:
    """Return a message with --diary in the commands that it names, if that was typed: they are for the same diary.

    Args:
        text: in which each command stands in backticks.
        alone: whether commands also stand in a column of their own, with spaces before them.
    """
    if not _TYPED.diary or text.startswith(_ELSEWHERE) or not (alone or "`cramp" in text):
        return text
    where = _quoted(_TYPED.diary)
    text = re.sub(_COMMAND, lambda _: f"`cramp --diary {where}", text)
    return re.sub(_ALONE, lambda _: f"  cramp --diary {where} ", text) if alone else text


class Session:
    """One run of the program.

    Args:
        diary: the path given with --diary, if any.
        words: all that was typed after `cramp`.
    """

    def __init__(self, diary: Path | None = None, words: Sequence[str] = ()) -> None:
        self.settings = Settings(os.environ)
        self.words = words
        """What was typed after `cramp`, or what an answer stands for that was typed since."""
        self._given = diary
        self._store: Store | None = None
        self._earlier: tuple[Path, int] | None = None
        self.may_begin = False
        """Whether a diary may be begun also where it is not the default place."""
        self.as_json = False
        """Whether data alone is wanted, so that nothing is asked that could be left unsaid."""
        self.plain = False
        """Whether screens are wanted as plain lines."""

    def take(self, *, diary: Path | None, as_json: bool, plain: bool) -> None:
        """Take the options that may stand before a command, after it, or both.

        Raises:
            UsageError: they name two diaries.
        """
        if self._given is not None and diary not in (None, self._given):
            raise UsageError("--diary is given twice: keep one of them. Nothing was done.")
        self._given = diary or self._given
        self.as_json = self.as_json or as_json
        self.plain = self.plain or plain

    @property
    def now(self) -> datetime:
        """The moment of this run in whole seconds, which is what entries keep."""
        return self._clock.replace(microsecond=0)

    @property
    def is_day(self) -> bool:
        """Whether it is 09:00 to 21:00, when people are up. At other hours only what cannot wait is asked."""
        return self._clock.hour in _DAY

    def may_ask(self, yes: bool) -> bool:
        """Return whether a question may be asked that can also be left out."""
        return not yes and not self.as_json and prompts.can_ask()

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

    @cached_property
    def _place(self) -> tuple[Path, bool]:
        """Where the diary is, a link followed, and whether a new one may be begun there."""
        path, is_default = self.settings.diary(self._given)
        return real_file(path), is_default

    @property
    def path(self) -> Path:
        return self._place[0]

    @property
    def is_at_default_place(self) -> bool:
        """Whether the diary is where it is looked for when nothing else was said."""
        return self._place[1]

    @property
    def store(self) -> Store:
        """The diary, opened at its first use; where there is none, only at the default place an empty one."""
        if self._store is None:
            path, is_default = self._place
            self._store = Store(path, now=self._clock, begin=is_default or self.may_begin)
            if not self._store.exists:
                self._earlier = earlier_backup(path)
            for warning in self._warnings(self._store):
                self.say(warning)
        return self._store

    def typed(self, *words: str | Path) -> str:
        """Return a command for this diary as it can be typed in a shell, wherever one stands."""
        where = ("--diary", self.path.absolute()) if self._given else ()
        return safe(" ".join(["cramp", *(_quoted(str(each)) for each in (*where, *words))]))

    def as_typed(self, words: Sequence[str] | None = None) -> str:
        """Return the command as it was typed, or other words in its place, as a shell takes it."""
        return safe(" ".join(["cramp", *map(_quoted, self.words if words is None else words)]))

    def _warnings(self, store: Store) -> Iterator[str]:
        zone = zone_warning(os.environ.get("TZ"))
        if zone:
            yield zone
        if store.was_open_to_others:
            yield "Others on this computer could read the diary; it is yours alone again now."
        for copy in store.set_aside:
            yield (
                "A journal lay beside the diary, as when saving is cut off, and what it was for was taken back. "
                f"The diary of before that is {safe(str(copy))}; `{self.typed('info', '--verify')}` compares the two."
            )
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
                self._tell_of_an_earlier_diary(self._store)
                if self._store.wrote:
                    self._once_a_day(self._store)
            finally:
                self._store.close()

    def _tell_of_an_earlier_diary(self, store: Store) -> None:
        """Say how to get back what a diary had that was here before, while or just after there is none."""
        if self._earlier is None:
            return
        from crampdiary.keep.copies import foreign  # seldom needed

        if not store.exists or foreign.adds_to(store, self._earlier[0]):
            self.say(about_earlier(self, *self._earlier, begun=store.exists))

    def _once_a_day(self, store: Store) -> None:
        """Copy the diary after the first write of a day, and look for others beside it.

        A failure is told and never stops the entry.
        """
        today = self.now.date().isoformat()
        try:
            if store.local("backup_day") == today:
                return
            from crampdiary.keep import outside
            from crampdiary.keep.copies import backing_up, foreign

            for copy in foreign.not_told_yet(store):
                self.say(about_copy(self, copy))
            if self.settings["daily_backup"] == "yes":
                made = backing_up.take(store, now=self.now)
                if found := outside.look(store):
                    self.say(f"Your entry is saved. {outside.of_backup(found, made)}")
            elif found := outside.look(store, keep=True, for_copy=False):
                self.say(f"Your entry is saved, but {found.told}. {outside.WAY_BACK}")
            store.remember("backup_day", today)
        except CrampError as error:
            self.say(f"Your entry is saved, but today's backup failed: {faults.reason(error)}")

    @property
    def trials(self) -> Sequence[Entry[Trial]]:
        """The randomised trials of the diary, as their newest versions say."""
        return self.vocabulary.as_meant(self.store.of(Trial))

    @property
    def draws(self) -> Sequence[Draw]:
        """Every draw of a trial that was ever made and not purged, deleted ones too; none where no trial is shown."""
        if not self.trials:
            return ()
        from crampdiary.keep.past import pasts  # who has no trial does without these
        from crampdiary.trial.draws import drawn

        found = [drawn(*each[:4], is_taken_back=each.is_taken_back) for each in pasts(self.store, "trial")]
        words = self.vocabulary
        return [
            each.replaced(entry=each.entry._replace(record=words.meant_by(each.entry.record)))
            for each in found
        ]

    @property
    def in_trial(self) -> frozenset[str]:
        """The remedies in a trial that goes on, of which nothing is shown."""
        if not self.trials:
            return frozenset()
        from crampdiary.trial.draws import told_apart

        running = told_apart(self.draws).running
        return frozenset({running.record.word} if running else ())

    def diary(self) -> Diary:
        """Return all nights of the diary, joined from its entries; a line says so while that takes long."""
        from crampdiary.cli.telling.progress import phases
        from crampdiary.diary.nights import join

        with without_collector(), phases(self.store.connection, "reading the diary"):
            return join(self.vocabulary.as_meant(self.store.entries()), now=self.now)

    def diary_of_uses(self) -> Diary:
        """Return the same nights, with no more of what was used and met than comparisons of nights look at."""
        from crampdiary.cli.telling.progress import phases
        from crampdiary.diary.nights import join
        from crampdiary.keep.counting import counted_uses

        store, words = self.store, self.vocabulary
        with without_collector(), phases(store.connection, "reading the diary"):
            entries = words.as_meant(store.entries("episode", "check_in", "sign", "away", "course", "seen"))
            return join(entries, now=self.now, counts=words.counts_as_meant(counted_uses(store)))

    def counted_diary(self, *, since: date | None, uses: date | None = None) -> Diary:
        """Return the same nights, with entries only where a figure looks at them, and counts of all others.

        Args:
            since: the first night whose cramps and signs are looked at one by one, and of which it is asked what was
                used ahead of it; None for the diary's first.
            uses: the first night whose uses are looked at one by one; None for none at all.
        """
        from crampdiary.cli.telling.progress import phases
        from crampdiary.diary.nights import join
        from crampdiary.keep.counting import counts

        store, first = self.store, since or date.min
        with without_collector(), phases(store.connection, "reading the diary"):
            entries = [
                *store.entries("episode", "check_in", "sign", since=since),
                *store.entries("away", "course", "seen"),
            ]
            if uses:
                entries += store.entries("exposure", since=uses)
            counted = counts(store, before=first, since=first)
            words = self.vocabulary
            return join(words.as_meant(entries), now=self.now, counts=words.counts_as_meant(counted))

    @property
    def columns(self) -> int:
        """How wide the terminal is on which a screen is shown."""
        return shutil.get_terminal_size((fitting.USUAL, 24)).columns

    @staticmethod
    def say(text: str) -> None:
        """Print something beside what was asked for: on stderr, so that data alone goes to stdout."""
        if sys.stderr is not None:  # or else `print` would take stdout in its place
            shown = fitting.fitted(safe(for_this_diary(text), lines=True), fitting.width(sys.stderr))
            print(shown, file=sys.stderr)  # noqa: T201

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


def earlier_backup(path: Path) -> tuple[Path, int] | None:
    """Return the newest good backup beside where a diary is or was, and how many entries it has."""
    if not backup_folder(path).is_dir():
        return None
    from crampdiary.keep.copies import backups

    newest = backups.newest_good(path)
    return next(((each.path, each.entries) for each in backups.listed(path) if each.path == newest), None)


def about_earlier(session: Session, backup: Path, entries: int, *, begun: bool) -> str:
    """Return how to get back what the backups of an earlier diary hold: before a new one is begun, or after."""
    holds = f"the newest good one has {plural(entries, 'entry', 'entries')}"
    if begun:
        return (
            f"This is a new diary, and backups of an earlier one lie beside it; {holds}. "
            f"`{session.typed('merge', backup)}` brings them in."
        )
    return (
        f"There is no diary at {safe(str(session.path))}, but backups of one lie beside it; {holds}: "
        f"{safe(str(backup))}. `{session.typed('restore')}` puts it back."
    )


def about_copy(session: Session, copy: Path) -> str:
    """Return what a conflicted copy beside the diary is, and how to bring it in."""
    return (
        f"{safe(copy.name)} beside the diary is another cramp diary, as a syncing program leaves one when two devices "
        f"write at once. `{session.typed('merge', copy.absolute())}` brings in what only it has."
    )


def _quoted(word: str) -> str:
    if os.name == "nt":
        return f'"{word}"' if " " in word or not word else word
    if word and _PLAIN.issuperset(word):  # as nearly every path and word is
        return word
    import shlex

    return shlex.quote(word)


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
        if not str(error):  # the answer "no", which a script reads from the exit code
            raise typer.Exit(error.exit_code) from None
        Session.say(safe(str(error)))
        raise typer.Exit(max(error.exit_code, _TYPED.least_fault)) from None
    except OSError as error:
        _give_up_output(error)
        raise typer.Exit(0 if isinstance(error, BrokenPipeError) else _TYPED.least_fault) from None
    except typer.TyperException as error:
        from crampdiary.cli.meant import refused  # seldom needed

        told = refused(error)
        Session.say(safe(str(told)))
        raise typer.Exit(told.exit_code) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        _report_mistake(error)
        raise typer.Exit(_TYPED.least_fault) from None


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
