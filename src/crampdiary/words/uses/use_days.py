"""The days and spans of days in a line about remedies or triggers, and the nights that it leaves out of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from crampdiary.errors import UsageError
from crampdiary.words.line import plain_line, text_between
from crampdiary.words.matching import Words
from crampdiary.words.night_words import AND, DAY, TO, dashes_as_words, months_of
from crampdiary.words.quantities import clock_at, length_at
from crampdiary.words.uses import course_grammar
from crampdiary.words.uses.course_grammar import UNTIL, day_or_longer, named_day_at, weekly_at
from crampdiary.words.uses.use_amounts import amount_at
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.when import NamedDay

_WORDS = r"[^\s,&]+|[,&]"
_JOIN = TO | AND | {"up"}
_A_DAY_OF_A_MONTH = rf"{DAY}\s*-|-\s*{DAY}|\b{DAY}(?:,|\s)"


def with_days_in_full(typed: Sequence[str]) -> list[str]:
    """Return what was typed with a word for each dash between two days, and its month with each day of one.

    `10, 12 and 14 march` and `20-25 march` name their month once, and the dash is a range. What has none of that is
    returned as it is, argument by argument.
    """
    line = plain_line(typed)
    if not any(map(str.isdigit, line)) or not re.search(_A_DAY_OF_A_MONTH, f"{line} ", re.IGNORECASE):
        return list(typed)
    full = dashes_as_words(line)
    found = list(re.finditer(_WORDS, full))
    words = [each[0].casefold() for each in found]
    months = months_of(words)
    for at in sorted(months, reverse=True):
        if _is_in_a_list(words, at):
            full = f"{full[: found[at].end()]} {' '.join(months[at])}{full[found[at].end() :]}"
    return [full] if full != line else list(typed)


def _is_in_a_list(words: Sequence[str], at: int) -> bool:
    """Return whether a number is joined to a day by more than standing beside it, as in an amount: `2 3 march`."""
    after = words[at + 1 : at + 2]
    before = words[at - 1 : at] if at else []
    if before and before[0] in ("at", "around", "about"):
        return False  # at 10, 3 march
    return any(each and each[0] in _JOIN for each in (after, before))


class UseDays:
    """When it was: the days, spans and times of one line.

    Args:
        words: of the line.
        line: as typed, made plain.
        told: what the line tells; it is added to.
    """

    def __init__(self, words: Words, line: str, told: Uses) -> None:
        self._words = words
        self._line = line
        self._told = told
        self._denied = False
        self._denials_before = 0  # the word by which something was not used, and what it denied
        self._excepting = False  # whether the last word was of a night that is left out
        self._order: list[Use | NamedDay] = []  # what was used and on which days, as told
        self._is_open = False  # whether a remedy was named since the last mark

    def _describe(self, text: str) -> None:
        raise NotImplementedError

    def _give_days(self) -> None:
        """Give each use its own days where they stand by turns: `heat on monday, stretching on tuesday`."""
        runs = [
            (is_use, list(each)) for is_use, each in groupby(self._order, lambda each: isinstance(each, Use))
        ]
        if len(runs) < 4 or len(runs) % 2:
            return
        for (is_use, one), (_, other) in zip(runs[::2], runs[1::2], strict=True):
            used, days = (one, other) if is_use else (other, one)
            for use in used:
                if isinstance(use, Use):
                    use.days += [each for each in days if isinstance(each, NamedDay) and each not in use.days]

    def _is_day(self, at: int) -> bool:
        run = self._words.run(at)
        skip = int(run[0] == "on" and len(run) > 1)
        return bool(weekly_at(run) or named_day_at(run, skip))

    def _text(self, at: int, size: int) -> str:
        return text_between(self._line, self._words.tokens[at], self._words.tokens[at + size - 1])

    def _names_an_amount_to_come(self, at: int) -> bool:
        """Return whether it is said to how much something was changed: `cut down amitriptyline to 5mg`."""
        words = self._words.plain
        return any(words[each] == "to" and amount_at(words[each + 1 :]) for each in range(at, len(words) - 1))

    def _leaves_out(self) -> bool:
        """Return whether a day that comes now is one without what was named: `daily, but not on sundays`.

        It may be named again: `heat daily, but no heat monday`.
        """
        told = self._told
        if not (self._denied and (told.uses or told.again)):
            return False
        used = {use.word for use in told.uses}
        denied = told.denials[self._denials_before :]
        if any(each.word not in used for each in denied):
            return False
        for each in denied:
            told.denials.remove(each)
            self._order.remove(each)
        labels = {each.label for each in denied}
        told.unused = [each for each in told.unused if each not in labels]
        told.denied -= {each.word for each in denied}
        return True

    def _leave_out(self, first: NamedDay, last: NamedDay) -> None:
        self._told.skipped.append((first, last))
        self._excepting = True

    def _span(self, first: NamedDay, last: NamedDay | None) -> None:
        """Take a span of nights, of which a line has one.

        Raises:
            UsageError: it has another.
        """
        told = self._told
        if told.since not in (None, first) or (last and told.until not in (None, last)):
            raise UsageError("Say one span of nights in a line, and the next in another. Nothing was saved.")
        told.since, told.until = first, last or told.until

    def _when(self, run: Sequence[str]) -> int:
        """Read a day, a span, a time or so long ago; return how many words that takes, 0 for none."""
        told = self._told
        if run[0] in ("last", "this", "past") and run[1:2] and run[1] in ("week", "month", "year"):
            raise UsageError(
                f'"{run[0]} {run[1]}" could be any of several nights. Name them, as in mon tue wed, or all week.'
            )
        if course_grammar.weekend_at(run):
            raise UsageError(
                "A weekend could be two nights or three. Name them, as in friday to sunday. Nothing was saved."
            )
        if run[0] == "all" and run[1:2] == ["week"]:
            self._span(NamedDay("6 days ago"), None)
            return 2
        taken = self._days(run)
        if taken:
            return taken
        length = length_at(run, 0)
        if length and run[length[0] : length[0] + 1] == ["ago"]:
            told.ago_s = length[1]
            return length[0] + 1
        return self._clock(run)

    def _days(self, run: Sequence[str]) -> int:
        """Read a day, or a span from one to another: `3 march`, `16 march to 18 march`."""
        told = self._told
        weekly = weekly_at(run)
        if weekly and self._leaves_out():
            self._leave_out(weekly[1], weekly[1])
            return weekly[0]
        if weekly:
            told.seldom = " ".join(run[: weekly[0]])
            return weekly[0]
        skip = int(run[0] in ("on", "at", "around", "about", "since", "from", "roughly", "between"))
        skip += run[skip : skip + 1] in (["night"], ["nights"]) and skip > 0  # on the night of
        day = named_day_at(run, skip) if skip < len(run) else None
        if not day:
            return 0
        size = skip + day[0]
        to = UNTIL | {"to"} | ({"and"} if run[0] == "between" else set())
        up = run[size : size + 2] == ["up", "to"]
        if run[size : size + 1] and (run[size] in to or up):
            end = day_or_longer(run, size + 1 + up)
            if end:
                if self._leaves_out():
                    self._leave_out(day[1], end[1])
                else:
                    self._span(day[1], end[1])
                return size + 1 + up + end[0]
        if self._leaves_out():
            self._leave_out(day[1], day[1])
            return size
        self._order.append(day[1])
        if day[1] not in told.days:
            told.days.append(day[1])
        return size

    def _clock(self, run: Sequence[str]) -> int:
        told = self._told
        skip = int(run[0] in ("on", "at", "around", "about", "since", "from", "roughly"))
        clock = clock_at(run, skip, bare=run[0] in ("at", "around"))
        if clock and skip and run[0] not in ("at", "around", "about", "roughly"):
            return 0
        if clock and (
            skip or ":" in run[0] or not run[0].isdigit() or run[0].startswith("0") or clock[0] > 1
        ):
            if re.fullmatch(r"\d{1,2}\.\d\d?", run[skip]) and clock[0] == 1 and not skip:
                return 0  # an amount
            told.clock, told.is_rough = clock[1], run[0] in ("around", "about", "roughly")
            return skip + clock[0]
        return 0

    def _course(self, at: int, run: Sequence[str]) -> int:
        """Read that it goes on every night, and since or until when; return how many words that takes, 0 for none."""
        told = self._told
        if self._denied and weekly_at(run):
            return 0  # but not every sunday
        seldom, nightly = course_grammar.seldom_at(run), course_grammar.nightly_at(run)
        if seldom or (nightly and nightly.is_more):
            size = seldom or (nightly.size if nightly else 0)
            self._describe(self._text(at, size))
        if seldom:
            told.seldom = self._text(at, seldom)
            return seldom
        if nightly:
            told.nightly = True
            return nightly.size
        if self._denied and self._told.uses and run[0] in ("from", "between"):
            return 0  # daily, but not from monday to tuesday: a span that is left out
        since = course_grammar.since_at(run)
        if since:
            rest = run[since[0] :]
            until = course_grammar.until_at(rest, is_range=True) if rest else None
            self._span(since[1], until[1] if until else None)
            told.nightly = told.nightly or since[2]
            return since[0] + (until[0] if until else 0)
        until = course_grammar.until_at(run, is_range=told.since is not None)
        if until:
            told.until = until[1]
            return until[0]
        changed, back_on = course_grammar.changed_at(run), course_grammar.back_on_at(run)
        if changed and not told.uses:
            self._describe(self._text(at, changed))
            told.nightly = told.nightly or self._names_an_amount_to_come(at)
            return changed
        if back_on and not told.uses:
            told.nightly = True
            return back_on
        if run[0] in course_grammar.STARTED:
            told.nightly = True
            return 1
        stopped = course_grammar.stopped_at(run)
        if stopped and not told.stopped and not self._is_open:
            told.before_stop = len(told.uses)
        told.stopped = told.stopped or bool(stopped)
        return stopped
