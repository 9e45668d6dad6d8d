"""A file imported again: grown, corrected at its source, in another zone, after what was done here meanwhile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from kit.logs import opened
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp

HEADER = "FeatureName,Timestamp,Value,Label,Note\n"
FIRST = "Leg cramp,2026-02-21T03:00:00+00:00,5,,a\n"
SECOND = "Leg cramp,2026-02-22T03:00:00+00:00,3,,b\n"
SHEET = ("--map", "when=at", "--map", "pain=severity")


def brought(cramp: Cramp, path: Path, text: str, *more: str) -> dict[str, int]:
    path.write_text(text, encoding="utf-8")
    ran = cramp("import", path, "-y", "--json", *more)
    assert ran.exit_code == 0, ran.err
    return {name: count for name, count in ran.json["kinds"]["episode"].items() if count}


def severities(cramp: Cramp) -> list[int | None]:
    return [record.severity for record in records(cramp) if isinstance(record, Episode)]


def test_a_file_that_grows_brings_just_what_is_new(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert brought(cramp, path, HEADER + FIRST) == {"new": 1}
    assert brought(cramp, path, HEADER + FIRST + SECOND) == {"new": 1, "known": 1}
    assert brought(cramp, path, HEADER + SECOND + FIRST) == {"known": 2}
    assert brought(cramp, path, HEADER + SECOND) == {"known": 1}
    assert severities(cramp) == [5, 3]


def test_what_is_corrected_at_the_source_is_changed_and_there_and_back_too(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, HEADER + FIRST)
    for severity in (6, 5, 6, 5):
        assert brought(cramp, path, HEADER + FIRST.replace(",5,", f",{severity},")) == {"changed": 1}
        assert severities(cramp) == [severity]
    assert brought(cramp, path, HEADER + FIRST) == {"known": 1}


def test_what_was_changed_here_stays_and_what_was_not_follows_the_source(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, HEADER + FIRST)
    assert cramp("edit", "1", "--side", "left").exit_code == 0
    brought(cramp, path, HEADER + FIRST.replace(",5,", ",6,"))
    (one,) = records(cramp)
    assert isinstance(one, Episode)
    assert (one.severity, one.side) == (6, "left")
    assert cramp("edit", "1", "--severity", "8").exit_code == 0
    path.write_text(HEADER + FIRST.replace(",5,", ",7,"), encoding="utf-8")
    told = cramp("import", path, "-y").out
    assert "1 entry was changed here and in the file in different ways." in told
    assert "devices" not in told + cramp("list").out + cramp("show", "1").out + cramp().out
    assert severities(cramp) == [8]


def test_what_was_deleted_here_stays_deleted_and_is_said_so(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, HEADER + FIRST + SECOND)
    assert cramp("delete", "1", "-y").exit_code == 0
    for text in (FIRST, FIRST.replace(",5,", ",6,")):
        assert brought(cramp, path, HEADER + text + SECOND) == {"known": 2}
        assert severities(cramp) == [3]
    assert "1 of them deleted here" in cramp("import", path).out
    assert cramp("delete", "--undo", "1").exit_code == 0
    assert severities(cramp) == [5, 3]


@pytest.mark.parametrize("changed", [False, True])
def test_an_import_that_was_undone_comes_back(changed: bool, cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, HEADER + FIRST + SECOND)
    assert cramp("undo").exit_code == 0
    assert records(cramp) == []
    text = FIRST.replace(",5,", ",6,") if changed else FIRST
    brought(cramp, path, HEADER + text + SECOND)
    assert severities(cramp) == [6 if changed else 5, 3]
    assert cramp("list", "--json").json["entries"][0].get("conflict") in (None, [], False)


def test_a_change_that_was_undone_comes_back_and_one_of_ones_own_does_not_go(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, HEADER + FIRST)
    corrected = HEADER + FIRST.replace(",5,", ",6,")
    brought(cramp, path, corrected)
    cramp("undo")
    assert severities(cramp) == [5]
    assert brought(cramp, path, corrected) == {"changed": 1}
    assert severities(cramp) == [6]
    cramp("edit", "1", "--severity", "8")
    cramp("edit", "1", "--severity", "9")
    cramp("undo")
    assert brought(cramp, path, corrected) == {"known": 1}
    assert severities(cramp) == [8]


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["here", "there"]), st.sampled_from(["severity", "side"]), st.integers(0, 2)
        ),
        st.sampled_from([("import",), ("import",), ("undo",), ("undo",), ("delete",)]),
    ),
    max_size=10,
)
VALUES = {"severity": ["5", "3", "8"], "side": ["left", "right", "both"]}
Fields = dict[str, str]


class Plain:
    """One entry, its file, and what is done to them: a plain three-way merge by field, and a copy before each step."""

    def __init__(self) -> None:
        self.file = {"severity": "5", "side": "left"}
        self.shown: Fields | None = None
        self.base: Fields | None = None  # what the file said last, of the imports that were not taken back
        self.before: list[tuple[Fields | None, Fields | None]] = []

    def _step(self, shown: Fields | None, base: Fields | None) -> None:
        if (shown, base) != (self.shown, self.base):
            self.before.append((self.shown, self.base))
            self.shown, self.base = shown, base

    def imported(self) -> None:
        if self.base is None:
            self._step({**self.file}, {**self.file})
        elif self.shown is not None:
            base, shown = self.base, self.shown
            merged = {each: self.file[each] if shown[each] == base[each] else shown[each] for each in shown}
            self._step(merged, {**self.file})

    def edited(self, field: str, value: str) -> None:
        if self.shown is not None:
            self._step({**self.shown, field: value}, self.base)

    def deleted(self) -> None:
        self._step(None, self.base)

    def undone(self) -> None:
        if self.before:
            self.shown, self.base = self.before.pop()


def walked(cramp: Cramp, diary: Path, path: Path, steps: list[tuple[str | int, ...]]) -> None:
    """Do to a diary and its file what is done to the plain ones, and look after each step whether they are the same."""
    plain = Plain()
    begin = ("--diary", diary)

    def write() -> None:
        path.write_text(f"when,pain,side\n2026-02-21 03:00,{plain.file['severity']},{plain.file['side']}\n")

    write()
    for what, *which in [("import",), *steps, ("import",)]:
        if what == "here" and plain.shown:
            field, value = str(which[0]), VALUES[str(which[0])][int(which[1])]
            cramp(*begin, "edit", "1", f"--{field}", value)
            plain.edited(field, value)
        elif what == "there":
            plain.file[str(which[0])] = VALUES[str(which[0])][int(which[1])]
            write()
        elif what == "import":
            ran = cramp(*begin, "import", "--new", path, *SHEET, "--map", "side=side", "-y")
            assert ran.exit_code == 0, ran.err
            plain.imported()
        elif what == "undo" and plain.before:
            assert cramp(*begin, "undo").exit_code == 0
            plain.undone()
        elif what == "delete" and plain.shown:
            assert cramp(*begin, "delete", "1", "-y").exit_code == 0
            plain.deleted()
        found = cramp(*begin, "list", "--json").json["entries"]
        assert [{each: str(one[each]) for each in VALUES} for one in found] == [plain.shown] * bool(
            plain.shown
        )


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("here", "side", 1), ("there", "severity", 1), ("import",), ("undo",), ("there", "side", 2)])
@example(steps=[("here", "side", 1), ("there", "severity", 1), ("import",), ("undo",), ("undo",)])
@example(steps=[("here", "severity", 2), ("undo",), ("there", "severity", 1)])
@example(steps=[("undo",), ("import",), ("undo",), ("there", "side", 1)])
def test_whatever_is_done_here_and_there_a_file_comes_in_as_a_merge_of_three(
    steps: list[tuple[str | int, ...]], cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("three")
    walked(cramp, folder / "a.db", folder / "a.csv", steps)


def test_a_file_has_its_own_zone_until_another_is_said_or_that_is_undone(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    text = "when,pain\n2026-02-01 02:00,5\n2026-02-03 02:00,6\n"
    brought(cramp, path, text, *SHEET)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert brought(cramp, path, text) == {"known": 2}  # its columns are remembered too
    assert brought(cramp, path, text + "2026-02-04 02:00,1\n") == {"new": 1, "known": 2}
    assert {record.at.isoformat()[19:] for record in records(cramp) if isinstance(record, Episode)} == {
        "+00:00"
    }
    assert brought(cramp, path, text, "--zone", "Europe/Berlin") == {"changed": 2}
    assert brought(cramp, path, text) == {"known": 2}
    cramp("undo")
    assert brought(cramp, path, text) == {"known": 2}
    assert len(records(cramp)) == 3


def test_a_dry_run_remembers_nothing_and_works_before_any_diary(cramp: Cramp, tmp_path: Path) -> None:
    path, diary = tmp_path / "a.csv", tmp_path / "none.db"
    path.write_text("when,pain\n2026-02-01 02:00,5\n")
    for new in ((), ("--new",)):
        ran = cramp("--diary", diary, "import", path, *SHEET, "--dry-run", *new)
        assert (ran.exit_code, diary.exists()) == (0, False)
        assert "Cramps a month: 2026-01 1." in ran.out
        assert "severity 5" in ran.out


def test_entries_are_numbered_in_the_order_of_their_time(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        f"Leg cramp,2025-{1 + n // 28:02}-{1 + n % 28:02}T03:00:00+00:00,{1 + n % 10},,\n" for n in range(300)
    ]
    brought(cramp, path, HEADER + "".join(reversed(rows)))
    with closing(opened(Path(cramp("info", "--json").json["path"]))) as store:
        numbered = sorted(store.of(Episode), key=lambda entry: entry.number)
    assert len(numbered) == 300
    assert [entry.record.at for entry in numbered] == sorted(entry.record.at for entry in numbered)


names = st.sampled_from(
    ["Leg cramp", "calf cramps", "Magnesium", "Mood", "Cramps", "no cramps", "Stomach cramps"]
)
points = st.tuples(names, st.integers(1, 28), st.integers(0, 23), st.integers(0, 10))


def ids_of(path: Path, zone: str, mapping: dict[str, str]) -> dict[str, str | None]:
    reading = Reading(path, Vocabulary(), mapping, zone_named(zone), folder=path.parent, delimiter=",")
    rows = formats.revisions("track-and-graph", reading, [])
    return {row["record_uid"]: row["body"] for row in rows if row["kind"] != "check_in"}


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(points, max_size=12), st.sampled_from(["Asia/Tokyo", "America/Lima"]))
def test_ids_are_those_of_the_rows_whatever_is_made_of_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int, int]], zone: str
) -> None:
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    lines = [f"{name},2026-01-{day:02}T{hour:02}:10:00,{value},,\n" for name, day, hour, value in rows]
    path.write_text(HEADER + "".join(lines))
    here, there = ids_of(path, "Europe/London", {}), ids_of(path, zone, {})
    assert here.keys() == there.keys()
    mapped = ids_of(path, zone, {"Mood": "trigger:stress", "Cramps": "cramp"})
    assert here.keys() <= mapped.keys()


DATED = "day,pain\n"


def dated(severities: list[int]) -> str:
    return DATED + "".join(f"2026-02-21,{each}\n" for each in severities)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(st.integers(1, 10), min_size=1, max_size=4, unique=True), data=st.data())
def test_rows_of_one_date_stay_who_they_are_when_others_come_or_go(
    first: list[int], data: st.DataObject, cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("dated")
    begin, path = ("--diary", folder / "a.db"), folder / "a.csv"

    def bring(severities: list[int]) -> None:
        path.write_text(dated(severities))
        ran = cramp(*begin, "import", "--new", path, "--map", "day=date", "--map", "pain=severity", "-y")
        assert ran.exit_code == 0, ran.err

    bring(first)
    entries = {each["severity"]: each["id"] for each in cramp(*begin, "list", "--json").json["entries"]}
    gone, noted = data.draw(st.sampled_from(first)), data.draw(st.sampled_from(first))
    assert cramp(*begin, "edit", str(entries[noted]), "--note", "Mine.").exit_code == 0
    assert cramp(*begin, "delete", str(entries[gone]), "-y").exit_code == 0
    left_out = data.draw(st.sets(st.sampled_from(first)))
    more = data.draw(
        st.lists(st.integers(1, 10).filter(lambda each: each not in first), max_size=2, unique=True)
    )
    # What is new stands beside what stays: one in the place of another would be a row that was changed.
    then = [each for each in first if each not in left_out] if not more else first
    for each in more:
        then = [*then[: (at := data.draw(st.integers(0, len(then))))], each, *then[at:]]
    for _ in range(2):
        bring(then)
        found = cramp(*begin, "list", "--json").json["entries"]
        assert {each["severity"]: each["note"] for each in found} == {
            each: "Mine." if each == noted else None for each in [*first, *more] if each != gone
        }
        assert len(found) == len({*first, *more} - {gone})


def test_a_row_of_several_that_is_changed_is_the_one_that_is_left_over(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    maps = ("--map", "day=date", "--map", "pain=severity")
    brought(cramp, path, dated([3, 5, 7]), *maps)
    assert brought(cramp, path, dated([9, 3, 6, 7])) == {"new": 1, "changed": 1, "known": 2}
    assert brought(cramp, path, dated([9, 3, 6, 7])) == {"known": 4}
    assert brought(cramp, path, dated([7, 6])) == {"known": 2}
    assert brought(cramp, path, dated([5, 5, 6])) == {"new": 1, "changed": 1, "known": 1}


def test_of_rows_turned_round_one_that_is_changed_keeps_its_place(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, dated([3, 5, 7]), "--map", "day=date", "--map", "pain=severity")
    assert brought(cramp, path, dated([7, 6, 3])) == {"changed": 1, "known": 2}


SITED = ("--map", "day=date", "--map", "pain=severity", "--map", "where=place")


def sited(*rows: str) -> str:
    return "day,pain,where\n" + "".join(f"2026-02-21,{each}\n" for each in rows)


SITES = ["left calf", "right toe", "left thigh", "right foot"]


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(st.sampled_from(SITES), min_size=1, max_size=3, unique=True),
    after=st.lists(st.sampled_from(SITES), min_size=1, max_size=4, unique=True),
    is_deleted=st.booleans(),
)
@example(before=["left calf"], after=["right toe", "left calf"], is_deleted=False)
@example(before=["right toe"], after=["left calf"], is_deleted=True)
def test_no_cramp_has_what_was_done_here_to_one_of_another_place(
    before: list[str],
    after: list[str],
    is_deleted: bool,
    cramp: Cramp,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("sited")
    begin, path = ("--diary", folder / "a.db"), folder / "a.csv"

    def bring(rows: list[str], pain: int) -> list[dict[str, Any]]:
        path.write_text(sited(*(f"{pain},{each}" for each in rows)))
        ran = cramp(*begin, "import", "--new", path, *SITED, "-y")
        assert ran.exit_code == 0, ran.err
        found: list[dict[str, Any]] = cramp(*begin, "list", "--json").json["entries"]
        return found

    (first,) = [each for each in bring(before, 7) if SITES_OF[before[0]] == (each["side"], each["sites"])]
    number = str(first["id"])
    done = cramp(*begin, *(("delete", number, "-y") if is_deleted else ("edit", number, "--note", "Mine.")))
    assert done.exit_code == 0
    for _ in range(2):
        shown = bring(after, 8)
        places = {(each["side"], *each["sites"]): each["note"] for each in shown}
        for each in after:
            side, sites = SITES_OF[each]
            if each != before[0]:
                assert places[side, *sites] is None
            else:
                assert places.get((side, *sites)) == (None if is_deleted else "Mine.")


SITES_OF = {
    "left calf": ("left", ["calf"]),
    "right toe": ("right", ["toes"]),
    "left thigh": ("left", ["thigh"]),
    "right foot": ("right", ["foot"]),
}


def shown_pains(cramp: Cramp) -> list[int]:
    return sorted(each["severity"] for each in cramp("list", "--json").json["entries"])


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    one=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    other=st.lists(st.integers(6, 10), min_size=1, max_size=3),
)
def test_files_that_have_nothing_in_common_but_dates_stand_beside_each_other(
    one: list[int], other: list[int], cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("two")
    begin = ("--diary", folder / "a.db")
    (folder / "sub").mkdir()

    def bring(name: str, pains: list[int]) -> list[int]:
        rows = (f"2026-02-{day:02},{pain}\n" for day, pain in enumerate(pains, 1))
        (folder / name).write_text(DATED + "".join(rows))
        ran = cramp(*begin, "import", "--new", folder / name, *SHEET_OF_DAYS, "-y")
        assert ran.exit_code == 0, ran.err
        return sorted(each["severity"] for each in cramp(*begin, "list", "--json").json["entries"])

    bring("a.csv", one)
    for name in ("b.csv", "sub/a.csv"):  # a copy of it is the same file
        assert bring(name, other) == sorted(one + other)
    corrected = [*other[:-1], other[-1] - 5]
    for _ in range(2):
        assert bring("b.csv", corrected) == sorted(one + corrected)
        assert bring("a.csv", one) == sorted(one + corrected)


DAYLIO = "full_date,date,weekday,time,mood,activities,note_title,note\n"


def _track(day: int, minute: int, pain: int, part: str) -> str:
    return f"{part} cramp,2026-02-{day:02}T03:{minute:02}:00+00:00,{pain},,{day} {part}\n"


def _daylio(day: int, minute: int, pain: int, part: str) -> str:
    said = f'"{part} cramp","","{day} {part}"' if pain else '"no leg cramps","",""'
    return f"2026-02-{day:02},x,x,03:{minute:02},meh,{said}\n"


def _line(day: int, minute: int, pain: int, part: str) -> str:
    return f"2026-02-{day:02} " + (f"03:{minute:02} {pain} {part} {day}\n" if pain else "no cramps\n")


PROGRAMS = {"track.csv": (HEADER, _track), "daylio.csv": (DAYLIO, _daylio), "lines.txt": ("", _line)}


@pytest.mark.slow
@pytest.mark.parametrize("shape", PROGRAMS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(
        st.tuples(
            st.integers(1, 9), st.sampled_from([10, 20]), st.integers(0, 9), st.sampled_from(["Calf", "Foot"])
        ),
        min_size=2,
        max_size=8,
        # A night that two files call clear is told once, and is as the last of them has it.
        unique_by=lambda each: (each[0], each[2] and each[1]),
    )
)
@example(told=[(day, 10, 5, ("Calf", "Foot")[day % 2]) for day in range(1, 8)])
@example(told=[(2, 10, 5, "Calf"), (2, 20, 0, "Foot"), (5, 10, 4, "Calf"), (6, 10, 2, "Foot")])
def test_what_one_file_of_a_program_does_not_say_is_not_gone_from_another(
    shape: str, told: list[tuple[int, int, int, str]], cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As of who exports one group of trackers at a time, in any order and again and again."""
    head, row = PROGRAMS[shape]
    folder = tmp_path_factory.mktemp("groups")
    for part in ("Calf", "Foot"):
        rows = "".join(row(*each) for each in sorted(told) if each[3] == part)
        (folder / f"{part} {shape}").write_text(head + rows or "# nothing yet\n")
    begin = ("--diary", folder / "a.db")
    for part in ("Calf", "Foot", "Calf", "Foot", "Foot", "Calf"):
        ran = cramp(*begin, "import", "--new", folder / f"{part} {shape}", "-y")
        if ran.exit_code != 0:  # that it has nothing in it
            assert not [each for each in told if each[3] == part], ran.err
            continue
        assert "deleted" not in ran.out
        assert "changed" not in ran.out
        assert "No longer" not in ran.out
    found = cramp(*begin, "list", "--all", "--json").json["entries"]
    minutes = [each["at"][11:16] for each in found if each["kind"] == "episode"]
    assert sorted(minutes) == sorted(f"03:{minute}" for _, minute, pain, _ in told if pain)


@pytest.mark.slow_but_first
@pytest.mark.parametrize("is_piped", [True, False])
@pytest.mark.parametrize("shape", PROGRAMS)
def test_a_newer_export_of_a_program_is_the_file_it_was_wherever_it_lies(
    shape: str, is_piped: bool, cramp: Cramp, tmp_path: Path
) -> None:
    head, row = PROGRAMS[shape]

    def bring(name: str, told: list[tuple[int, int, int, str]]) -> str:
        text = head + "".join(row(*each) for each in told)
        (tmp_path / name).write_text(text)
        ran = cramp("import", "-", "-y", stdin=text) if is_piped else cramp("import", tmp_path / name, "-y")
        assert ran.exit_code == 0, ran.err
        return ran.out

    first = [(day, 10, 5, "Calf") for day in range(1, 9)]
    bring(f"export {shape}", first)
    grown = [*first[:3], *first[4:], (9, 10, 6, "Calf")]
    assert "No longer in the file: 1 entry that came from it (4)" in bring(f"export (1) {shape}", grown)
    later = grown[4:]
    assert "No longer" not in bring(f"export (2) {shape}", later), "it has the last weeks alone"
    without_the_last = [*first[:3], *first[4:]]
    assert "No longer in the file: 2 entries" in bring(f"export (3) {shape}", without_the_last)


@pytest.mark.parametrize("times", [0, 1])
def test_entries_that_were_told_by_the_minute_and_now_by_the_evening_stay_who_they_are(
    times: int, cramp: Cramp, tmp_path: Path
) -> None:
    """Of Daylio, which tells by the whole file whether one enters once an evening."""
    path = tmp_path / "daylio.csv"

    def bring(count: int) -> None:
        rows = (
            f'2026-02-{day:02},x,x,22:{10 * times * (day % 2):02},meh,"leg cramp","","row {day}"\n'
            for day in range(1, count + 1)
        )
        path.write_text(DAYLIO + "".join(rows))
        assert cramp("import", path, "-y").exit_code == 0

    bring(4)
    cramp("delete", "2", "-y")
    cramp("edit", "3", "--severity", "9")
    for count in (5, 5, 8):
        bring(count)
        found = cramp("list", "--all", "--json").json["entries"]
        assert [each["note"].split("\n")[0] for each in found] == [
            f"row {day}" for day in range(1, count + 1) if day != 2
        ]
        assert [each["severity"] for each in found] == [None, 9, *[None] * (count - 3)]


class Grown:
    """A sheet whose header changes, while what its rows say stays."""

    def __init__(self, counts: list[int]) -> None:
        self.title: list[str] = []
        self.columns = {"Date": [f"2026-02-{day:02}" for day in range(1, len(counts) + 1)]}
        self.columns["Leg cramps"] = list(map(str, counts))

    def change(self, what: str) -> None:
        cells = [*self.columns.items()]
        if what in ("Weather", "Mood"):  # at the end, and in the middle
            cells.insert(9 if what == "Weather" else 1, (what, ["so so"] * len(cells[0][1])))
        elif what == "a row":
            cells = [(name, [*those, "2026-02-20" if name == "Date" else "3"]) for name, those in cells]
        elif what == "another name":
            cells = [(name.replace("Leg cramps", "Cramps in my legs"), those) for name, those in cells]
        else:
            self.title = [f"{what},"]
        self.columns = dict(cells)

    def __str__(self) -> str:
        return table(
            [*([each] for each in self.title), [*self.columns], *zip(*self.columns.values(), strict=True)]
        )


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(st.integers(0, 2), min_size=1, max_size=4),
    changes=st.lists(
        st.sampled_from(["Weather", "Mood", "a row", "another name", "My log", "Log of 4 October"]),
        min_size=1,
        max_size=3,
        unique=True,
    ),
)
@example(counts=[2, 0], changes=["Weather"])
@example(counts=[0, 0, 1], changes=["My log", "Log of 4 October"])
@example(counts=[0, 1], changes=["another name"])
def test_a_sheet_at_its_place_is_what_it_was_whatever_is_done_to_its_header(
    counts: list[int], changes: list[str], cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("grown")
    sheet = Grown(counts)
    fields = {"Date": "date", "Leg cramps": "count", "Cramps in my legs": "count"}
    for change in (None, *changes):
        if change:
            sheet.change(change)
        (folder / "a.csv").write_text(str(sheet))
        maps = [f"{name}={fields.get(name, 'ignore')}" for name in sheet.columns]
        options = [each for one in maps for each in ("--map", one)]
        ran = cramp("--diary", folder / "a.db", "import", "--new", folder / "a.csv", *options, "-y")
        assert ran.exit_code == 0, ran.err
    found = cramp("--diary", folder / "a.db", "list", "--all", "--json").json["entries"]
    assert sum(each["kind"] == "episode" for each in found) == sum(counts) + 3 * ("a row" in changes)
    assert sum(each["kind"] == "check_in" for each in found) == counts.count(0)


SHEETS = {
    "legs": ("Date,Leg cramps,Notes", "{},{},ouch"),
    "feet": ("Date,Foot cramps", "{},{}"),
    "legs by another": ("Date,Cramps in my legs,Mood", "{},{},7"),
}
OF_SHEETS = (
    *("--map", "Leg cramps=count", "--map", "Foot cramps=count", "--map", "Cramps in my legs=count"),
    *("--map", "Date=date", "--map", "Notes=note", "--map", "Mood=ignore"),
)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=st.permutations(list(SHEETS)),
    nights=st.lists(st.tuples(*[st.sampled_from(["Yes", "No"])] * 2), min_size=1, max_size=4),
)
def test_a_sheet_with_other_columns_takes_nothing_of_one_that_tells_of_the_same_nights(
    which: list[str], nights: list[tuple[str, str]], cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("two")

    def bring(diary: str, at: int) -> Counter[str]:
        header, row = SHEETS[which[at]]
        rows = (row.format(f"2026-02-{day:02}", each[at]) for day, each in enumerate(nights, 1))
        (folder / f"{at}.csv").write_text("\n".join([header, *rows, ""]))
        begin = ("--diary", folder / f"{diary}.db")
        ran = cramp(*begin, "import", "--new", folder / f"{at}.csv", *OF_SHEETS, "-y")
        assert ran.exit_code == 0, ran.err
        return Counter(
            repr([each["kind"], each["night"], each.get("sites"), each["note"]])
            for each in cramp(*begin, "list", "--all", "--json").json["entries"]
        )

    alone = bring("first", 0), bring("second", 1)
    for _ in range(2):
        bring("both", 0)
        assert bring("both", 1) == alone[0] + alone[1]


SHEET_OF_DAYS = ("--map", "day=date", "--map", "pain=severity")


@pytest.mark.slow_but_first
@pytest.mark.parametrize("order", [(None, "Right"), ("Right", "Left"), ("Left", "Right", None)])
def test_sheets_of_a_workbook_are_each_their_own_even_where_they_say_the_same(
    order: tuple[str | None, ...], cramp: Cramp, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "two.xlsx"
    book = openpyxl.Workbook()
    for sheet, pains in ((book.active, (7, 4)), (book.create_sheet("Right"), (7, 3))):
        sheet.append(["day", "pain"])
        for day, pain in enumerate(pains, 1):
            sheet.append([f"2026-02-{day:02}", pain])
    book.active.title = "Left"
    book.save(path)
    for sheet in (*order, *order):
        more = ("--sheet", sheet) if sheet else ()
        assert cramp("import", path, *SHEET_OF_DAYS, *more, "-y").exit_code == 0
    assert shown_pains(cramp) == [3, 4, 7, 7]


def test_a_file_that_was_moved_is_the_one_it_was(cramp: Cramp, tmp_path: Path) -> None:
    rows = [f"2026-02-{day:02},{day}\n" for day in range(1, 6)]
    brought(cramp, tmp_path / "a.csv", DATED + "".join(rows), *SHEET_OF_DAYS)
    rows[1] = "2026-02-02,9\n"
    assert brought(cramp, tmp_path / "b.csv", DATED + "".join(rows)) == {"changed": 1, "known": 4}
    assert brought(cramp, tmp_path / "c.csv", DATED + "".join(rows), "--zone", "Asia/Tokyo") == {"changed": 5}


def test_what_was_said_of_a_file_stands_though_its_import_was_undone(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, dated([3]), *SHEET_OF_DAYS)
    cramp("undo")
    assert brought(cramp, path, dated([3])) == {"known": 1}
    assert shown_pains(cramp) == [3]


TIMED = ("--map", "day=date", "--map", "hour=time", "--map", "pain=severity", "--map", "where=place")
CORRECTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("pain"), st.integers(0, 2), st.sampled_from(["0", "2", "5"])),
        st.tuples(st.just("hour"), st.integers(0, 2), st.sampled_from(["03:40", "04:50", "05:20"])),
        st.tuples(st.just("where"), st.integers(0, 2), st.sampled_from(["left calf", "right foot"])),
        st.just(("undo", 0, "")),
        st.just(("turn", 0, "")),
    ),
    max_size=5,
)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=CORRECTIONS)
@example(steps=[("pain", 0, "0"), ("pain", 0, "5"), ("pain", 0, "0"), ("undo", 0, ""), ("pain", 1, "0")])
@example(
    steps=[("hour", 0, "03:40"), ("pain", 0, "2"), ("hour", 0, "04:50"), ("undo", 0, ""), ("turn", 0, "")]
)
def test_after_each_correction_the_diary_has_what_the_file_alone_would_make(
    steps: list[tuple[str, int, str]], cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("corrected")
    path, diary = folder / "a.csv", folder / "a.db"
    rows = [
        {"day": f"2026-02-{day}", "hour": f"0{3 + day % 3}:10", "pain": str(day % 10), "where": "left calf"}
        for day in (21, 22, 23)
    ]

    def shown(diary: Path) -> list[tuple[Any, ...]]:
        found = cramp("--diary", diary, "list", "--json").json["entries"]
        return sorted(
            (
                each["kind"],
                each.get("at", each.get("night")),
                str(each.get("severity")),
                str(each.get("sites")),
                str(each.get("conflict")),
            )
            for each in found
        )

    def bring() -> None:
        path.write_text("day,hour,pain,where\n" + "".join(",".join(row.values()) + "\n" for row in rows))
        ran = cramp("--diary", diary, "import", "--new", path, *TIMED, "-y")
        assert ran.exit_code == 0, ran.err

    for number, (what, which, value) in enumerate([("", 0, ""), *steps]):
        if what == "undo":
            cramp("--diary", diary, "undo")
        elif what == "turn":
            rows.reverse()
        elif what:
            rows[which][what] = value
        bring()
        alone = folder / f"{number}.db"
        assert cramp("--diary", alone, "import", "--new", path, *TIMED, "-y").exit_code == 0
        assert shown(diary) == shown(alone)


COUNTED = ("Date=date", "Time=time", "Cramps=count", "Worst=severity", "Magnesium=used:magnesium")
COUNTED_STEPS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["", "02:40", "03:50", "23:40"]),
        st.integers(0, 3),
        st.sampled_from(["7", "4"]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=COUNTED_STEPS)
@example(steps=[(0, "", 2, "7"), (0, "02:40", 2, "7"), (0, "", 2, "7")])
@example(
    steps=[
        (0, "02:40", 2, "7"),
        (0, "23:40", 2, "7"),
        (0, "23:40", 3, "4"),
        (0, "", 1, "7"),
    ]
)
@example(steps=[(0, "02:40", 3, "7"), (0, "", 0, "7")])
@example(steps=[(1, "23:40", 0, "7"), (0, "02:40", 1, "7")])
@example(steps=[(1, "02:40", 3, "7"), (1, "", 0, "7")])
@example(steps=[(0, "", 0, "7"), (0, "02:40", 1, "7"), (0, "", 0, "7")])
@example(steps=[(1, "02:40", 0, "7"), (1, "", 1, "4"), (0, "", 0, "7"), (1, "02:40", 2, "7")])
def test_a_row_of_several_cramps_whose_night_changes_is_the_row_it_was(
    steps: list[tuple[int, str, int, str]], cramp: Cramp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("counted")
    path, diary, maps = (
        folder / "a.csv",
        folder / "a.db",
        [part for each in COUNTED for part in ("--map", each)],
    )
    rows = ["2026-03-01,,2,5,Y", "2026-03-04,,1,5,N", "2026-03-07,1:00,1,3,N", "2026-03-09,23:30,1,4,N"]
    named: set[int] = set()

    def shown(file: Path, but: Collection[int] = ()) -> Counter[tuple[str, ...]]:
        found = cramp("--diary", file, "list", "--all", "--json").json["entries"]
        names = ("kind", "at", "night", "precision", "severity", "word", "conflict")
        return Counter(
            tuple(str(each.get(name)) for name in names) for each in found if each["id"] not in but
        )

    for number, (which, *cells) in enumerate([(0, "", 2, "5"), *steps]):
        clock, count, worst = cells
        rows[which] = f"2026-03-0{1 + 3 * which},{clock},{count},{worst if count else 0},{'YN'[which]}"
        path.write_text("\n".join(["Date,Time,Cramps,Worst,Magnesium", *rows, ""]))
        fresh = folder / f"{number}.db"
        assert cramp("--diary", fresh, "import", "--new", path, *maps, "-y").exit_code == 0
        ran = cramp("--diary", diary, "import", "--new", path, *maps, "-y")
        assert ran.exit_code == 0
        left = re.search(r"No longer in the file: .*? that came from it \(([\d, ]+)\)", ran.out)
        named |= {*map(int, left[1].split(", "))} if left else set()
        # Of a row that a count has left and comes back to, one cramp of before may stay, and is named.
        assert shown(diary, but=named) <= shown(fresh) <= shown(diary)


@pytest.mark.parametrize("is_clear_first", [False, True])
def test_a_night_told_otherwise_that_was_touched_here_is_a_conflict_that_is_said(
    is_clear_first: bool, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    before, after = (0, 5) if is_clear_first else (4, 0)
    brought(cramp, path, dated([before]), *SHEET_OF_DAYS)
    assert cramp("edit", "1", "--note", "Mine.").exit_code == 0
    path.write_text(dated([after]))
    told = cramp("import", path, "-y").out
    assert "changed here and in the file in different ways" in told
    assert [each["note"] for each in cramp("list", "--json").json["entries"] if each["id"] == 1] == ["Mine."]


def test_a_moved_row_stays_the_entry_with_what_was_done_here(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = "2026-02-21 {},5\n2026-02-23 02:00,7\n"
    brought(cramp, path, "when,pain\n" + row.format("03:10"), *SHEET)
    assert cramp("edit", "1", "--note", "Mine.").exit_code == 0
    assert brought(cramp, path, "when,pain\n" + row.format("03:40")) == {"changed": 1, "known": 1}
    assert brought(cramp, path, "when,pain\n" + row.format("03:40")) == {"known": 2}
    both = row.format("03:10") + "2026-02-21 03:40,5\n"
    for expected in ({"new": 1, "known": 2}, {"known": 3}):
        assert brought(cramp, path, "when,pain\n" + both) == expected
    notes = {each["at"][11:16]: each["note"] for each in cramp("list", "--json").json["entries"]}
    assert notes == {"03:10": None, "03:40": "Mine.", "02:00": None}


def test_what_left_a_file_of_the_last_nights_alone_stays_as_it_is(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for first in range(1, 6):
        rows = [f"2026-02-{day:02} 03:10,5\n" for day in range(first, first + 4)]
        brought(cramp, path, "when,pain\n" + "".join(rows), *SHEET)
    assert shown_pains(cramp) == [5] * 8


def test_a_corrected_line_is_the_line_it_was(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    brought(cramp, path, "2026-02-21 03:10 7 arch left\n2026-02-22 03:00 4 calf left\n")
    cramp("edit", "1", "--note", "Mine.")
    corrected = "2026-02-21 03:10 8 arch left\n2026-02-22 03:20 4 calf left\n"
    assert brought(cramp, path, corrected) == {"changed": 2}
    assert brought(cramp, path, corrected) == {"known": 2}
    assert shown_pains(cramp) == [4, 8]


def test_what_is_told_of_an_import_is_so(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    maps = ("--map", "day=date", "--map", "cramps=count", "--map", "pain=severity")
    text = "day,cramps,pain\n2026-02-21,{},{}\n"
    brought(cramp, path, text.format(2, 5), *maps)
    path.write_text(text.format(3, 5))
    assert "look alike" not in cramp("import", path, "-y").out  # there are three in it
    (number,) = (each["id"] for each in cramp("list", "--json").json["entries"] if each["severity"] == 5)
    assert cramp("edit", str(number), "--severity", "8").exit_code == 0
    path.write_text(text.format(3, 6) + "2031-02-21,1,4\n")
    ran = cramp("import", path, "-y")
    assert "What was said here is shown" in ran.out
    assert 8 in [each["severity"] for each in cramp("list", "--json").json["entries"]]
    assert "1 entry is of a day still to come" in ran.out
    assert "clock" not in ran.out + ran.err


OF_ROWS = ("--map", "day=date", "--map", "hour=time", "--map", "pain=severity")
DAYS = {
    "out after": "2026-06-14",
    "out before": "2025-11-02",
    "within": "2026-02-07",
    "same": "",
}


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=st.integers(1, 3),
    edits=st.lists(
        st.tuples(st.sampled_from([*DAYS]), st.sampled_from(["03:10", "04:40"]), st.sampled_from([None, 9])),
        min_size=1,
        max_size=3,
    ),
    is_newest_first=st.booleans(),
    is_noted=st.booleans(),
)
@example(
    which=2,
    edits=[("out after", "03:10", None), ("out after", "04:40", 9), ("same", "03:10", None)],
    is_newest_first=True,
    is_noted=True,
)
@example(which=1, edits=[("same", "04:40", 9)], is_newest_first=False, is_noted=False)
def test_a_row_between_two_that_stay_is_the_one_it_was_whatever_of_it_is_corrected(
    which: int,
    edits: list[tuple[str, str, int | None]],
    is_newest_first: bool,
    is_noted: bool,
    cramp: Cramp,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    begin, path = ("--diary", folder / "a.db"), folder / "a.csv"
    rows = [(f"2026-02-{day:02}", "03:10", day) for day in range(1, 6)]
    mine = str(which + 1)  # entries are numbered by time

    def bring(rows: list[tuple[str, str, int]]) -> dict[str, Any]:
        lines = [f"{day},{hour},{pain}\n" for day, hour, pain in rows]
        path.write_text("day,hour,pain\n" + "".join(lines[::-1] if is_newest_first else lines))
        ran = cramp(*begin, "import", "--new", path, *OF_ROWS, "-y", "--json")
        assert ran.exit_code == 0, ran.err
        counts: dict[str, int] = ran.json["kinds"]["episode"]
        return {name: count for name, count in counts.items() if count}

    bring(rows)
    if is_noted:
        assert cramp(*begin, "edit", mine, "--note", "Mine.").exit_code == 0
    last_time_out_of_order = "same"
    for day, hour, pain in edits:
        if last_time_out_of_order == "out before" != day:
            continue  # it looks like the oldest, that a file of the last weeks no longer has
        last_time_out_of_order = day
        before = rows[which]
        rows[which] = (DAYS[day] or f"2026-02-{which + 1:02}", hour, pain or which + 1)
        assert bring(rows) == ({"known": 5} if rows[which] == before else {"changed": 1, "known": 4})
        found = cramp(*begin, "list", "--all", "--json").json["entries"]
        assert sorted((each["at"][:10], each["at"][11:16], each["severity"]) for each in found) == sorted(
            rows
        )
        assert [each["note"] for each in found if str(each["id"]) == mine] == ["Mine." if is_noted else None]


def test_a_row_that_went_and_others_that_came_stay_apart_and_that_is_said(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    first = [f"2026-02-{day:02} 03:10,{day}\n" for day in (1, 3, 5)]
    brought(cramp, path, "when,pain\n" + "".join(first), *SHEET)
    grown = [first[0], first[2], "2026-02-08 02:00,9\n"]
    assert brought(cramp, path, "when,pain\n" + "".join(grown)) == {"new": 1, "known": 2}
    assert shown_pains(cramp) == [1, 3, 5, 9]
    told = cramp("import", path).out
    assert "No longer in the file: 1 entry that came from it (2)." in told
    assert "`cramp delete 2`" in told
    assert cramp("delete", "2", "-y").exit_code == 0
    assert "No longer" not in cramp("import", path).out


@pytest.mark.slow_but_first
@pytest.mark.parametrize("is_touched", [False, True])
@pytest.mark.parametrize(
    ("header", "before", "after"),
    [
        ("Date,Leg cramps", "2026-03-01,3", "2026-03-01,1"),
        ("Date,Leg cramps,Magnesium", "2026-03-01,Yes,Yes", "2026-03-01,Yes,No"),
        ("Date,Leg cramps,Magnesium", "2026-03-01,No,Yes", "2026-03-01,No,No"),
        ("Date,Leg cramps,Wine", "2026-03-01,Yes,x", "2026-03-01,Yes,no"),
    ],
)
def test_what_a_file_denies_now_goes_and_comes_back(
    header: str, before: str, after: str, is_touched: bool, cramp: Cramp, tmp_path: Path
) -> None:
    maps = ["--map", "Date=date", "--map", "Leg cramps=count"]
    maps += ["--map", "Magnesium=used:magnesium"] * ("Magnesium" in header)
    maps += ["--map", "Wine=had:alcohol"] * ("Wine" in header)
    path, told = tmp_path / "a.csv", [""]

    def shown(row: str) -> dict[int, str | None]:
        path.write_text(f"{header}\n2026-02-28,Yes{',No' * (header.count(',') - 1)}\n{row}\n")
        ran = cramp("import", path, *maps, "-y")
        assert ran.exit_code == 0, ran.err
        told.append(ran.out)
        return {each["id"]: each["note"] for each in cramp("list", "--all", "--json").json["entries"]}

    all_of_it, less = shown(before), shown(after)
    denied = all_of_it.keys() - less.keys()
    assert denied
    assert not less.keys() - all_of_it.keys()
    assert shown(before) == all_of_it
    if is_touched:
        number = min(denied)
        assert cramp("edit", str(number), "--note", "Mine.").exit_code == 0
        assert shown(after) == {**less, number: "Mine."}
        assert "changed here and in the file in different ways" in told[-1]
    else:
        assert shown(after) == less


@pytest.mark.slow_but_some
@pytest.mark.parametrize("first", ["ignore", "used:magnesium", "had:alcohol", "?"])
@pytest.mark.parametrize("then", ["ignore", "used:magnesium", "had:alcohol"])
def test_what_is_said_of_a_column_now_counts_and_not_what_was_said_before(
    first: str, then: str, cramp: Cramp, tmp_path: Path
) -> None:
    path, fresh = tmp_path / "a.csv", tmp_path / "fresh.db"
    path.write_text("Date,Pain,Mag\n2026-03-01,7,Yes\n2026-03-02,5,Yes\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "-y")
    said = tmp_path / "a.map"
    said.write_text(f"Mag = {first}\n")
    assert cramp("import", path, *maps, "--map", said).exit_code == 0
    told = cramp("import", path, "-y", "--map", f"Mag={then}")
    assert told.exit_code == 0, told.err
    assert "Mag =" not in told.out
    assert cramp("--diary", fresh, "import", "--new", path, *maps, "--map", f"Mag={then}").exit_code == 0

    def words(*more: object) -> set[str]:
        found = cramp(*more, "list", "--all", "--json").json["entries"]
        return {each["word"] for each in found if each["kind"] == "exposure"}

    if then == "ignore":  # what its name says goes; what it was said to be stays, and that is said
        assert ("No longer in the file" in told.out) == bool(words()) == (first == "had:alcohol")
        assert ("deleted there: 2" in told.out) == (first == "used:magnesium")
    else:
        assert words() == words("--diary", fresh) == {then.partition(":")[2]}


@pytest.mark.parametrize("here", [6, 8])
def test_a_change_in_the_file_that_changes_nothing_shown_is_not_told_as_one(
    here: int, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, HEADER + FIRST + SECOND)
    assert cramp("edit", "1", "--severity", str(here)).exit_code == 0
    before = cramp("list", "--all", "--json").json["entries"]
    path.write_text(HEADER + FIRST.replace(",5,", ",6,") + SECOND.replace(",3,", ",4,"))
    told = cramp("import", path, "-y").out
    assert "changed: 1 cramp;" in told  # the other
    assert "changed in the file, and shown here as before: 1 cramp" in told
    after = cramp("list", "--all", "--json").json["entries"]
    assert after[0]["severity"] == before[0]["severity"] == here
    assert after[1]["severity"] == 4
    assert "changed" not in cramp("import", path, "-y").out


def test_what_a_dry_run_shows_is_what_is_new_or_changed(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"2026-02-{day:02} 03:10,{1 + day % 5}\n" for day in range(1, 9)]
    brought(cramp, path, "when,pain\n" + "".join(rows), *SHEET)
    assert "The first entries in it:" in cramp("import", path, "--dry-run").out
    rows[6] = "2026-02-07 03:10,9\n"
    path.write_text("when,pain\n" + "".join([*rows, "2026-02-09 03:10,8\n"]))
    told = cramp("import", path, "--dry-run").out
    shown = told.partition("new or changed in it, first of all:\n")[2].splitlines()
    assert ["9 Feb" in each for each in shown if "severity" in each].count(True) == 1
    assert sorted(each[-1] for each in shown if "severity" in each) == ["8", "9"]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_dry_run_shows_the_earliest_entries_of_whatever_kind_in_order(
    turn: int, cramp: Cramp, tmp_path: Path
) -> None:
    names = ("Magnesium", "Leg cramp")
    rows = [f"{names[day % 2]},2026-02-{day:02}T20:10:00,5,,\n" for day in range(1, 13)]
    (tmp_path / "a.csv").write_text(HEADER + "".join(rows[::turn]))
    told = cramp("import", tmp_path / "a.csv", "--dry-run").out
    shown = told.partition("The first entries in it:\n")[2].splitlines()[:5]
    days = [int(line.split()[1]) for line in shown]
    assert days == [*range(1, 6)]


def test_what_comes_back_after_an_undo_is_counted_once(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, HEADER + FIRST + SECOND)
    cramp("undo")
    told = cramp("import", path, "-y").out
    assert "brought back after an undo: 2" in told
    assert "known already" not in told
    assert "known already: 2 cramps" in cramp("import", path, "-y").out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([(21, 5)], [(28, 7)]),  # an inbox that is emptied and filled
        ([(1, 2), (3, 4), (5, 6)], [(1, 2), (3, 4), (9, 7)]),  # a slip taken out, and the next cramp
        ([(1, 2), (3, 4), (5, 6)], [(3, 4), (5, 6), (9, 2)]),  # the last three, that look alike
    ],
)
@pytest.mark.parametrize("is_newest_first", [False, True])
def test_at_an_end_of_a_file_what_went_is_not_what_came(
    before: list[tuple[int, int]],
    after: list[tuple[int, int]],
    is_newest_first: bool,
    cramp: Cramp,
    tmp_path: Path,
) -> None:
    for rows in (before, after, after):
        lines = [f"2026-02-{day:02} 03:10,{pain}\n" for day, pain in rows]
        text = "when,pain\n" + "".join(lines[::-1] if is_newest_first else lines)
        counts = brought(cramp, tmp_path / "a.csv", text, *SHEET)
    assert counts == {"known": len(after)}
    assert shown_pains(cramp) == sorted(pain for _, pain in {*before, *after})


CORRECTED = ("--map", "Date=date", "--map", "Time=time", "--map", "Where=place", "--map", "Pain=severity")
OF_CORRECTED = (*CORRECTED, "--map", "Magnesium=used:magnesium")
TIMED_HEADER = "Date,Time,Where,Pain,Magnesium\n"


def _told_of(cramp: Cramp) -> list[tuple[str, ...]]:
    entries = cramp("list", "--all", "--json").json["entries"]
    return sorted(
        (each["kind"], str(each.get("at") or each["night"])[:16], str(each.get("severity")))
        for each in entries
    )


@pytest.mark.slow_but_first
@pytest.mark.parametrize("name", ["a.csv", "a (1).csv"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-04-05,,left calf,7,Y\n2026-04-08,02:00,foot,4,N\n",
         "2026-04-05,03:10,left calf,7,N\n2026-04-08,02:15,foot,4,N\n"),
        ("2026-04-06,,,0,\n2026-04-08,02:00,foot,4,N\n",
         "2026-04-06,01:00,left calf,2,\n2026-04-08,02:10,foot,4,N\n2026-04-08,04:00,calf,2,N\n"),
        ("2026-04-05,02:00,foot,4,\n2026-04-08,02:00,foot,4,N\n",
         "2026-04-05,02:00,foot,4,\n2026-04-08,02:10,foot,5,N\n2026-04-08,04:00,calf,4,N\n"),
    ],
)  # fmt: skip
def test_a_time_put_right_in_a_copy_of_any_name_makes_no_second_cramp(
    name: str, before: str, after: str, cramp: Cramp, tmp_path: Path
) -> None:
    brought(cramp, tmp_path / "a.csv", TIMED_HEADER + before, *OF_CORRECTED)
    (tmp_path / name).write_text(TIMED_HEADER + after)
    told = cramp("import", tmp_path / name, *OF_CORRECTED, "-y").out
    assert "No longer" not in told
    both = _told_of(cramp)
    cramp("import", "--new", "--diary", tmp_path / "alone.db", tmp_path / name, *OF_CORRECTED, "-y")
    alone = cramp("list", "--diary", tmp_path / "alone.db", "--all", "--json").json["entries"]
    assert both == sorted(
        (each["kind"], str(each.get("at") or each["night"])[:16], str(each.get("severity"))) for each in alone
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-04-05,02:00,left calf,7,\n", "2026-04-05,03:00,right calf,7,\n"),
        ("2026-04-05,02:00,left calf,7,\n", "2026-04-05,03:00,left calf,6,\n"),
        ("2026-04-05,02:00,left calf,7,\n", "2026-04-06,03:00,left calf,7,\n"),
        ("2026-04-05,02:00,left calf,7,\n", "2026-04-03,03:00,left calf,7,\n"),
        ("2026-04-05,02:00,,7,\n", "2026-04-05,03:00,,7,\n"),
    ],
)
def test_files_of_one_shape_that_tell_of_other_cramps_stand_beside_each_other(
    one: str, other: str, cramp: Cramp, tmp_path: Path
) -> None:
    brought(cramp, tmp_path / "a.csv", TIMED_HEADER + one, *OF_CORRECTED)
    assert brought(cramp, tmp_path / "b.csv", TIMED_HEADER + other, *OF_CORRECTED) == {"new": 1}
    assert "No longer" not in cramp("import", tmp_path / "b.csv", "-y").out


def test_of_rows_of_one_day_that_fit_two_none_is_taken_for_another(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    brought(cramp, path, TIMED_HEADER + "2026-04-05,02:00,foot,4,\n2026-04-07,02:00,calf,4,\n", *OF_CORRECTED)
    path.write_text(
        TIMED_HEADER + "2026-04-05,03:00,foot,5,\n2026-04-05,04:00,foot,6,\n2026-04-07,02:00,calf,4,\n"
    )
    assert "No longer in the file: 1 entry" in cramp("import", path, *OF_CORRECTED, "-y").out
