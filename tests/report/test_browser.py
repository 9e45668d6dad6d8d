"""The clinician's page in a browser: on paper, on a phone, by ear, and in the dark. In the system's own Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crampdiary.report.page import html
from report.test_page import diary_entries, page_of_everything

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"),
]
SHEETS = ["ten years", "one entry", "full", "too much", "empty"]
WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install -e '.[page]'")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name in SHEETS:
        found[name] = folder / f"{name.replace(' ', '-')}.html"
        found[name].write_text(html(page_of_everything(name)), encoding="utf-8")
    return found


class Told:
    """Opens a page, and keeps what it asked for and what it complained of."""

    def __init__(self, browser: Any, file: Path, **context: Any) -> None:
        self.page = browser.new_context(**context).new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(file.as_uri())

    def close(self) -> None:
        self.page.context.close()


@pytest.mark.parametrize("name", SHEETS)
def test_it_is_one_sheet_of_paper_and_fits_a_phone_and_asks_for_nothing(
    name: str, browser: Any, files: dict[str, Path]
) -> None:
    told = Told(browser, files[name])
    for paper in ("A4", "Letter"):
        pdf = told.page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, paper
    for width in WIDTHS:
        told.page.set_viewport_size({"width": width, "height": 800})
        assert told.page.evaluate("document.documentElement.scrollWidth") <= width
        assert told.page.evaluate(OVERFLOWING) == []
    assert told.requests == [files[name].as_uri()]
    assert told.complaints == []
    told.close()


OVERFLOWING = """() => [...document.querySelectorAll("main *:not(svg *)")]
    .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(each => each.outerHTML.slice(0, 80))"""


def test_with_its_entries_it_has_more_sheets(browser: Any, files: dict[str, Path]) -> None:
    file = files["full"].with_name("entries.html")
    file.write_text(html(page_of_everything("full", entries=diary_entries("full"))), encoding="utf-8")
    told = Told(browser, file)
    assert len(re.findall(rb"/Type\s*/Page\b", told.page.pdf(format="A4"))) > 1
    told.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["full", "too much", "empty"])
def test_a_screen_reader_and_weak_eyes_find_nothing_amiss(
    name: str, scheme: str, browser: Any, files: dict[str, Path]
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs pip install -e '.[page]'"
    )
    told = Told(browser, files[name], color_scheme=scheme, viewport={"width": 360, "height": 800})
    found = axe.Axe().run(told.page, options={"resultTypes": ["violations", "passes"]}).response
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert "color-contrast" in {each["id"] for each in found["passes"]}
    told.page.emulate_media(media="print")
    assert (
        told.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    told.close()


def test_what_people_typed_is_text_to_a_browser_too(browser: Any, files: dict[str, Path]) -> None:
    told = Told(browser, files["too much"])
    assert told.page.evaluate("document.querySelectorAll('script, img, link, iframe, object, a').length") == 0
    named = told.page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].flatMap(each => [...each.attributes]).map(each => each.name))]"
    )
    assert not [each for each in named if each.startswith("on") or each in ("style", "href", "src")]
    assert told.page.evaluate("document.querySelectorAll('style').length") == 1
    assert "alert(1)" in told.page.inner_text("main")
    assert told.complaints == []
    told.close()
