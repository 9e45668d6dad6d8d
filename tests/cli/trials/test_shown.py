"""What is shown of a trial, and where: tonight's draw and no other, and nothing of the effect before the end."""

from __future__ import annotations

import csv
import json
import re
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crampdiary.keep.store import Store
from crampdiary.trial.schedule import schedule
from kit.builders import exposure, trial
from kit.running import Cramp
from kit.trials import FIRST, at, begun, clock, keep, kept, lived_nights, number_of


def test_without_a_trial_a_script_hears_neither_yes_nor_no(diary: Path, cramp: Cramp) -> None:
    assert cramp("trial", "today", env=clock(FIRST)).exit_code == 2
    assert cramp("trial", "result", env=clock(FIRST)).exit_code == 1
    begun(diary, FIRST + timedelta(days=2))
    early = cramp("trial", "today", env=clock(FIRST))
    assert early.exit_code == 2
    assert "begins on" in early.err
    due = cramp("remind", "--due", "--json", env=clock(FIRST)).json
    assert due["tonight"] is None


def test_only_the_draw_of_tonight_is_shown(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    drawn = schedule(record.seed, record.pairs, "quick")
    for hours in range(0, 48, 3):
        now = at(FIRST, 6) + timedelta(hours=hours)
        night = now.date() if now.hour >= 5 else now.date() - timedelta(days=1)
        ran = cramp("trial", "today", env={**clock(FIRST), "CRAMP_NOW": now.isoformat()})
        assert ran.exit_code == 1 - drawn[(night - FIRST).days], now
        status = cramp("trial", env={**clock(FIRST), "CRAMP_NOW": now.isoformat()}).out
        assert status.endswith(ran.out), now  # tonight's draw stands there too
        assert status.count("Tonight") == 1
    for screen in (("trial", "status", "--json"), ("list", "--kind", "trial"), ("show", "last"), ("trial",)):
        assert record.seed not in cramp(*screen, env=clock(FIRST)).out, screen


def test_the_report_hides_it_too(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    def verdicts(page: str) -> int:
        cramp("report", tmp_path / page, env=clock(FIRST + timedelta(days=1)))
        return len(
            re.findall(
                "(?i)stretching[^.]*(cramps on nights after|difference)", (tmp_path / page).read_text()
            )
        )

    assert verdicts("before.html")
    begun(diary)
    assert not verdicts("after.html")
    page = " ".join((tmp_path / "after.html").read_text().split())
    assert "Stretching: in a trial until" in page
    assert "A draw decides which nights have it." in page


def test_the_json_of_every_word_of_trial_is_json(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    now = clock(FIRST + timedelta(days=2))
    for words in (("status",), ("today",), ("stop", "--yes"), ("result",)):
        assert json.loads(cramp("trial", *words, "--json", env=now).out)["command"].startswith("trial")


def test_the_first_screen_offers_no_use_of_what_is_in_a_trial(diary: Path, cramp: Cramp) -> None:
    keep(diary, [exposure("heat", at(FIRST - timedelta(days=1), 21))], at(FIRST - timedelta(days=1), 21))
    evening = clock(FIRST, 21)
    assert "cramp used stretching heat`" in cramp(env=evening).out
    begun(diary)
    assert "cramp used heat`" in cramp(env=evening).out


def test_what_is_in_a_trial_is_not_offered_again_for_an_evening(diary: Path, cramp: Cramp) -> None:
    used = [exposure(each, at(FIRST - timedelta(days=1), 21)) for each in ("heat", "stretching")]
    keep(diary, used, at(FIRST - timedelta(days=1), 22))
    day = clock(FIRST + timedelta(days=1))

    def offered() -> set[str]:
        return {each["word"] for each in cramp("--json", env=day).json["standing"]["offered"]}

    assert offered() == {"heat", "stretching"}
    begun(diary)
    assert offered() == {"heat"}


def test_each_answer_is_reached_beside_others_and_a_trial_that_goes_on(diary: Path, cramp: Cramp) -> None:
    for first in (FIRST, FIRST + timedelta(days=10)):
        keep(diary, lived_nights(begun(diary, first), 8), at(first + timedelta(days=8), 9))
        cramp("trial", "stop", "--yes", env=clock(first + timedelta(days=8)))
    later = clock(FIRST + timedelta(days=25))
    told = cramp("remedies", env=later).out
    numbers = re.findall(r"cramp trial result (\d+)", " ".join(told.split()))
    assert len(numbers) == 2
    keep(
        diary,
        [trial(first=FIRST + timedelta(days=25), logged_at=at(FIRST + timedelta(days=25), 9))],
        at(FIRST + timedelta(days=25), 9),
    )
    shown = [
        cramp("trial", "result", each, "--json", env=later).json["trial"]["first_night"] for each in numbers
    ]
    assert sorted(shown) == [FIRST.isoformat(), (FIRST + timedelta(days=10)).isoformat()]
    assert kept(diary)[-1].ended is None


def test_no_json_tells_the_coming_draws(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for screen in (("list", "--kind", "trial"), ("show", number), ("show", number, "--history"), ("trial",)):
        assert record.seed not in cramp(*screen, "--json", env=clock(FIRST)).out, screen


def test_no_screen_proposes_what_the_draw_decides(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 9), at(FIRST + timedelta(days=9), 9))
    for days in range(9, 13):  # nights with it drawn, and without
        for screen in (
            ("remedies",),
            ("remedies", "--figures"),
            ("trial",),
            (),
            ("remind", "--due"),
            ("stats",),
        ):
            told = cramp(*screen, env=clock(FIRST + timedelta(days=days), 21)).out
            assert "cramp used stretching" not in " ".join(told.split()), screen


@pytest.mark.slow
def test_the_figures_tell_of_a_trial_first_and_of_its_remedy_once(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 14), at(FIRST + timedelta(days=14), 9))
    now = clock(FIRST + timedelta(days=14))
    cramp("trial", "stop", "--yes", env=now)
    for screen in (("remedies", "--figures"), ("remedies", "--figures", "stretching")):
        told = cramp(*screen, env=now).out
        assert told.startswith("Stretching: "), screen
        assert "in your trial" in told.split("\n")[0]
        assert len(re.findall("Stretching: ", told)) == 1
        assert len(re.findall(r"cramps in \d+ nights with it", told)) == 1  # that of all nights together
    assert "Side by side" in cramp("remedies", "--figures", env=now).out
    assert "Block by block" in told


def test_lists_say_of_a_trial_without_an_answer_why_that_is_so(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(diary)
    cramp("trial", "stop", "--yes", env=clock(FIRST))
    unlived = number_of(diary)
    begun(diary, FIRST + timedelta(days=2))
    begun(other, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=3))
    cramp("merge", other, env=now)
    numbers = [each["id"] for each in cramp("list", "--kind", "trial", "--json", env=now).json["entries"]]
    said = {
        name: " ".join(cramp(*typed, env=now).err.split())
        for name, typed in {
            **{str(each): ("show", str(each)) for each in numbers},
            "list": ("list", "--kind", "trial"),
            "cramps": ("list", "--kind", "cramp"),
        }.items()
    }
    assert said.pop("cramps") == ""
    why = {
        name: [f"Trial {unlived} was ended before a night" in each, "was begun while another went on" in each]
        for name, each in said.items()
    }
    assert why.pop("list") == [True, True]
    assert why.pop(unlived) == [True, False]
    assert sorted(why.values()) == [[False, False], [False, True]]


def test_no_csv_tells_the_draws_to_come(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 3), at(FIRST + timedelta(days=3), 8))
    now = clock(FIRST + timedelta(days=3))
    written = tmp_path / "trials.csv"

    def seed() -> str:
        cramp("export", written, "--kind", "trial", "--force", env=now)
        (row,) = csv.DictReader(written.read_text(encoding="utf-8").splitlines())
        return row["seed"]

    assert seed() == ""
    assert record.seed in cramp("export", "-", env=now).out  # which can be read back
    cramp("trial", "stop", "--yes", env=now)
    assert seed() == record.seed
