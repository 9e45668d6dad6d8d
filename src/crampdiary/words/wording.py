"""What is said to people in plain lines: times, nights and entries in words, and the one sanitiser.

Loads nothing heavy, as every `cramp log` uses it. Tables and charts are `crampdiary.screen.render`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import (
    Away,
    CheckIn,
    Course,
    Episode,
    Exposure,
    Record,
    Report,
    Seen,
    Sign,
    Span,
    Timed,
    Trial,
    Word,
)
from crampdiary.diary.vocabulary import Vocabulary

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # not strftime: its names follow the locale

_BY_DAY = range(9, 21)  # o'clock: a time that may be of the one day of a night or of the other
_COMBINING_MARKS_PER_LETTER = 4
_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"


def safe(text: str, *, lines: bool = False) -> str:
    """Return text from a person or a file made harmless for a terminal, with nothing lost from sight.

    Control codes, bidirectional overrides, invisible characters and lone surrogates become visible escapes
    such as `\\x1b` and `<U+202E>`; a stack of combining marks is cut.

    Args:
        text: any string.
        lines: whether line breaks and tabs may stay, as in the view of one entry.
    """
    if text.isascii() and text.isprintable():
        return text
    import unicodedata  # most text is ASCII

    shown: list[str] = []
    marks = 0
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category in ("Mn", "Me") and character != _EMOJI_STYLE:
            marks += 1
            if marks <= _COMBINING_MARKS_PER_LETTER:
                shown.append(character)
            continue
        marks = 0
        if character in "\n\t" and lines:
            shown.append(character)
        elif character == "\n":
            shown.append("\u23ce" if not text.isascii() else "\\n")
        elif category == "Cc":
            shown.append(f"\\x{ord(character):02x}")
        elif category in ("Cf", "Cs", "Zl", "Zp") and not _joins_emoji(text, position):
            shown.append(f"<U+{ord(character):04X}>")
        else:
            shown.append(character)
    return "".join(shown)


def short(text: str, limit: int = 40) -> str:
    """Return text as a message quotes it: made safe, and cut where more of it would hide the message."""
    shown = safe(text[: limit + 1])
    return shown if len(shown) <= limit else f"{shown[: limit - 3]}..."


def _joins_emoji(text: str, position: int) -> bool:
    if text[position] != _ZERO_WIDTH_JOINER or not 0 < position < len(text) - 1:
        return False
    import unicodedata  # as above

    before, after = text[position - 1], text[position + 1]
    return (before == _EMOJI_STYLE or unicodedata.category(before) in ("So", "Sk")) and (
        unicodedata.category(after) == "So"
    )


def weekday_and_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def month_of(day: date) -> str:
    return MONTHS[day.month - 1]


def night_in_words(night: date, *, now: date) -> str:
    """Return "night of Tue 3 to Wed 4 March", with the year where it is not that of now."""
    morning = night + timedelta(days=1)
    first = weekday_and_day(night)
    if night.month != morning.month:
        first += f" {month_of(night)}"
    return f"night of {first} to {day_in_words(morning, now=now)}"


def day_in_words(day: date, *, now: date) -> str:
    """Return "Tue 3 March", with the year where it is not that of now."""
    year = "" if day.year == now.year else f" {day.year}"
    return f"{weekday_and_day(day)} {month_of(day)}{year}"


def silence(first: date, last: date) -> str:
    """Return what is said of a gap: that its nights are left out, and the commands that say how they were."""
    nights = (last - first).days + 1
    span = f"{_day_of_any_year(first)} to {_day_of_any_year(last)}"
    return (
        f"Nothing was written from {span} ({nights:,} nights), so these nights are left out. "
        f"If they were quiet: `cramp none --since {first.isoformat()} --until {last.isoformat()}`. "
        f"If you were away: `cramp away {first.isoformat()} {last.isoformat()}`."
    )


def _day_of_any_year(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def offset_in_words(at: datetime) -> str:
    offset = at.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def moment(at: datetime, *, now: datetime, precision: str = "minute") -> str:
    """Return "Tue 31 Mar 00:40", with the year where it is not that of now."""
    year = "" if at.year == now.year else f" {at.year}"
    day = f"{weekday_and_day(at)} {month_of(at)[:3]}{year}"
    return day if precision == "day" else f"{day} {at:%H:%M}"


def local_moment(at: datetime, *, now: datetime) -> str:
    """Return `moment` for a time of another clock, as the clock of now would have shown it."""
    return moment(at.astimezone(now.tzinfo), now=now)


def age(at: datetime, *, now: datetime) -> str:
    """Return how long ago, in one unit: "just now", "25 min ago", "2 h ago", "yesterday", "3 days ago"."""
    seconds = int((now - at).total_seconds())
    if seconds < -60:
        return "in " + duration(-seconds)
    if seconds < 60:
        return "just now"
    if seconds < 5400:
        return f"{seconds // 60} min ago"
    if seconds < 86400:
        return f"{round(seconds / 3600)} h ago"
    days = (now.date() - at.date()).days  # as clocks showed both, and as both are told
    return "yesterday" if days < 2 else f"{days:,} days ago"


def duration(seconds: float) -> str:
    """Return "45 s", "3 min", "1 h 5 min", "3 days"; fractions of a minute only under ten minutes."""
    if seconds < 60:
        return f"{seconds:g} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 10 and rest:
        return f"{minutes} min {rest} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(round(seconds / 3600), 24)
    return f"{days} days {hours} h" if hours else f"{days} days"


def plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(parts: list[str], word: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    return f" {word} ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def summary(record: Record, words: Vocabulary) -> str:
    """Return an entry's content on one line, without its time and note."""
    return safe(content(record, words))


def content(record: Record, words: Vocabulary) -> str:
    """Return what `summary` shows, as it was typed: to search in, not to be shown."""
    if isinstance(record, Episode):
        return _episode(record, words)
    if isinstance(record, Exposure):
        answer = ", for a cramp under way" if record.purpose == "rescue" else ""
        return f"{_met(record, words)}{answer}"
    if isinstance(record, CheckIn):
        return "no cramps" if record.clear else "checked in"
    if isinstance(record, Away):
        nights = (record.last_night - record.first_night).days + 1
        return f"away, {plural(nights, 'night')}"
    if isinstance(record, Sign):
        return _sign(record, words)
    if isinstance(record, Course):
        skipped = f", but for {plural(len(record.left_out), 'night')}" if record.left_out else ""
        return f"{_met(record, words)} every night{skipped}"
    if isinstance(record, Seen):
        return f"talked over: {record.rule}"
    if isinstance(record, Report):
        return f"report made, with {plural(len(record.questions), 'question')}{_asked(record)}"
    if isinstance(record, Trial):
        turns = f"{plural(record.pairs, 'pair')} of {_TURNS[record.nature]}"
        return f"trial of {words.label('remedy', record.word)}, {turns}"
    return f"{record.role} {record.label}"


def _asked(report: Report) -> str:
    return f": {'; '.join(report.questions)}" if report.questions else ""


def _met(record: Exposure | Course, words: Vocabulary) -> str:
    """Return what was used, or met, and how much of it."""
    verb = "used" if record.role == "remedy" else "had"
    amount = f" ({record.amount})" if record.amount else ""
    return f"{verb} {words.label(record.role, record.word)}{amount}"


def _sign(sign: Sign, words: Vocabulary, *, level: str = "severity {}", felt: str = "felt ") -> str:
    """Return what is known of how legs and feet felt, but when and the note: a mere number is that of the legs.

    Args:
        sign: what was felt.
        words: the words known.
        level: how the severity is put.
        felt: what tells it from a cramp, if anything is needed.
    """
    parts = [words.label("sensation", each) for each in sign.sensations]
    parts += _where(sign, words)
    if sign.severity is not None:
        parts += [*([] if parts else ["legs"]), level.format(sign.severity)]
    if sign.duration_s is not None:
        parts.append(duration(sign.duration_s))
    return felt + ", ".join(parts) if parts else "how they feel, in words"


def _where(record: Episode | Sign, words: Vocabulary) -> list[str]:
    """Return the place with its side, if either is known."""
    sites = " and ".join(words.label("site", site) for site in record.sites)
    if record.side == "both":
        return [f"{sites} on both sides" if sites else "both sides"]
    where = " ".join(part for part in (record.side, sites) if part)
    return [where] if where else []


def _episode(episode: Episode, words: Vocabulary) -> str:
    place, *rest = parts_of(episode.replaced(severity=None), words, place="cramp")
    severity = "severity not said" if episode.severity is None else f"severity {episode.severity}"
    return ", ".join([place, severity, *rest])


def parts_of(
    episode: Episode, words: Vocabulary, *, place: str = "", level: str = "severity {}"
) -> list[str]:
    """Return each thing that is known of a cramp, all but when and its note, as it was typed.

    Args:
        episode: the cramp.
        words: the words known.
        place: what stands first where no place is known.
        level: how the severity is put.
    """
    parts = _where(episode, words) or ([place] if place else [])
    if episode.severity is not None:
        parts.append(level.format(episode.severity))
    if episode.duration_s is not None:
        parts.append(duration(episode.duration_s))
    parts += [words.label("sensation", each) for each in episode.sensations]
    if episode.onset:
        parts.append(f"while {words.label('onset', episode.onset)}")
    if episode.woke is not None:
        parts.append("woke me" if episode.woke else "did not wake me")
    if episode.triggers:
        parts.append("suspected: " + listed([words.label("trigger", each) for each in episode.triggers]))
    parts += [tried_in_words(each, words) for each in episode.tried]
    if episode.sore_s is not None:
        parts.append(f"sore {duration(episode.sore_s)}" if episode.sore_s else "not sore afterwards")
    if episode.awake_s is not None:
        parts.append(f"awake {duration(episode.awake_s)}" if episode.awake_s else "not awake for it")
    if episode.walking:
        parts.append(_WALKING_WORDS[episode.walking])
    return parts


_TURNS = {"quick": "nights", "lasting": "three nights", "slow": "three weeks"}
"""Of what a trial draws pairs, by how long its remedy works."""
_WALKING_WORDS = {"limped": "limped", "could-not": "could not walk"}
RELIEF_WORDS = {"helped": "helped", "somewhat": "helped somewhat", "no": "did not help", "unsure": "unsure"}


def tried_in_words(tried: Tried, words: Vocabulary) -> str:
    relief = f" {RELIEF_WORDS[tried.relief]}" if tried.relief else ""
    after = f" after {duration(tried.after_s)}" if tried.after_s is not None else ""
    return f"tried {words.label('remedy', tried.remedy)}{relief}{after}"


def time_of(record: Record, *, now: datetime) -> str:
    """Return an entry's time and night in words, resolved: what the clock then showed, weekday and all."""
    if isinstance(record, Timed):
        at = record.at
        where = night_in_words(record.night, now=now.date())
        if record.precision == "day":
            return f"{moment(at, now=now, precision='day')} ({where})"
        return f"{moment(at, now=now)} {offset_in_words(at)}, {age(at, now=now)} ({where})"
    if isinstance(record, CheckIn):
        return night_in_words(record.night, now=now.date())
    if isinstance(record, Seen | Report):
        return f"on {day_in_words(record.night, now=now.date())}"
    if isinstance(record, Span):
        first = night_in_words(record.first_night, now=now.date())
        if record.last_night is None:
            return f"from the {first} on"
        if record.first_night == record.last_night:
            return first
        return f"{first}, until {night_in_words(record.last_night, now=now.date())}"
    return ""


def saved(
    number: int, record: Record, words: Vocabulary, *, now: datetime, is_other_zone: bool = False
) -> str:
    """Return the one line that says what was saved, and under which number.

    Args:
        number: of the entry; a word has none to show.
        record: what was saved.
        words: the words known.
        now: the present.
        is_other_zone: whether the clock that its time is of is another than before, so that it has to be told.
    """
    if isinstance(record, Episode):
        text = safe(", ".join(parts_of(record, words, place="cramp", level="{}")))
    elif isinstance(record, Sign):
        text = safe(_sign(record, words, level="{}", felt=""))
    elif isinstance(record, Course):
        note = "; with a note" if record.note else ""
        return f"Saved {number}: {running_in_words(record, words, now=now.date())}{note}."
    else:
        text = summary(record, words)
    note = "; with a note" if getattr(record, "note", None) else ""
    when = _echo_of_time(record, now=now, is_other_zone=is_other_zone)
    return f"Saved {number}: {text}{note}. {when[:1].upper()}{when[1:]}." if when else f"Saved: {text}."


def running_in_words(course: Course, words: Vocabulary, *, now: date) -> str:
    """Return "magnesium (300mg) nightly from Sun 1 February", with its last night and how many it leaves out."""
    amount = f" ({course.amount})" if course.amount else ""
    first = day_in_words(course.first_night, now=now)
    when = f" from {first}"
    if course.last_night is not None:
        when = f", {first} to {day_in_words(course.last_night, now=now)}"
    skipped = f", but for {plural(len(course.left_out), 'night')}" if course.left_out else ""
    if course.last_night == course.first_night:
        return safe(f"{words.label(course.role, course.word)}{amount} on the one night of {first}{skipped}")
    return safe(f"{words.label(course.role, course.word)}{amount} nightly{when}{skipped}")


def _echo_of_time(record: Record, *, now: datetime, is_other_zone: bool) -> str:
    """Return "03:10, night to Thu 5 March": the day of the clock time is told only by day, where it is open."""
    if not isinstance(record, Timed):
        return time_of(record, now=now)
    if record.precision == "day":
        return night_in_words(record.night, now=now.date())
    at = record.at
    where = f"night to {day_in_words(record.night + timedelta(days=1), now=now.date())}"
    clock = f"{at:%H:%M} {offset_in_words(at)}" if is_other_zone else f"{at:%H:%M}"
    if record.precision == "approx":
        clock = f"about {clock}"
    if at.hour in _BY_DAY:
        clock = f"{weekday_and_day(at)}, {clock}"
    return f"{clock}, {where}"


def word_line(word: Word, names: Sequence[str] = ()) -> str:
    """Return what a word is; `names` are all that it is understood by, where these are more than its own."""
    own = word.slug, word.label, *word.synonyms
    synonyms = [*word.synonyms, *(each for each in names if each not in own)]
    also = f" (also: {', '.join(synonyms)})" if synonyms else ""
    more = [
        f"made into {word.merged_into}" if word.merged_into else "",
        f"stands for {listed(list(word.set))}" if word.set else "",
        _NATURE_WORDS[word.nature] if word.nature else "",
        "" if word.prescribed is None else "prescribed" if word.prescribed else "not prescribed",
        _WHEN_BAD_WORDS.get(word.answer_when_bad or "", ""),
        "hidden" if word.hidden else "",
    ]
    return safe(", ".join((f"{word.slug}: {word.label}{also}", *filter(None, more))))


_NATURE_WORDS = {
    "quick": "works that night",
    "lasting": "still works the night after",
    "slow": "works over weeks",
}
_WHEN_BAD_WORDS = {
    "more": "used more when the legs feel bad",
    "less": "used less when the legs feel bad",
    "neither": "used no more and no less when the legs feel bad",
}
