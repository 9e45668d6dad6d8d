"""What a line told of remedies used or triggers met, as `crampdiary.words.uses.use_reader` reads it."""

from __future__ import annotations

from crampdiary.words.quantities import Clock
from crampdiary.words.when import NamedDay


class Use:
    """One remedy or trigger as it was told.

    Attributes:
        word: its slug.
        label: as typed, where it is a word that the diary does not know yet; else nothing.
        amount: as typed, or None.
        described: what was said of it besides, phrase by phrase.
        by_set: whether it was told by the name of a set alone.
        days: the days told of this one alone, of those of the line; none where all of them are.
    """

    def __init__(self, word: str, label: str = "", amount: str | None = None) -> None:
        self.word = word
        self.label = label
        self.amount = amount
        self.described: list[str] = []
        self.by_set = False
        self.days: list[NamedDay] = []


class Uses:
    """What a line tells.

    Attributes:
        line: as typed, made plain.
        uses: what was used or met, in the order told.
        days: the days or nights named.
        since: the first of several evenings, where they were told so.
        until: the last of them, where that was told.
        nightly: whether it says that it is so every night, or was begun.
        stopped: whether it says that it is not so any more.
        goes_on: whether it says of what had ended that it goes on after all.
        before_stop: how many of the uses stand before that, and apart from it: they are single ones.
        skipped: the nights left out of those of the line, each as the first and the last in a row; of a weekday in the
            plural (`sundays`) all such nights.
        seldom: what says that it was so on some nights and not on each, as typed; or nothing.
        clock: the time named, if one was.
        is_rough: whether it was told as about that time.
        ago_s: how long ago it was, in seconds, if that was told.
        nothing: whether it says that nothing was.
        again: whether it is to be as last evening, with the uses besides and without what is denied.
        unused: what was said not to have been used, as typed.
        denied: the slugs of that.
        denials: that, each with the days told of it alone.
        is_cramp: whether it tells of a cramp.
        typos: what was read as another word, each with that word.
    """

    def __init__(self, line: str = "") -> None:
        self.line = line
        self.uses: list[Use] = []
        self.days: list[NamedDay] = []
        self.since: NamedDay | None = None
        self.until: NamedDay | None = None
        self.nightly = False
        self.stopped = False
        self.goes_on = False
        self.before_stop = 0
        self.skipped: list[tuple[NamedDay, NamedDay]] = []
        self.seldom = ""
        self.clock: Clock | None = None
        self.is_rough = False
        self.ago_s: int | None = None
        self.nothing = False
        self.again = False
        self.unused: list[str] = []
        self.denied: set[str] = set()
        self.denials: list[Use] = []
        self.is_cramp = False
        self.typos: list[tuple[str, str]] = []

    @property
    def names_a_time(self) -> bool:
        return bool(self.days or self.since or self.until or self.clock or self.ago_s is not None)

    @property
    def is_course(self) -> bool:
        """Whether it tells of something that goes on, was begun or ends, and not of single evenings."""
        return self.nightly or self.stopped or (self.until is not None and self.since is None)

    @property
    def not_understood(self) -> list[str]:
        """What was read as another word, is a new one, or says something besides, as typed."""
        said = [text for use in self.uses for text in (use.label, *use.described) if text]
        return [*(typed for typed, _ in self.typos), *said]
