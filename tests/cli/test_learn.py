"""`remedies` and `triggers`, through the command line."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.keep.store import Store
from kit import milder_nights, seeded
from kit.builders import NOW, check_in, episode, exposure
from kit.running import Cramp

FIRST = date(2026, 1, 1)


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "demo.db"


@pytest.fixture
def demo(demo_file: Path, cramp: Cramp, tmp_path: Path) -> Path:
    if not demo_file.exists():
        cramp("demo", demo_file)
    return Path(shutil.copy(demo_file, tmp_path))


def _verdicts(cramp: Cramp, path: Path, *options: str) -> dict[str, Any]:
    shown = cramp("--diary", path, "remedies", "--json", *options).json
    return {each["word"]: each["verdict"] for each in shown["findings"]}


def test_sentences_first_and_the_figures_on_demand(cramp: Cramp, demo: Path) -> None:
    first = cramp("remedies", env={"CRAMP_DIARY": str(demo)}).out
    assert first.startswith("A made-up diary")
    assert "You had fewer cramps on nights after stretching" in first
    assert "Side by side" not in first
    assert len(first.splitlines()) <= 23
    for option in ("--figures", "--explain"):
        shown = cramp("--diary", demo, "remedies", option).out
        parts = ["Stretching: FEWER", "Side by side", "These are patterns", "Relief during a cramp"]
        places = [shown.index(part) for part in parts]
        assert places == sorted(places)
        assert shown.count("not proof") == 1
        assert (
            cramp("--diary", demo, "remedies", option, "--json").out
            == cramp("--diary", demo, "remedies", "--json").out
        )


def test_nothing_that_is_judged_is_missing_from_the_table(cramp: Cramp, demo: Path) -> None:
    shown = cramp("--diary", demo, "remedies", "--figures", "--plain").out
    table = shown.split("Side by side\n")[1].split("\n\n")[0]
    judged = ("fewer", "possibly_fewer", "no_clear_difference", "possibly_more", "more")
    words = [word for word, verdict in _verdicts(cramp, demo).items() if verdict["word"] in judged]
    assert [line.partition(":")[0] for line in table.splitlines()] == words


@pytest.mark.parametrize(
    "option", [("--figures", "stretch"), ("--explain", "stretch"), ("--figures=stretching",)]
)
def test_the_arithmetic_laid_open(option: tuple[str, ...], cramp: Cramp, demo: Path) -> None:
    effect = cramp("--diary", demo, "remedies", *option, "--json").json["verdict"]["effect"]
    shown = cramp("--diary", demo, "remedies", *option).out
    assert f"{effect['cramps_with']} cramps in {effect['nights_with']} nights" in shown
    assert f"{effect['p']:.4g}" in shown
    assert f"{effect['rate_ratio']:.3f}" in shown
    for block in effect["blocks"]:
        assert date.fromordinal(block["first_day"]).isoformat() in shown
    for total, part in (("nights_with", "nights_with"), ("cramps_with", "cramps_with")):
        assert sum(block[part] for block in effect["blocks"]) == pytest.approx(effect[total], abs=0.5)


def test_figures_of_what_is_not_there(cramp: Cramp, demo: Path) -> None:
    assert cramp("--diary", demo, "remedies", "--figures", "strethcing").exit_code == 2
    ran = cramp("--diary", demo, "remedies", "--figures", "massage")
    assert (ran.exit_code, ran.err.count("\n")) == (1, 1)


def test_how_bad_cramps_were_in_words_in_figures_and_in_json(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "milder.db"
    seeded.fill(path, milder_nights.records())
    first = " ".join(cramp("--diary", path, "remedies").out.split())
    assert first.startswith("The cramps that came were milder on nights after heat.")
    assert "MILDER on nights after it, by 2.2 points of 10" in first
    found = cramp("--diary", path, "remedies", "--json").json["findings"]
    (milder,) = (each["milder"] for each in found if each["word"] == "heat")
    effect = milder["verdict"]["effect"]
    assert milder["verdict"]["word"] == "milder"
    table = cramp("--diary", path, "remedies", "--figures", "--plain").out
    (row,) = (line for line in table.splitlines() if line.startswith("heat:") and "cramps rated" in line)
    arithmetic = cramp("--diary", path, "remedies", "--figures", "heat").out
    assert f"with it {effect['mean_with']:.1f} in {effect['nights_with']:.0f}" in row
    assert f"without {effect['mean_without']:.1f} in {effect['nights_without']:.0f}" in row
    assert f"difference {-effect['estimate']:.1f} milder" in row
    assert f"cramps rated {100 * milder['rated_with']:.0f} and " in row
    assert row.endswith("verdict milder")
    for name in ("p", "estimate", "low", "high", "standard_error"):
        assert (f"{effect[name]:.4g}" if name == "p" else f"{effect[name]:+.3f}".lstrip("+")) in arithmetic
    assert f"{milder['verdict']['q']:.4g}" in arithmetic


def test_undo_leaves_the_verdicts_as_before(cramp: Cramp, demo: Path) -> None:
    before = cramp("--diary", demo, "remedies", "--json").out
    cramp("--diary", demo, "used", "heat", "stretching", "--at", "yesterday 20:00")
    cramp("--diary", demo, "log", "9")
    cramp("--diary", demo, "delete", "last")
    assert cramp("--diary", demo, "remedies", "--json").out != before
    cramp("--diary", demo, "undo", "3")
    assert cramp("--diary", demo, "remedies", "--json").out == before


def test_ten_nights_say_at_once_why_nothing_is_judged(store: Store, cramp: Cramp) -> None:
    with store.change("test") as change:
        for number in range(10):
            night = date(2026, 3, 20) + timedelta(days=number)
            change.add(episode(f"{night}T23:30") if number % 2 else check_in(night))
            if number % 3:
                change.add(exposure("heat", f"{night}T21:00"))
    for width in ("80", "40"):
        shown = " ".join(cramp("--diary", store.path, "remedies", env={"COLUMNS": width}).out.split())
        assert "Nothing is clear yet after 10 nights. That is normal." in shown
        assert "It takes 5 nights with a remedy, 5 without" in shown


def test_someone_who_only_logs_is_told_what_one_word_a_night_would_buy(cramp: Cramp) -> None:
    for day in (1, 5, 9):
        cramp("log", "5", "--at", f"2026-03-0{day} 23:00")
    shown = " ".join(cramp("remedies").out.split())
    assert "`cramp used stretching`" in shown
    assert "You wrote nothing on 6 nights. One word after a quiet night, `cramp none`," in shown


def test_the_command_named_for_a_long_silence_fills_just_that_after_a_question(
    store: Store, cramp: Cramp
) -> None:
    with store.change("test") as change:
        for day in range(1, 11):
            change.add(check_in(date(2025, 11, day)))
            change.add(check_in(date(2026, 3, day)))
        change.add(episode("2026-03-20T23:30"))
    shown = cramp("--diary", store.path, "stats", "--json").json
    ((first, last),) = shown["gaps"]
    assert (first, last, shown["nights"]["gap"]) == ("2025-11-11", "2026-02-28", 110)
    named = f"none --since {first} --until {last}"
    away = f"away {first} {last}"
    for command in ("stats", "remedies"):
        told = " ".join(cramp("--diary", store.path, command).out.split())
        assert named in told
        assert away in told
    cramp("--diary", store.path, *away.split(), "--yes")
    data = cramp("--diary", store.path, "stats", "--json").json
    assert (data["gaps"], data["nights"]["away"], data["nights"]["counted"]) == (
        [],
        110,
        shown["nights"]["counted"],
    )
    cramp("--diary", store.path, "undo")
    assert (
        cramp("--diary", store.path, *named.split()).exit_code == 2
    )  # it asks, and nobody is there to answer
    cramp("--diary", store.path, *named.split(), "--yes")
    filled = cramp("--diary", store.path, "stats", "--json").json
    assert (filled["gaps"], filled["nights"]["gap"]) == ([], 0)
    assert filled["nights"]["clear"] == shown["nights"]["clear"] + 110
    assert filled["nights"]["silent"] == shown["nights"]["silent"]


def test_an_empty_diary_is_kind(cramp: Cramp) -> None:
    for command in ("remedies", "triggers"):
        ran = cramp(command)
        assert ran.exit_code == 0
        assert "No " in ran.out


def test_relief_stands_apart_and_claims_nothing(cramp: Cramp) -> None:
    cramp("log", "5", "--at", "yesterday 23:00", "--tried", "heat:helped:2m")
    cramp("log", "5", "5m", "--at", "yesterday 23:30")
    shown = cramp("remedies", "--figures").out
    assert "Relief during a cramp" in shown
    assert "Most cramps ease by themselves." in shown
    assert "nothing tried" not in shown
    assert cramp("remedies", "--json").json["findings"] == []


def test_a_picture_can_be_saved_and_is_not_written_over(cramp: Cramp, demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "remedies.svg"
    assert cramp("--diary", demo, "remedies", "--svg", target).exit_code == 0
    drawn = target.read_bytes()
    assert drawn.startswith(b"<svg")
    assert cramp("--diary", demo, "triggers", "--svg", target).exit_code == 1
    assert target.read_bytes() == drawn


def test_the_clock_does_not_change_what_is_judged(cramp: Cramp, demo: Path) -> None:
    later = {"CRAMP_NOW": (NOW + timedelta(days=90)).isoformat()}
    assert _verdicts(cramp, demo) == {
        each["word"]: each["verdict"]
        for each in cramp("--diary", demo, "remedies", "--json", env=later).json["findings"]
    }


def test_how_bad_the_cramps_were_is_judged_beside_how_many(cramp: Cramp, demo: Path) -> None:
    for command in ("remedies", "triggers"):
        for each in cramp("--diary", demo, command, "--json").json["findings"]:
            milder = each["milder"]
            effect = milder["verdict"]["effect"]
            assert milder["verdict"]["name"] == each["verdict"]["name"]
            assert effect["nights_with"] + effect["nights_without"] == pytest.approx(effect["rated"])
            assert 0 < milder["rated_with"] <= 1
