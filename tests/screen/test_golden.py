"""What the screens look like: golden files of those that say something different.

Each screen at the usual width, on a narrow terminal and in plain lines; those with glyphs of their own also in ASCII
and in colour. After a change that is meant: `pytest -n 0 tests/screen/test_golden.py --renew-golden`, then read the
difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from crampdiary.diary.model import Entry, Record
from crampdiary.diary.nights import Diary
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor import rules
from crampdiary.doctor import screen as screens_doctor
from crampdiary.evidence import findings, overview
from crampdiary.evidence import screen as screens_learn
from crampdiary.screen import render, sections
from crampdiary.screen.sections import Section
from crampdiary.stats import (
    body_screen,
    calendar,
    calendar_screen,
    comparison_screen,
    figures,
    headline,
    streaks,
)
from crampdiary.stats import screen as screens_stats
from crampdiary.trial import lived, result_sentences, trial_sentences
from crampdiary.trial import screen as screens_trial
from crampdiary.trial.analyse import END
from crampdiary.trial.lived import LivedTrial
from crampdiary.trial.plan import plan
from crampdiary.trial.schedule import TrialKind, schedule
from kit import milder_nights, seeded, sixty_nights
from kit.builders import (
    LAST_NIGHT,
    NOW,
    away,
    check_in,
    course,
    episode,
    exposure,
    full_episode,
    seen,
    sign,
    trial,
)
from kit.running import slowly
from kit.terminals import without_styles

GOLDEN = Path(__file__).parents[1] / "golden"
WORDS = Vocabulary()
DAY = timedelta(days=1)
Screen = Callable[[Diary], Sequence[Section]]


@cache
def year() -> Diary:
    """Return 400 nights: one cramp in two nights, half as many of late, all that a screen can show."""
    made = seeded.records(400, seed=4, cramps_a_night=0.6, exposures_a_night=1.2, steps={56: 0.3})
    made += [full_episode(severity=9, duration_s=700), full_episode("2026-03-28T04:00", sites=("hand",))]
    return seeded.diary(made)


def a_stats(diary: Diary) -> Sequence[Section]:
    notices = screens_doctor.notice_lines(rules.find(diary, now=NOW))
    return screens_stats.stats(figures.summarise(diary), WORDS, now=NOW, notices=notices)


def all_stats(diary: Diary) -> Sequence[Section]:
    return screens_stats.stats(figures.summarise(diary), WORDS, now=NOW, part=screens_stats.EVERY)


def a_calendar(diary: Diary) -> Sequence[Section]:
    first, last = calendar.default_range(diary)
    return calendar_screen.calendar(calendar.night_map(diary, first=first, last=last), WORDS)


def a_marked_calendar(diary: Diary) -> Sequence[Section]:
    first, last = calendar.default_range(diary, 20)
    found = calendar.night_map(diary, first=first, last=last, remedy="heat", trigger="alcohol")
    return calendar_screen.calendar(found, WORDS)


@cache
def with_courses() -> Diary:
    """Return 150 nights with what a diary may hold of the body besides: soreness, signs and courses."""
    made = seeded.records(150, seed=4, cramps_a_night=0.5, exposures_a_night=0.6)
    made += [
        full_episode(f"2026-{day}T03:10", sore_s=hours * 3600, awake_s=2400, walking=walking)
        for day, hours, walking in (("03-30", 1, None), ("03-20", 8, "limped"), ("02-12", 30, "could-not"))
    ]
    made += [
        sign("numbness", when="2026-03-29T21:00", side="left", severity=4),
        sign("numbness", "tingling", when="2026-02-20T21:00"),
        sign("heel-pain", when="2025-12-20T08:00", side="both"),
        *(sign(when=f"2026-03-{day:02}T21:00", severity=day % 5) for day in range(2, 30, 3)),
    ]
    made += [
        course("magnesium", "2026-02-01", amount="300 mg", skipped=(date(2026, 3, 2),)),
        course("magnesium", "2025-11-20", last_night=date(2025, 12, 5)),
        course("flare", "2026-01-10", role="trigger", last_night=date(2026, 1, 20)),
        course("compression", "2025-01-01"),
    ]
    return seeded.diary(made)


def the_signs(diary: Diary) -> Sequence[Section]:
    return body_screen.signs(figures.summarise(diary).signs, WORDS, now=NOW)


_ANSWERS = (Entry(1, "uid", "revision", seen("long-cramp", NOW.date())),)


def a_doctor(diary: Diary) -> Sequence[Section]:
    """Draw a notice in full, and one that was answered."""
    found = rules.find_all(diary.replaced(answers=_ANSWERS), now=NOW)
    quiet = [notice for notice in found if rules.is_quiet(notice, now=NOW)]
    return screens_doctor.doctor(
        [notice for notice in found if notice not in quiet], WORDS, now=NOW, answered=quiet
    )


def some_triggers(diary: Diary) -> Sequence[Section]:
    return screens_learn.trigger_picture(streaks.trigger_picture(diary), WORDS)


def a_comparison(diary: Diary) -> Sequence[Section]:
    ranges = [(LAST_NIGHT - 55 * DAY, LAST_NIGHT), (LAST_NIGHT - 111 * DAY, LAST_NIGHT - 56 * DAY)]
    return comparison_screen.comparison(*(figures.period(diary, *each) for each in ranges), now=NOW)


def the_rules(diary: Diary) -> Sequence[Section]:
    return screens_doctor.rules()


def the_remedies(diary: Diary) -> Sequence[Section]:
    return overview.overview(findings.find(diary, "remedy", WORDS), WORDS, columns=80)


def the_figures(diary: Diary) -> Sequence[Section]:
    return screens_learn.figures(findings.find(diary, "remedy", WORDS), WORDS)


def an_explanation(diary: Diary) -> Sequence[Section]:
    found = findings.find(diary, "remedy", WORDS)
    return [
        section for each in found.findings[:1] for section in screens_learn.explanation(each, found, WORDS)
    ] or screens_learn.figures(found, WORDS)


SCREENS: dict[str, Screen] = {
    "remedies": the_remedies,
    "figures": the_figures,
    "explanation": an_explanation,
    "stats": a_stats,
    "stats-all": all_stats,
    "calendar": a_calendar,
    "calendar-marked": a_marked_calendar,
    "doctor": a_doctor,
    "doctor-rules": the_rules,
    "triggers": some_triggers,
    "comparison": a_comparison,
    "signs": the_signs,
}
BODY = {
    "stats-body": all_stats,
    "calendar-body": a_calendar,
    "comparison-body": a_comparison,
    "signs": the_signs,
}
"""What has more to show of a diary with signs and courses."""


def drawn(sections: Sequence[Section], *, width: int = 80, form: str = "text") -> str:
    """Return what is shown: as "text" without colour, in "colour", "plain", or in "ascii"."""
    colours: render.Colours | None = "truecolor" if form == "colour" else None
    terminal = render.Terminal(width, unicode=form != "ascii", colours=colours, plain=form == "plain")
    text = render.draw(sections, terminal)
    assert form != "ascii" or text.isascii()
    return text


def compare(name: str, text: str, config: pytest.Config) -> None:
    path = GOLDEN / name
    if config.getoption("--renew-golden"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


WITH_GLYPHS = ("stats", "stats-all", "calendar", "calendar-marked", "figures")
ALIKE = [screen for screen in SCREENS if screen not in BODY]
GOLDENS = [
    *((screen, width, "text") for screen in ALIKE for width in (40, 80)),
    *((screen, 80, "plain") for screen in ALIKE),
    *((screen, 80, form) for screen in WITH_GLYPHS for form in ("ascii", "colour")),
    ("stats-all", 120, "text"),
]


@pytest.mark.parametrize(("screen", "width", "form"), GOLDENS, ids=str)
def test_golden(screen: str, width: int, form: str, pytestconfig: pytest.Config) -> None:
    text = drawn(SCREENS[screen](year()), width=width, form=form)
    compare(f"{screen}-{width}-{form}.txt", text, pytestconfig)


GOLDENS_OF_BODY = [
    *((screen, width, "text") for screen in BODY for width in (40, 80)),
    *((screen, 80, form) for screen in ("stats-body", "calendar-body") for form in ("plain", "ascii")),
    ("signs", 80, "plain"),
]


@pytest.mark.parametrize(("screen", "width", "form"), GOLDENS_OF_BODY, ids=str)
def test_golden_of_the_body(screen: str, width: int, form: str, pytestconfig: pytest.Config) -> None:
    text = drawn(BODY[screen](with_courses()), width=width, form=form)
    compare(f"{screen}-{width}-{form}.txt", text, pytestconfig)


@pytest.mark.parametrize("width", [40, 80])
def test_golden_of_an_ordinary_beginning(width: int, pytestconfig: pytest.Config) -> None:
    found = findings.find(seeded.diary(sixty_nights.records()), "remedy", WORDS)
    text = drawn(overview.overview(found, WORDS, columns=width), width=width)
    compare(f"sixty-nights-{width}-text.txt", text, pytestconfig)


@pytest.mark.parametrize("screen", ["remedies", "figures", "explanation"])
def test_golden_of_cramps_that_are_milder(screen: str, pytestconfig: pytest.Config) -> None:
    diary = seeded.diary(milder_nights.records())
    found = findings.find(diary, "remedy", WORDS)
    if screen == "explanation":
        heat = next(each for each in found.findings if each.word == "heat")
        sections: Sequence[Section] = screens_learn.explanation(heat, found, WORDS)
    else:
        sections = SCREENS[screen](diary)
    compare(f"milder-{screen}-80-text.txt", drawn(sections), pytestconfig)


IN_TRIAL = 300
"""Nights of a trial, as a plan has them."""


def a_trial(nights: int) -> LivedTrial:
    """Return so many nights of a trial up to the last: some silent, some off plan, and one away."""
    first = LAST_NIGHT - (nights - 1) * DAY
    record = trial(first=first, last_night=first + (IN_TRIAL - 1) * DAY, pairs=IN_TRIAL // 2)
    drawn = schedule(record.seed, record.pairs, "quick")[:nights]
    cramps = tuple(
        None if night % 13 == 5 else (night % 3 == 0) + (not on and night % 2) + (night % 11 == 3)
        for night, on in enumerate(drawn)
    )
    return LivedTrial(
        trial=record,
        cramps=cramps,
        away=frozenset({18}),
        used=tuple(float(on if night % 17 else 1 - on) for night, on in enumerate(drawn)),
        severities=tuple(
            (4 + 2 * (not on) + night % 3,) * (cramps[night] or 0) for night, on in enumerate(drawn)
        ),
        still_open=(LAST_NIGHT,) if cramps[-1] is None else (),
    )


def a_trial_plan() -> Sequence[Section]:
    past = [len(night.episodes) for night in year().counted]
    planned, always = plan(past, "quick"), plan(past, "quick", missing=0.0, follow=1.0)
    assert planned is not None
    assert always is not None
    full = planned.pairs_halving
    said = trial_sentences.about_plan(planned, always, full=full, short=full // 2)
    ends = [LAST_NIGHT + 2 * pairs * DAY for pairs in (full, full // 2)]
    return [
        Section(
            lines=(
                *said,
                *trial_sentences.beside_plan("magnesium-oil", TrialKind.QUICK, ends, now=NOW.date()),
            )
        )
    ]


def a_trial_status() -> Sequence[Section]:
    found = a_trial(227)
    assert found.still_open
    chance = lived.chance_as_kept(found, [1, 0, 2, 0, 1] * 20)
    lines = trial_sentences.progress(found, "stretching", chance=chance, now=NOW.date())
    return [Section(lines=(*lines, trial_sentences.tonight_line("stretching", on=False)))]


def a_trial_result() -> Sequence[Section]:
    found = a_trial(IN_TRIAL)
    back = result_sentences.taken_back(
        drawn_before=1, taken_up=0, purged=0, lost=0, seen_before=False, looked_at_beside=(), now=NOW.date()
    )
    return screens_trial.answer(found, found.result(END), WORDS, now=NOW.date(), taken_back=back)


TRIALS = {"trial-plan": a_trial_plan, "trial-status": a_trial_status, "trial-result": a_trial_result}
GOLDENS_OF_TRIALS = [
    *((screen, width, "text") for screen in TRIALS for width in (40, 80)),
    *(("trial-result", 80, form) for form in ("plain", "ascii")),
]


@pytest.mark.slow_but_first
@pytest.mark.parametrize(("screen", "width", "form"), GOLDENS_OF_TRIALS, ids=str)
def test_golden_of_a_trial(screen: str, width: int, form: str, pytestconfig: pytest.Config) -> None:
    text = drawn(TRIALS[screen](), width=width, form=form)
    assert form == "plain" or max(map(len, text.splitlines())) <= width
    compare(f"{screen}-{width}-{form}.txt", text, pytestconfig)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_line_ends_in_spaces(screen: str) -> None:
    sections = SCREENS[screen](seeded.diary(seeded.records(60)))
    for width in (40, 80):
        text, colour = (drawn(sections, width=width, form=form) for form in ("text", "colour"))
        assert not [line for line in text.splitlines() if line != line.rstrip()]
        assert without_styles(colour) == text


def test_no_golden_is_left_of_a_screen_that_is_gone() -> None:
    kept = {
        f"{screen}-{width}-{form}.txt"
        for screen, width, form in (*GOLDENS, *GOLDENS_OF_BODY, *GOLDENS_OF_TRIALS)
    }
    kept |= {f"milder-{screen}-80-text.txt" for screen in ("remedies", "figures", "explanation")}
    kept |= {"messages.txt", "sixty-nights-40-text.txt", "sixty-nights-80-text.txt"}
    assert {path.name for path in GOLDEN.glob("*.txt")} == kept


@pytest.mark.slow_but_first
@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("screen", SCREENS)
def test_colour_and_ascii_change_how_a_screen_looks_and_not_what_it_says(screen: str, width: int) -> None:
    sections = SCREENS[screen](year())
    text, colour, ascii_ = (drawn(sections, width=width, form=form) for form in ("text", "colour", "ascii"))
    assert without_styles(colour) == text
    words = re.compile(r"[A-Za-z]{3,}")  # sparks have digits in ASCII, and an away night an x
    assert words.findall(ascii_) == words.findall(text)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_picture_is_whole_and_fetches_nothing(screen: str) -> None:
    from xml.dom import minidom

    text = render.svg(SCREENS[screen](year()), title="cramp")
    minidom.parseString(text)
    assert text.count("http") == 1  # the name of the format itself
    assert "url(http" not in text


def made(*records: Record) -> Diary:
    return seeded.diary(records)


EDGES = {
    "empty": made(),
    "one entry": made(episode()),
    "one entry with all said": made(full_episode()),
    "one check-in": made(check_in()),
    "only check-ins": made(*(check_in(LAST_NIGHT - number * DAY) for number in range(200))),
    "only a remedy": made(exposure()),
    "an old entry": made(check_in("2019-01-01")),
    "only away": made(away()),
    "all away but one": made(check_in("2026-03-01"), away("2026-03-02", "2026-03-30"), check_in()),
    "clock changes": made(episode("2025-10-26T01:30+01:00"), episode("2025-10-26T01:30+00:00"), check_in()),
    "another continent": made(episode("2026-03-20T03:00-07:00"), episode("2026-03-22T03:00+13:00")),
    "only a course": made(course()),
    "signs and courses": made(
        sign(), sign("numbness"), course("y" * 100), course("z" * 100, role="trigger"), check_in()
    ),
    "many in a night": made(*(episode(f"2026-03-31T03:{minute:02}", severity=10) for minute in range(30))),
    "long words": made(episode(sites=("x" * 100,)), exposure("y" * 100), exposure("z" * 100, role="trigger")),
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("edge", [*list(EDGES)[::2], *map(slowly, list(EDGES)[1::2])])
@pytest.mark.parametrize("widths", [(20, 80), slowly((40, 64, 120, 300))], ids=str)
@pytest.mark.slow_but_some
def test_every_diary_gives_a_sensible_screen(widths: tuple[int, ...], edge: str, screen: str) -> None:
    sections = SCREENS[screen](EDGES[edge])
    for width in widths:
        for form in ("text", "ascii"):
            text = drawn(sections, width=width, form=form)
            assert text.strip()
            assert "None" not in text.replace("None of the reasons", "")
            assert "nan" not in text
            assert max(map(len, text.splitlines())) <= width
    assert drawn(sections, form="plain").strip()


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_a_hundred_years_fit_on_a_screen(screen: str) -> None:
    sections = SCREENS[screen](a_century())
    for width in (40, 80):
        assert max(map(len, drawn(sections, width=width).splitlines())) <= width


@cache
def a_century() -> Diary:
    return seeded.diary(seeded.records(36_500, cramps_a_night=0.3, exposures_a_night=0.5))


@pytest.mark.parametrize("edge", [None, *EDGES])
def test_stats_and_remedies_fit_on_one_screen(edge: str | None) -> None:
    """The answer, what is needed to see it, and what else there is: with the prompt it is 24 lines."""
    diary = EDGES[edge] if edge else year()
    for screen in (a_stats, the_remedies):
        assert len(drawn(screen(diary), width=80).splitlines()) <= 24


@pytest.mark.slow_but_first
@pytest.mark.parametrize("part", screens_stats.PARTS)
def test_each_part_of_stats_stands_on_the_whole_screen_too(part: str) -> None:
    found = figures.summarise(with_courses())
    alone = screens_stats.stats(found, WORDS, now=NOW, part=part)
    whole = screens_stats.stats(found, WORDS, now=NOW, part=screens_stats.EVERY)
    assert drawn(alone) in drawn(whole)
    nothing = screens_stats.stats(figures.summarise(made(check_in())), WORDS, now=NOW, part=part)
    assert drawn(nothing).strip()


def test_nothing_is_told_by_colour_alone() -> None:
    """Without its colours a map still tells every state from every other."""
    diary = made(
        check_in("2026-03-01"),
        exposure(when="2026-03-02T22:00"),
        episode("2026-03-04T03:00", severity=2),
        episode("2026-03-05T03:00", severity=5),
        episode("2026-03-06T03:00", severity=8),
        episode("2026-03-07T03:00"),
        away("2026-03-08", "2026-03-08"),
        check_in("2026-03-09"),
    )
    found = calendar.night_map(diary, first=date(2026, 3, 1), last=date(2026, 3, 9))
    (section, *_) = calendar_screen.calendar(found, WORDS)
    marks = {
        (mark.text, mark.ascii): mark.style
        for column in section.chart.columns  # type: ignore[union-attr]
        for mark in column
        if mark.text
    }
    assert len({text for text, _ in marks}) == len({letters for _, letters in marks}) == len(marks) == 7


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_colours_show_on_black_and_on_white() -> None:
    """WCAG 2.2 asks 3 to 1 of graphics (1.4.11); words have these colours too, and few screens are quite black."""
    from crampdiary.screen.charts import PALETTE

    colours = {word for style in PALETTE.values() for word in style.split() if word.startswith("#")}
    assert len(colours) >= 5
    for colour in colours:
        shown = _luminance(colour)
        assert 1.05 / (shown + 0.05) >= 4
        assert (shown + 0.05) / (_luminance("#1e1e1e") + 0.05) >= 4


def test_a_terminal_of_few_colours_shows_none_that_is_lost_on_black_or_on_white() -> None:
    """What it has for yellow, cyan, green and white is too bright for white, and its blue too dark for black."""
    from crampdiary.screen.charts import PALETTE

    styles = tuple((sections.Styled(name, name), "") for name in PALETTE)
    section = Section(columns=("", "x"), rows=styles)
    terminal = render.Terminal(80, colours="standard")
    codes = {
        int(code)
        for found in re.findall(r"\x1b\[([\d;]+)m", render.draw([section], terminal))
        for code in found.split(";")
    }
    assert {31, 35} <= codes <= {0, 1, 2, 31, 35, 39}


def sentences_of(diary: Diary) -> list[str]:
    return headline.headline(figures.summarise(diary), now=NOW)


def test_the_headline_says_it_in_sentences() -> None:
    assert sentences_of(made(episode())) == ["1 cramp in the one night of the last 28 that counts."]
    clear = [check_in(LAST_NIGHT - number * DAY) for number in range(56)]
    assert sentences_of(made(*clear)) == ["No cramp in the last 28 nights, none in the 28 before."]
    assert "`cramp none --since 4w`" in sentences_of(made(check_in("2019-01-01")))[0]


def test_what_is_said_of_eight_weeks_never_stands_beside_a_count_of_28_nights() -> None:
    said = sentences_of(year())
    assert said[0] == "6 cramps in the last 28 nights, 3 in the 28 before."
    assert said[1] == "In the last 8 weeks fewer than usual for you (spells come and go)."
    found = figures.summarise(year())
    assert found.trend is not None
    other = found.replaced(trend_known=found.trend.replaced(word="about as usual"))
    assert "if the nights you wrote nothing about were quiet" in headline.headline(other, now=NOW)[1]
    for sentence in headline.headline(other, now=NOW):
        assert not ("28" in sentence and "usual" in sentence)


def test_no_wording_claims_more_than_it_may() -> None:
    for screen in SCREENS.values():
        text = drawn(screen(year()), form="plain").casefold()
        for claim in (
            "works",
            "because of",
            "caused",
            "proven",
            "helps",
            "improve",
            "thanks to",
            "should have",
        ):
            assert claim not in text


def test_who_stops_writing_is_not_told_that_it_got_better() -> None:
    """Cramps on nearly every night for months, then a line now and then, and no night that was said to be clear."""
    kept = [NOW - timedelta(days=day, hours=9) for day in range(56, 300) if day % 10]
    seldom = [NOW - timedelta(days=day, hours=9) for day in range(0, 56, 9)]
    told = sentences_of(made(*map(episode, (*seldom, *kept))))
    assert "fewer than usual for you, if the nights you wrote nothing about were quiet" in told[-1]
