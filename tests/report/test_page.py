"""The clinician's page: what stands on it, that it fits, and that whatever a person typed stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Entry, Record, Report, Span, Timed, Word
from crampdiary.diary.nights import join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.report import parts
from crampdiary.report.gathered import gather
from crampdiary.report.one_page import OnePage, make, text
from crampdiary.report.page import html
from crampdiary.report.pictures import HEIGHT, LEFT, WIDTH, drawing
from crampdiary.report.plain_page import COLUMNS, LINES
from crampdiary.report.said import Chart
from kit.builders import LAST_NIGHT, NOW, records
from kit.reported import HOSTILE, NAMES, records_of
from kit.running import slowly
from report.test_figures import diary_of, gathered, page_of

GOLDEN = Path(__file__).parents[1] / "golden" / "report"
EVERY = [name if name != "ten years" else slowly(name) for name in NAMES]
VOID = {"meta", "link", "br", "img", "input", "hr"}
TAGS = set(
    "html head meta title style body main header h1 h2 p div section table thead tbody tr th td figure svg line text "
    "rect polyline figcaption ul li strong span".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name class aria-labelledby id scope viewbox role x x1 x2 y y1 y2 width height "
    "points".split()
)


class Walked(HTMLParser):
    """Walks a page: its elements, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)


def page_of_everything(name: str, **said: Any) -> OnePage:
    """Return a page with the questions that its diary has, or with some."""
    asked = [each.questions for each in records_of(name) if isinstance(each, Report)]
    found = gathered(name).replaced(questions=asked[-1] if asked else ())
    return make(found, diary_of(name)[1], version="1", now=NOW, **said)


@pytest.mark.slow_but_first
@pytest.mark.parametrize("name", EVERY)
def test_what_people_typed_stays_text(name: str) -> None:
    entries = diary_entries(name)
    page = html(page_of_everything(name, entries=entries).replaced(title=f"{HOSTILE} title"))
    walked = Walked(page)
    assert walked.open == []
    assert set(walked.tags) <= TAGS
    assert {name for name, _ in walked.attributes} <= ATTRIBUTES
    assert not any("://" in value for _, value in walked.attributes)
    shown = "".join(walked.texts)
    assert "</style></title><script>" in shown
    assert "{{ 7*7 }}" in shown
    assert "49" not in shown.partition("Made on")[0]
    if name == "too much":
        assert shown.count("onerror=alert(1)>") > 5
        assert "\u202e" not in shown.partition("Made on")[2]  # what turns text round is written out


def diary_entries(name: str) -> list:  # type: ignore[type-arg]
    diary, _ = diary_of(name)
    return [
        entry for night in diary.nights for entry in (*night.episodes, *night.typed_exposures, *night.signs)
    ]


def test_the_policy_lets_in_the_one_style_sheet_and_nothing_else() -> None:
    page = html(page_of("full"))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [
        value for name, value in Walked(page).attributes if "default-src" in value and name == "content"
    ]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_text_and_pictures_stand_out_in_both_schemes() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", html(page_of("full")), re.S)
    schemes = re.findall(r":root {(.*?)}", style)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): #(\w+);", scheme))
        for name, least in (("ink", 7), ("soft", 4.5), ("bar", 3)):
            assert contrast(colours[name], colours["paper"]) >= least, name
        assert contrast(colours["ink"], colours["bar"]) >= 3  # the line over the bars


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG has it."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [
        int(2 * each if len(colour) == 3 else each, 16) / 255
        for each in re.findall("." * (len(colour) // 3), colour)
    ]
    red, green, blue = (
        each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("values", [(0.0,), (1.0, 3.0), (13.0, None, 2.0), (57.0, 201.0), (1000.0,)])
def test_a_picture_stays_within_its_frame_and_its_bars_are_as_high_as_their_figures(
    values: tuple[float | None, ...],
) -> None:
    chart = Chart("", values, ("a",) * len(values), tuple(value and value / 2 for value in values), "")
    drawn = drawing(chart)
    assert len(drawn.bars) == sum(bool(each) for each in values)
    assert len(drawn.crosses) == sum(each is None for each in values)
    top = float(drawn.scale[1].text)
    floor = drawn.scale[0].y
    for bar, value in zip(drawn.bars, filter(None, values), strict=True):
        assert LEFT <= bar.x < bar.x + bar.width <= WIDTH
        assert 0 < bar.y < bar.y + bar.height <= HEIGHT
        assert abs(bar.height / (floor - drawn.scale[1].y) - value / top) < 0.01
        assert bar.y + bar.height == pytest.approx(floor)


def test_the_page_has_a_language_headings_and_tables_that_say_what_their_cells_are() -> None:
    walked = Walked(html(page_of("full")))
    assert ("lang", "en") in walked.attributes
    assert walked.tags.count("h1") == 1
    assert walked.tags.count("h2") == len(page_of("full").page.parts)
    assert {value for name, value in walked.attributes if name == "scope"} == {"row", "col"}
    assert walked.tags.count("svg") == walked.tags.count("figcaption") == 2
    assert [value for name, value in walked.attributes if name == "role"] == ["img", "img"]


@pytest.mark.parametrize("name", EVERY)
def test_the_plain_page_is_60_lines_of_80_letters_at_most(name: str) -> None:
    lines = text(page_of_everything(name, for_paper=False))
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize("name", ["empty", "one entry", "three nights", "full"])
def test_the_plain_page_looks_so(name: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"{name.replace(' ', '-')}.txt"
    shown = "\n".join(text(page_of_everything(name, for_paper=False))) + "\n"
    if request.config.getoption("--renew-golden"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EVERY)
def test_what_was_not_recorded_has_no_part_and_is_named_once(name: str) -> None:
    for shown in (html(page_of(name)), "\n".join(text(page_of_everything(name, for_paper=False)))):
        assert shown.casefold().count("not recorded") <= 1
    page = page_of(name)
    assert bool(page.foot) == bool(page.page.missing)
    assert all(each.has_something for each in page.page.parts)


@pytest.mark.parametrize("left_out", parts.NAMES)
def test_each_part_can_be_left_out_and_takes_nothing_else_with_it(left_out: str) -> None:
    found, words = gathered("full").replaced(questions=("Why?",)), diary_of("full")[1]
    every = parts.page(found, words)
    less = parts.page(found, words, without={left_out})
    gone = {each.title for each in every.parts} - {each.title for each in less.parts}
    assert len(gone) == 1
    stay = [each for each in every.parts if each.title not in gone]
    assert [each.title for each in stay] == [each.title for each in less.parts]
    changed = {one.title for one, other in zip(stay, less.parts, strict=True) if one != other}
    assert changed <= {"Worth talking over"}  # where a notice goes with its part


def test_the_sentence_says_nothing_of_what_was_left_out() -> None:
    found, words = gathered("full"), diary_of("full")[1]
    assert "sleep" in parts.page(found, words).sentence
    assert "usual" in parts.page(found, words).sentence
    less = parts.page(found, words, without={"sleep", "frequency"}).sentence
    assert "sleep" not in less
    assert "usual" not in less


@pytest.mark.parametrize("name", EVERY)
def test_the_figures_of_few_nights_are_told_as_few(name: str) -> None:
    page: OnePage = page_of(name)
    told = repr(page.page)
    if name in ("one entry", "three nights"):
        assert "a week'" not in told or "so far" in told
        assert page.page.sentence.endswith("kept.") or "since the diary began." in page.page.sentence
    assert "nan" not in told
    assert "None" not in "\n".join(text(page))


def of_late(record: Record) -> Record:
    """Return a record with its nights among the last half year, where the page looks at them."""
    if isinstance(record, Timed):
        at = NOW - timedelta(days=record.at.toordinal() % 190, minutes=record.at.minute * record.at.hour)
        return record.replaced(at=at, logged_at=at + timedelta(hours=record.at.minute))
    if isinstance(record, Span):
        first = LAST_NIGHT - timedelta(days=record.first_night.toordinal() % 190)
        return record.replaced(first_night=first, last_night=record.last_night and first + timedelta(days=5))
    if isinstance(record, Word):
        return record
    return record.replaced(night=LAST_NIGHT - timedelta(days=record.night.toordinal() % 190))


@pytest.mark.slow
@given(st.lists(records.map(of_late), max_size=20))
@settings(max_examples=15, deadline=None)
def test_any_diary_gives_a_page_that_fits_and_has_only_text_in_it(made: list[Record]) -> None:
    words = Vocabulary(each for each in made if isinstance(each, Word))
    said = [each for each in made if not isinstance(each, Word)]
    entries = [Entry(number, str(number), "", each) for number, each in enumerate(said, 1)]
    diary = join(words.as_meant(entries), now=NOW)
    asked = tuple(question for each in made if isinstance(each, Report) for question in each.questions)
    found = gather(diary, words, now=NOW, visited=LAST_NIGHT - timedelta(days=9), questions=asked)
    plain = make(found, words, version="1", now=NOW, entries=entries, for_paper=False)
    assert len(text(plain.replaced(entries=None))) <= LINES
    assert max(map(len, text(plain))) <= COLUMNS
    assert set(Walked(html(plain)).tags) <= TAGS


def test_a_diary_that_nobody_writes_any_more_says_since_when() -> None:
    diary, words = diary_of("other")
    later = NOW + timedelta(days=400)
    entries: list[Entry[Record]] = []
    for night in diary.nights:
        entries += night.episodes
    found = gather(join(entries, now=later), words, now=later)
    page = make(found, words, version="1", now=later)
    assert page.page.sentence == "Nothing was recorded of how the nights were in the last four weeks."
    assert "The last night with an entry is that of 30 March 2026." in text(page)[5]
    assert "0.0" not in "\n".join(text(page))
