"""The screen of `cramp calendar`: a cell for every night, whose glyph says what its colour says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.lists import NARROW
from crampdiary.screen.sections import HeatMap, Mark, Section
from crampdiary.stats.body_screen import span_rows, spans_spoken
from crampdiary.stats.calendar import FEWEST_WEEKS, YEAR_WEEKS, MapNight, MapState, NightMap
from crampdiary.words.wording import MONTHS, WEEKDAYS, listed, plural, weekday_and_day

NOTHING = "No nights here. `cramp log` records a cramp, `cramp none` says that last night had none."
MODERATE, SEVERE = 4, 7  # the usual bands of a 0 to 10 rating of pain: 1-3, 4-6, 7-10
_BANDS = {
    "mild": ("▏", "-", f"up to {MODERATE - 1}"),
    "moderate": ("▍", "=", f"{MODERATE} to {SEVERE - 1}"),
    "severe": ("▊", "#", f"{SEVERE} or more"),
    "unsaid": (" ", " ", "not said"),
}
_STATES = {
    MapState.CLEAR: ("○", "o", "no cramps"),
    MapState.SILENT: ("·", ".", "nothing written"),
    MapState.AWAY: ("×", "x", "away"),
    MapState.GAP: (" ", " ", ""),
    MapState.OUTSIDE: (" ", " ", ""),
}
_SPOKEN = {MapState.CLEAR: "without", MapState.GAP: "left out", MapState.SILENT: "with nothing written"}
_REMEDY, _TRIGGER, _BOTH = "+", "!", "*"
_NAMES = 3  # columns of the days' names
_MOST = 9  # more cramps than that are shown as 9; `--json` and plain lines have their number


def calendar(found: NightMap, words: Vocabulary) -> list[Section]:
    """Return the map of a range of nights, with counts and a key to its glyphs."""
    if all(night.shown is MapState.OUTSIDE for night in found.nights):
        return [Section(lines=(NOTHING,))]
    marked = bool(found.remedy or found.trigger)
    weeks = _weeks(found.nights)
    return [
        Section(
            title=f"Nights from {_day(found.first_night)} to {_day(found.last_night)}",
            lines=(_counted(found), *_under_way(found)),
            chart=HeatMap(
                rows=tuple(name[:2] for name in WEEKDAYS),
                heads=tuple(_head(weeks, position) for position in range(len(weeks))),
                columns=tuple(tuple(_mark(night, marked) for night in week) for week in weeks),
                cell_width=_cell(marked),
                spans=span_rows(found.courses, words),
            ),
            spoken=(
                *_months_spoken(found, words),
                *spans_spoken(found.courses, words, today=found.last_night),
            ),
            foot=_key(found, words),
        ),
    ]


def weeks_on_a_screen(columns: int, *, marked: bool) -> int:
    """Return how many weeks a map alone shows on a terminal of so many columns: one strip of them where it is narrow.

    Args:
        columns: of the terminal.
        marked: whether each night has room for the mark of a remedy or trigger.
    """
    if columns >= NARROW:
        return YEAR_WEEKS
    return max(FEWEST_WEEKS, (columns - _NAMES) // _cell(marked))


def earlier() -> list[Section]:
    """Return the line that leads from the last weeks to a whole year."""
    return [Section(lines=("A year: `cramp calendar --weeks 53`.",))]


def _cell(marked: bool) -> int:
    return 3 if marked else 2


def _counted(found: NightMap) -> str:
    away = f", {found.away:,} away" if found.away else ""
    away += f", {found.gap:,} left out because nothing was written for so long" if found.gap else ""
    return (
        f"{plural(found.cramps, 'cramp')} on {plural(found.with_cramps, 'night')}, {found.clear:,} without, "
        f"{found.silent:,} with nothing written{away}."
    )


def _under_way(found: NightMap) -> tuple[str, ...]:
    for night in found.nights[-8:]:
        if night.under_way and night.cramps:
            return (f"Tonight so far: {plural(night.cramps, 'cramp')}, shown and not counted yet.",)
    return ()


def _weeks(nights: Sequence[MapNight]) -> list[list[MapNight | None]]:
    """Return weeks from Monday to Sunday; None where the range does not reach."""
    before: list[MapNight | None] = [None] * nights[0].night.weekday()
    days = [*before, *nights]
    days += [None] * (-len(days) % 7)
    return [days[begin : begin + 7] for begin in range(0, len(days), 7)]


def _head(weeks: Sequence[Sequence[MapNight | None]], position: int) -> str:
    """Return the month's name for the first week that begins in it, with the year in January."""
    first = next((night.night for night in weeks[position] if night), None)
    if first is None:
        return ""
    if position:
        before = next(night.night for night in weeks[position - 1] if night)
        if before.month == first.month:
            return ""
    return MONTHS[first.month - 1][:3] + (f" '{first.year % 100:02}" if first.month == 1 else "")


def _mark(night: MapNight | None, marked: bool) -> Mark:
    if night is None:
        return Mark("", "", "")
    sign = _sign(night) if marked else ""
    if night.shown is MapState.CRAMPS:
        band = _band(night.worst)
        count = str(min(night.cramps, _MOST))
        block, letter, _ = _BANDS[band]
        return Mark(sign + count + block, sign + count + letter, band)
    glyph, letter, _ = _STATES[night.shown]
    return Mark(sign + glyph, sign + letter, "mark" if sign.strip() else night.shown.value)


def _sign(night: MapNight) -> str:
    if night.remedy and night.trigger:
        return _BOTH
    return _REMEDY if night.remedy else _TRIGGER if night.trigger else " "


def _band(worst: int | None) -> str:
    if worst is None:
        return "unsaid"
    return "severe" if worst >= SEVERE else "moderate" if worst >= MODERATE else "mild"


def _key(found: NightMap, words: Vocabulary) -> tuple[tuple[Mark, ...], ...]:
    """Return what the glyphs on the map mean."""
    shown = {night.shown for night in found.nights}
    bands = {_band(night.worst) for night in found.nights if night.shown is MapState.CRAMPS}
    cramps = [_same("Cramps that night, worst severity:", "foot")]
    for band, (block, letter, meaning) in _BANDS.items():
        if band in bands:
            cramps += [
                Mark(f"  1{block.strip()}", f"  1{letter.strip()}", band),
                _same(f" {meaning}", "foot"),
            ]
    states = [
        part
        for state, (glyph, letter, meaning) in _STATES.items()
        if state in shown and meaning
        for part in (Mark(f"{glyph} ", f"{letter} ", state.value), _same(f"{meaning}  ", "foot"))
    ]
    signs = [
        part
        for sign, meaning in (
            (_REMEDY, found.remedy and words.label("remedy", found.remedy)),
            (_TRIGGER, found.trigger and words.label("trigger", found.trigger)),
            (_BOTH, "both" if any(night.remedy and night.trigger for night in found.nights) else None),
        )
        if meaning
        for part in (_same(f"{sign} ", "mark"), _same(f"{meaning}  ", "foot"))
    ]
    return tuple(tuple(line) for line in (cramps if bands else (), states, signs) if line)


def _same(text: str, style: str) -> Mark:
    return Mark(text, text, style)


def _months_spoken(found: NightMap, words: Vocabulary) -> list[str]:
    """Return a sentence for each month, the newest first, that names every night with cramps."""
    months: dict[tuple[int, int], list[MapNight]] = {}
    for night in found.nights:
        if night.shown is not MapState.OUTSIDE:
            months.setdefault((night.night.year, night.night.month), []).append(night)
    lines = []
    for (year, month), nights in reversed(months.items()):
        counts = {shown: sum(night.shown is shown for night in nights) for shown in MapState}
        cramps = sum(night.cramps for night in nights if night.shown is MapState.CRAMPS)
        parts = [f"{plural(cramps, 'cramp')} on {plural(counts[MapState.CRAMPS], 'night')}"]
        parts += [f"{counts[shown]} {_SPOKEN.get(shown, shown.value)}" for shown in _STATES if counts[shown]]
        if found.remedy:
            parts.append(f"{words.label('remedy', found.remedy)} on {sum(night.remedy for night in nights)}")
        if found.trigger:
            parts.append(
                f"{words.label('trigger', found.trigger)} on {sum(night.trigger for night in nights)}"
            )
        with_cramps = [_night_spoken(night) for night in nights if night.shown is MapState.CRAMPS]
        named = f". With cramps: {'; '.join(with_cramps)}" if with_cramps else ""
        lines.append(f"{MONTHS[month - 1]} {year}: {', '.join(parts)}{named}.")
    return lines


def _night_spoken(night: MapNight) -> str:
    worst = "severity not said" if night.worst is None else f"worst {night.worst}"
    marks = listed([name for name, holds in (("remedy", night.remedy), ("trigger", night.trigger)) if holds])
    return f"{weekday_and_day(night.night)}, {night.cramps} ({worst}{', with the ' + marks if marks else ''})"


def _day(day: date) -> str:
    return f"{weekday_and_day(day)} {MONTHS[day.month - 1][:3]} {day.year}"
