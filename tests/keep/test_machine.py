"""Commands typed at random on two computers, and a simple model that says what each diary must then hold.

Every rule is something that a person can type. After each, the program's own list, its check of the file and its
export are compared with the model: nothing that was ever typed is lost, undo leads back to what was, numbers
never change hands, and what is refused changes nothing.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from crampdiary.exchange.sheets.placed import NOT_SAID
from kit.builders import NOW
from kit.diary_model import (
    LISTS,
    UNSAID,
    Fields,
    Kept,
    Log,
    Nights,
    State,
    by_record,
    current,
    findings_told,
    highest_stamp,
    latest_night,
    leaves,
    night_at,
    nights_of,
    span,
    state_of,
    stats_told,
    texts_in,
    with_night,
)
from kit.logs import versions_in
from kit.running import Cramp
from kit.typed_commands import (
    FRAGMENTS,
    ODD,
    OWN_WORDS,
    ZONE,
    Draw,
    Typed,
    a_cramp,
    a_note,
    as_kept,
    change_of_exposure,
    exposures,
    texts,
)

HERE, THERE = "here", "there"
computers = st.sampled_from([HERE, HERE, HERE, THERE])
which_one = st.integers(0, 99)
roles = st.sampled_from(["remedy", "trigger"])
# How far the clock jumps, back as well, and how far it goes with every command; it may stand still.
jumps = st.sampled_from([0, 0.001, 70, 5 * 3600, 26 * 3600, 9 * 86400, -20 * 60, -30 * 3600])
paces = st.sampled_from([0, 0.001, 95, 7 * 3600, 25 * 3600])
rows = st.tuples(
    st.integers(0, 60),  # days before `NOW`
    st.sampled_from([3, 14, 23]),  # hours
    st.none() | st.integers(1, 10),  # 0 says that there was no cramp
    st.sampled_from([("", []), ("Instep", ["arch"]), ("toes; calves", ["toes", "calf"])]),
    st.just("") | texts.filter(lambda text: (as_kept(text) or "").casefold() not in NOT_SAID),
)

# What is refused, after the exit code; {} is a number that no entry has.
REFUSED = """
2 log 7 tomorrow
2 log 25:00
2 log 9/3
2 log --strict archh
2 log --strict 7 8
2 log 7 -s 8
2 log -s 5.0
2 log -d 15d
2 log -n \0
2 log --at 9999-01-01
2 log 20m ago --at 03:10
2 log --tried stretching:maybe
2 log --fold third
2 log --nonsense
2 used
2 used alcohol
2 used 20m ago
2 used heat --purpose fun
2 used heat massage --amount 2
2 used heat --at 2031-01-01T10:00+00:00
2 had magnesium
2 none tomorrow
2 none 9999-99-99
2 none --until yesterday
2 away 2026-03-09 2026-03-01
1 edit {} --severity 3
1 edit 0 --note x
1 delete {}
2 delete
2 delete 1 --match x
2 undo 0
2 undo -1
2 redo x
1 show {}
1 show x
2 list --kind x
2 stats --since x
1 words-add remedy mag
2 words-add nose tip
3 merge /nowhere.db
1 import /nowhere.json
3 restore /nowhere.db --yes
1 purge {} --yes
2 purge
2 nonsense
"""


@dataclass
class Computer:
    """One of the two: where its diary is, how far its clock is ahead, and what the diary must hold.

    `backups` has what must be in each of its backups, by the path and the time at which it was written: once
    one is let go, its name may be taken again.
    """

    path: Path
    ahead: timedelta
    kept: Kept = field(default_factory=Kept)
    backups: dict[tuple[Path, int], Kept] = field(default_factory=dict)

    def backed_up(self, path: Path, kept: Kept) -> None:
        place = (path, path.stat().st_mtime_ns)
        assert place not in self.backups
        self.backups[place] = kept.copy()

    def there(self) -> dict[Path, Kept]:
        """Return the backups that were not let go."""
        found = self.path.with_name("diary.db-backups").glob("*.backup")
        places = [(path, path.stat().st_mtime_ns) for path in sorted(found)]
        return {place[0]: self.backups[place] for place in places if place in self.backups}


@dataclass
class Export:
    """A file that was exported, the versions that must be in it, and the texts that were typed for them."""

    path: Path
    log: Log
    typed: set[str]


class Machine(RuleBasedStateMachine):
    """Every rule is something that a person can type on one of two computers."""

    cramp: ClassVar[Cramp]

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self.now = NOW
        self.pace = timedelta(seconds=95)
        self.computers: dict[str, Computer] = {}
        self.changed: set[str] = set()
        self.exports: list[Export] = []
        self.sheet: list[tuple[list[str], Fields]] = []  # the rows of a foreign file, and what they say
        self.foreign: dict[tuple[str, int], Fields] = {}  # the version made of each of its rows
        self.rows: dict[tuple[int, int], list[tuple[Any, ...]]] = {}  # what they say, by day and hour
        self.files = 0

    @initialize(days_ahead=st.sampled_from([0, 0.1, -3, 4]), data=st.data())
    def begin(self, days_ahead: float, data: st.DataObject) -> None:
        empty = self.fresh_name(".json")
        empty.write_text('{"crampdiary": 1, "purged": [], "revisions": []}', encoding="utf-8")
        for name, days in ((HERE, 0.0), (THERE, days_ahead)):
            (self.folder / name).mkdir()
            self.computers[name] = Computer(self.folder / name / "diary.db", timedelta(days=days))
            assert self.run(name, "import", "--new", str(empty))["new"] == 0
            self.changed.add(name)
            self.log(name, 1, data)
            self.used_or_had(name, "remedy", data)

    def teardown(self) -> None:
        self._folder.cleanup()

    # How it is done

    def tick(self, name: str) -> datetime:
        """Let the time pass that a command takes; return the computer's own, as entries keep it."""
        self.now += self.pace
        return self.now_on(name)

    def now_on(self, name: str) -> datetime:
        return (self.now + self.computers[name].ahead).astimezone().replace(microsecond=0)

    def fresh_name(self, end: str) -> Path:
        self.files += 1
        return self.folder / f"{self.files}{end}"

    def run(self, name: str, command: str, *typed: str, code: int = 0, stdin: str | None = None) -> Fields:
        """Type one command, which ends with that exit code, and return its data, if it is done."""
        computer = self.computers[name]
        moment = {"CRAMP_NOW": (self.now + computer.ahead).isoformat()}
        place = ("--diary", computer.path)
        ran = self.cramp(*place, *command.split(), "--json", *typed, stdin=stdin, env=moment)
        assert ran.exit_code == code, (command, typed, ran)
        assert "Traceback" not in ran.err
        assert "went wrong" not in ran.err
        assert bool(ran.out) == (code == 0), ran
        data: Fields = {} if code else ran.json
        return data

    def refused(self, name: str, command: str, *typed: str, code: int, stdin: str | None = None) -> None:
        """Type a command that is refused and changes nothing at all."""
        path = self.computers[name].path
        before = path.read_bytes(), sorted(path.parent.iterdir())
        self.run(name, command, *typed, code=code, stdin=stdin)
        assert (path.read_bytes(), sorted(path.parent.iterdir())) == before

    def exported(self, name: str) -> Log:
        ran = self.cramp("--diary", self.computers[name].path, "export")
        assert ran.exit_code == 0, ran
        assert ran.out.startswith('{"crampdiary": 2, "purged": []}\n')
        return {version["uid"]: version for version in versions_in(ran.out)}

    def settle(
        self,
        name: str,
        *states: State,
        arrived: Log | None = None,
        settled: str | bool = False,
        settles: bool = False,
    ) -> None:
        """Compare the log with what must have become of it.

        Args:
            name: whose diary.
            states: what was visible after each step of the command, of which each wrote what it changed.
            arrived: the versions that the command first brought from elsewhere.
            settled: the uid of an entry of which a version was written even if it says what was shown.
            settles: whether that may be so of any entry that was changed on both sides.
        """
        kept = self.computers[name].kept
        log = self.exported(name)
        so_far = {**kept.log, **(arrived or {})}
        assert so_far.items() <= log.items(), "nothing that was ever kept may change or be lost"
        own = [version for uid, version in log.items() if uid not in so_far]
        own.sort(key=lambda version: str(version["stamp"]))
        assert all(version["stamp"] > highest_stamp(kept.log) for version in own), "no clock reorders edits"
        visible = state_of(so_far)
        for state in states:
            touched = {
                uid for uid in {*visible, *state} if uid == settled or visible.get(uid) != state.get(uid)
            }
            if settles:
                merged = {uid for uid, each in by_record(so_far).items() if len(each.heads) > 1}
                touched |= {
                    version["record_uid"]
                    for version in own
                    if version["record_uid"] in merged & visible.keys()
                    and visible[version["record_uid"]]
                    == {"kind": version["kind"], **UNSAID[version["kind"]], **(version["record"] or {})}
                }
            step, own = own[: len(touched)], own[len(touched) :]
            assert {version["record_uid"] for version in step} == touched
            for version in step:
                parents = sorted(each["uid"] for each in leaves(so_far, version["record_uid"]))
                assert version["parents"] == parents
            so_far |= {version["uid"]: version for version in step}
            visible = state_of(so_far)
            assert visible == state
        assert own == []
        assert kept.typed <= {text for version in log.values() for text in texts_in(version["record"])}
        kept.log, kept.state = so_far, visible
        self.changed.add(name)

    def wrote(
        self, name: str, *states: State, arrived: Log | None = None, settled: str | bool = False
    ) -> None:
        """Go on after a command that undo can take back."""
        kept = self.computers[name].kept
        kept.back.append(kept.state)
        kept.forth.clear()
        self.settle(name, *states, arrived=arrived, settled=settled)
        self.find_daily_backup(name)

    def find_daily_backup(self, name: str) -> None:
        """Learn of the backup that a day's first write makes by itself, of the diary as it is after that."""
        computer = self.computers[name]
        known = computer.there()
        for path in computer.path.with_name("diary.db-backups").glob("*.backup"):
            if path not in known:
                computer.backed_up(path, computer.kept)

    def added(self, name: str, answer: Fields, *expected: Fields) -> None:
        """Go on after a command that recorded these entries, in this order."""
        kept = self.computers[name].kept
        entries = {each["uid"]: each for each in answer["entries"]}
        told = [{key: each[key] for key in each if key not in ("id", "uid")} for each in entries.values()]
        assert told == [with_night(said) for said in expected]
        assert not entries.keys() & kept.state.keys()
        for said in expected:
            kept.typed |= {said[each] for each in ("note", "amount", "label") if said.get(each)}
        self.numbered(name, answer["entries"])
        kept.recorded += [uid for uid, said in zip(entries, expected, strict=True) if said["kind"] != "word"]
        self.wrote(name, {**kept.state, **dict(zip(entries, expected, strict=True))})

    def numbered(self, name: str, entries: list[Fields]) -> None:
        """Learn the numbers of new entries; those of others are as they were."""
        numbers = self.computers[name].kept.numbers
        for each in entries:
            if each["uid"] not in numbers:
                assert each["id"] not in numbers.values(), "no number is used twice"
                numbers[each["uid"]] = each["id"]
            assert numbers[each["uid"]] == each["id"]

    # What is looked at

    @invariant()
    def the_diary_is_intact_and_shows_what_the_model_has(self) -> None:
        for name in sorted(self.changed):
            computer = self.computers[name]
            before = computer.path.read_bytes()
            entries = self.run(name, "list")["entries"]
            self.numbered(name, entries)
            assert entries == computer.kept.shown()
            data = self.run(name, "info", "--verify")
            assert data["problems"] == []
            kinds = Counter(said["kind"] for said in computer.kept.state.values())
            counts = {**{kind: kinds[kind] for kind in UNSAID}, "revision": len(computer.kept.log)}
            assert data["counts"] == counts
            assert computer.path.read_bytes() == before, "reading never writes"
        self.changed.clear()

    @rule(name=computers)
    def stats(self, name: str) -> None:
        nights = Nights(self.computers[name].kept.state, self.now_on(name))
        data = self.run(name, "stats")
        assert stats_told(data) == nights.stats()

    @rule(name=computers, role=roles)
    def remedies_or_triggers(self, name: str, role: str) -> None:
        nights = Nights(self.computers[name].kept.state, self.now_on(name))
        command = "remedies" if role == "remedy" else "triggers"
        data = self.run(name, command)
        assert findings_told(data) == nights.findings(role)
        if role == "trigger":
            met = {each["word"]: each["nights_met"] for each in data["picture"]["triggers"]}
            assert {word: count for word, count in met.items() if count} == nights.nights_with("trigger")

    @rule(name=computers, kind=st.sampled_from(["cramp", "remedy", "trigger", "check-in", "away"]))
    def list_a_kind(self, name: str, kind: str) -> None:
        kinds = {"cramp": "episode", "check-in": "check_in"}
        shown = self.computers[name].kept.shown()
        wanted = [each for each in shown if kinds.get(kind, kind) in (each["kind"], each.get("role"))]
        assert self.run(name, "list", "--kind", kind)["entries"] == wanted
        uids = {each["uid"] for each in wanted}
        last = [uid for uid in self.computers[name].kept.recorded if uid in uids][-1:]
        told = self.run(name, "list", "--kind", kind, "--last", "1")["entries"]
        assert told == [each for each in wanted if each["uid"] in last]

    @rule(name=computers, which=which_one)
    def show_an_entry_with_its_history(self, name: str, which: int) -> None:
        kept = self.computers[name].kept
        shown = kept.shown()
        if not shown:
            self.refused(name, "show", code=1)
            return
        entry = shown[which % len(shown)]
        night = nights_of(entry)[0]
        that_night = [each for each in shown if nights_of(each)[0] <= night <= nights_of(each)[1]]
        assert self.run(name, "list", "--since", str(night), "--until", str(night))["entries"] == that_night
        data = self.run(name, "show", str(entry["id"]), "--history")
        assert data["entry"] == entry
        versions = [version for version in kept.log.values() if version["record_uid"] == entry["uid"]]
        versions.sort(key=lambda version: (version["stamp"], version["uid"]))
        assert [each["uid"] for each in data["history"]] == [version["uid"] for version in versions]
        for told, version in zip(data["history"], versions, strict=True):
            assert told["record"] == (version["record"] and UNSAID[entry["kind"]] | version["record"])

    # Recording

    @rule(jump=jumps, pace=paces)
    def time_passes(self, jump: float, pace: float) -> None:
        self.now += timedelta(seconds=jump)
        self.pace = timedelta(seconds=pace)

    @rule(name=computers, count=st.integers(1, 3), data=st.data())
    def log(self, name: str, count: int, data: st.DataObject) -> None:
        for _ in range(count):
            now = self.tick(name)
            typed = a_cramp(data.draw, now, self.computers[name].kept.own)
            answer = self.run(name, "log", *typed.arguments(data.draw), stdin=typed.stdin)
            said = {"kind": "episode", "logged_at": now.isoformat(), **UNSAID["episode"], **typed.said}
            self.added(name, answer, said)

    @rule(name=computers, length=st.sampled_from([10_000, 10_001]))
    def log_with_a_note_as_long_as_may_be(self, name: str, length: int) -> None:
        now = self.tick(name).isoformat()
        text = "ü%" * (length // 2) + "x" * (length % 2)
        if length > 10_000:
            self.refused(name, "log", "--note", text, code=2)
            return
        answer = self.run(name, "log", "--note", text)
        said = {"at": now, "logged_at": now, "precision": "minute", "zone": ZONE, "note": text}
        self.added(name, answer, {"kind": "episode", **UNSAID["episode"], **said})

    @rule(name=computers, role=roles, data=st.data())
    def used_or_had(self, name: str, role: str, data: st.DataObject) -> None:
        now = self.tick(name)
        typed, said = exposures(data.draw, now, role, self.computers[name].kept.own(role))
        command = "used" if role == "remedy" else "had"
        answer = self.run(name, command, *typed.arguments(data.draw), stdin=typed.stdin)
        common = {"kind": "exposure", "logged_at": now.isoformat(), **UNSAID["exposure"]}
        self.added(name, answer, *({**common, **each} for each in said))

    @rule(
        name=computers, back=st.lists(st.integers(-1, 12), max_size=3), ranged=st.booleans(), data=st.data()
    )
    def none(self, name: str, back: list[int], ranged: bool, data: st.DataObject) -> None:
        now, typed = self.tick(name), Typed()
        latest = latest_night(now)
        wanted = sorted({latest - timedelta(days=days) for days in back}) or [latest]
        if ranged and back:
            last = wanted[-1] if len(back) > 1 else latest
            typed.options = [
                ["--since", str(wanted[0])],
                *([["--until", str(last)]] if len(back) > 1 else []),
            ]
            typed.options.append(["--yes"])  # asked from 8 nights on
            first, last = wanted[0], min(latest, last)
            entries = [each for each in self.computers[name].kept.state.values() if each["kind"] != "word"]
            begun = min((nights_of(each)[0] for each in entries), default=first)
            wanted = span(begun if first < begun <= last else first, last)
        elif back:
            typed.bare = [[str(night)] for night in wanted]
        a_note(data.draw, typed)
        arguments = typed.arguments(data.draw)
        cramps: set[date] = set()
        said_of: set[date] = set()
        for said in self.computers[name].kept.state.values():
            if said["kind"] == "episode":
                cramps.update(nights_of(said))
            elif said["kind"] in ("check_in", "away"):
                said_of.update(span(*nights_of(said)))
        is_at_night = not back and latest + timedelta(days=1) == night_at(now) and now.hour < 12
        if not wanted or wanted[-1] > latest or is_at_night:  # by then it may be either of two nights
            self.refused(name, "none", *arguments, code=2, stdin=typed.stdin)
            return
        if cramps & set(wanted) and not (ranged and back):
            self.refused(name, "none", *arguments, code=1, stdin=typed.stdin)
            return
        answer = self.run(name, "none", *arguments, stdin=typed.stdin)
        new = [night for night in wanted if night not in cramps | said_of]
        common = {
            "kind": "check_in",
            "clear": True,
            "logged_at": now.isoformat(),
            **UNSAID["check_in"],
            **typed.said,
            "typed": typed.line,
        }
        if new:
            self.added(name, answer, *({**common, "night": str(night)} for night in new))
        else:
            assert answer == {"entries": []}

    @rule(name=computers, back=st.integers(-5, 20), nights=st.integers(1, 6), data=st.data())
    def away(self, name: str, back: int, nights: int, data: st.DataObject) -> None:
        now, typed = self.tick(name), Typed()
        first = night_at(now) - timedelta(days=back)
        last = first + timedelta(days=nights - 1)
        typed.bare = [[str(first)], [str(last)]]
        a_note(data.draw, typed)
        answer = self.run(name, "away", *typed.arguments(data.draw), stdin=typed.stdin)
        said = {"first_night": str(first), "last_night": str(last), "logged_at": now.isoformat()}
        entry = {"kind": "away", **UNSAID["away"], **said, **typed.said, "typed": typed.line}
        self.added(name, answer, entry)

    @rule(name=computers, word=st.sampled_from(OWN_WORDS))
    def words_add(self, name: str, word: tuple[str, str, str, tuple[str, ...]]) -> None:
        self.tick(name)
        role, label, slug, also = word
        typed = [*(part for synonym in also for part in ("--also", synonym)), "--", role, label]
        if any(known["slug"] == slug for known in self.computers[name].kept.own(role)):
            self.refused(name, "words add", *typed, code=1)
            return
        answer = self.run(name, "words add", *typed)
        said = {"role": role, "slug": slug, "label": label, "synonyms": list(also), "hidden": False}
        self.added(name, answer, {"kind": "word", **UNSAID["word"], **said})

    # Correcting

    @rule(name=computers, which=st.lists(which_one, min_size=1, max_size=3), data=st.data())
    def edit(self, name: str, which: list[int], data: st.DataObject) -> None:
        for each in which:
            self.edit_one(name, each, data.draw)

    def edit_one(self, name: str, which: int, draw: Draw) -> None:
        now, typed = self.tick(name), Typed()
        kept = self.computers[name].kept
        entries = kept.entries()
        if kept.last() is None:
            self.refused(name, "edit", "last", "--note", "x", code=1)
        if not entries:
            return
        number, uid = entries[which % len(entries)]
        before = kept.state[uid]
        if before["kind"] == "episode":
            typed = a_cramp(draw, now, kept.own, editing=before)
        elif before["kind"] == "exposure":
            typed = change_of_exposure(draw, before["role"], kept.own(before["role"]))
        else:
            a_note(draw, typed)
        emptied = draw(st.sampled_from([None, "note", "amount", "severity", "tried"]))
        if emptied in before and emptied not in typed.said:
            typed.options.append(draw(st.sampled_from([["--clear", emptied], [f"--{emptied}", ""]])))
            typed.said[emptied] = [] if emptied in LISTS else None
        if not typed.options:
            return
        typed.bare = [["last" if uid == kept.last() and draw(st.booleans()) else str(number)]]
        (told,) = self.run(name, "edit", *typed.arguments(draw), stdin=typed.stdin)["entries"]
        after = {**before, **typed.said}
        assert told == {"id": number, "uid": uid, **with_night(after)}
        kept.typed |= {after[each] for each in ("note", "amount") if after.get(each)}
        merged = len(by_record(kept.log)[uid].heads) > 1
        if after != before or merged:
            self.wrote(name, {**kept.state, uid: after}, settled=merged and uid)
        else:
            self.settle(name)

    def deleted(self, name: str, answer: Fields, doomed: list[Fields]) -> None:
        kept = self.computers[name].kept
        assert answer == {"entries": doomed}
        gone = {entry["uid"] for entry in doomed}
        if gone:
            self.wrote(name, {uid: said for uid, said in kept.state.items() if uid not in gone})

    @rule(name=computers, which=st.lists(which_one, min_size=1, max_size=3), last=st.booleans())
    def delete(self, name: str, which: list[int], last: bool) -> None:
        self.tick(name)
        kept = self.computers[name].kept
        entries = kept.entries()
        if kept.last() is None:
            self.refused(name, "delete", "last", code=1)
        if not entries:
            return
        chosen = [entries[each % len(entries)] for each in which]
        last = last and kept.last() is not None
        chosen += [each for each in entries if last and each[1] == kept.last()]
        typed = [str(number) for number, _ in chosen]
        if last:
            typed[-1] = "last"
        by_uid = {entry["uid"]: entry for entry in kept.shown()}
        doomed = [by_uid[uid] for uid in dict.fromkeys(uid for _, uid in chosen)]
        if len(doomed) > 1:
            self.refused(name, "delete", *typed, code=2)  # nobody is there to ask
        self.deleted(name, self.run(name, "delete", "--yes", *typed), doomed)

    @rule(name=computers, text=st.none() | st.sampled_from(FRAGMENTS), which=which_one, too=st.booleans())
    def find_by_text_and_delete_it_too(self, name: str, text: str | None, which: int, too: bool) -> None:
        self.tick(name)
        kept = self.computers[name].kept
        notes = [entry["note"] for entry in kept.shown() if ODD & set(entry["note"] or "")]
        if text is None:
            text = notes[which % len(notes)] if notes else "%"
        doomed = kept.holding(text)
        assert self.run(name, "list", f"--search={text}")["entries"] == doomed
        if doomed:
            self.refused(name, "delete", f"--match={text}", code=2)  # nobody is there to ask
        if too:
            self.deleted(name, self.run(name, "delete", f"--match={text}", "--yes"), doomed)

    @rule(name=computers, count=st.sampled_from([1, 1, 1, 2, 3, 99]))
    def undo(self, name: str, count: int) -> None:
        kept = self.computers[name].kept
        earlier = set(kept.log)
        self.reverse(name, "undo", count, kept.back, kept.forth)
        own = [version for uid, version in kept.log.items() if uid not in earlier]
        kept.taken_back |= {version["uid"] for version in own if version["record"] is None}

    @rule(name=computers, count=st.sampled_from([1, 1, 2, 99]))
    def redo(self, name: str, count: int) -> None:
        kept = self.computers[name].kept
        self.reverse(name, "redo", count, kept.forth, kept.back)

    def reverse(self, name: str, command: str, count: int, ahead: list[State], behind: list[State]) -> None:
        self.tick(name)
        visible = self.computers[name].kept.state
        answer = self.run(name, command, *([] if count == 1 else [str(count)]))
        states: list[State] = []
        while ahead and len(states) < count:
            behind.append(visible)
            visible = ahead.pop()
            states.append(visible)
        assert len(answer["reversed"]) == len(states)
        self.settle(name, *states, settles=True)
        self.find_daily_backup(name)

    # Bringing together

    def brought(self, name: str, answer: Fields, staged: Log, typed: set[str], *, revives: bool) -> None:
        """Go on after a merge or an import, which is a union of versions and can be undone as one step."""
        computer = self.computers[name]
        kept = computer.kept
        arrived = {uid: version for uid, version in staged.items() if uid not in kept.log}
        records = {version["record_uid"] for version in arrived.values()}
        back = kept.brought_back_by(staged, kept.log) if revives else {}
        assert answer["new"] == len(records) + len(back)
        if not arrived and not back:
            assert answer["backup"] is None
            self.settle(name)
            return
        computer.backed_up(Path(answer["backup"]), kept)
        union = {**kept.log, **arrived}
        merged = by_record(union)
        assert answer["conflict_count"] == sum(bool(merged[uid].conflicts) for uid in records)
        kept.typed |= typed
        # What is newer than the undo that took it back is there by the union alone.
        back = kept.brought_back_by(staged, union) if revives else {}
        self.wrote(name, *([{**state_of(union), **back}] if back else []), arrived=arrived)

    @rule(name=computers)
    def merge(self, name: str) -> None:
        self.tick(name)
        other = self.computers[THERE if name == HERE else HERE]
        before = other.path.read_bytes()
        answer = self.run(name, "merge", str(other.path))
        assert other.path.read_bytes() == before
        self.brought(name, answer, other.kept.log, other.kept.typed, revives=False)

    @rule(name=computers, how=st.sampled_from(["json", "csv", "current"]))
    def export(self, name: str, how: str) -> None:
        kept = self.computers[name].kept
        path = self.fresh_name("" if how == "csv" else ".jsonl")
        log, typed = kept.log, kept.typed
        if how != "json":
            log = current(log)
            typed = set()
        options = {"json": [], "csv": ["--format", "csv"], "current": ["--current"]}[how]
        told = self.run(name, "export", str(path), *options)
        assert told["entries" if how == "csv" else "versions"] == len(kept.state if how == "csv" else log)
        if how == "csv":  # is for spreadsheets alone
            self.refused(name, "import", str(path), code=1)
            return
        self.refused(name, "export", str(path), code=1)  # there is a file already
        self.exports.append(Export(path, dict(log), set(typed)))
        other = THERE if name == HERE else HERE
        missing = {
            each["record_uid"] for uid, each in log.items() if uid not in self.computers[other].kept.log
        }
        told = self.run(other, "import", str(path), "--dry-run")
        assert told["new"] == len(missing) + told["brought_back"], "what was written can be read, all of it"

    @precondition(lambda self: self.exports)
    @rule(name=computers, which=which_one, dry_run=st.booleans())
    def import_an_export(self, name: str, which: int, dry_run: bool) -> None:
        self.tick(name)
        export = self.exports[which % len(self.exports)]
        if dry_run:
            before = self.computers[name].path.read_bytes()
            self.run(name, "import", str(export.path), "--dry-run")
            assert self.computers[name].path.read_bytes() == before
        answer = self.run(name, "import", str(export.path))
        self.brought(name, answer, export.log, export.typed, revives=True)

    @rule(name=computers, cramps=st.lists(rows, max_size=3))
    def import_a_sheet_that_grows(self, name: str, cramps: list[tuple[Any, ...]]) -> None:
        self.tick(name)
        for days, hour, severity, (place, sites), comment in cramps:
            # What another row says has another minute, or else it would be the same row, changed since.
            there = self.rows.setdefault((days, hour), [])
            if (severity, place, comment) not in there:
                there.append((severity, place, comment))
            minute = there.index((severity, place, comment))
            at = datetime.combine(NOW.date() - timedelta(days=days), time(hour, minute)).astimezone()
            pain = "" if severity is None else str(severity)
            said: Fields = {"at": at.isoformat(), "logged_at": at.isoformat(), "precision": "minute"}
            said |= {"severity": severity, "sites": sites, "note": as_kept(comment)}
            self.sheet.append(
                (
                    [f"{at:%Y-%m-%d %H:%M}", pain, place, comment],
                    {key: value for key, value in said.items() if value not in (None, [])},
                )
            )
        if not self.sheet:
            return
        path = self.folder / "sheet.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(["When", "Pain", "Where", "Comment"])
            writer.writerows(line for line, _ in self.sheet)
        maps = ("--map", "When=at", "--map", "Pain=severity", "--map", "Where=site", "--map", "Comment=note")
        answer = self.run(name, "import", str(path), *maps)
        records = [record for _, record in self.sheet]
        staged = self.as_versions(name, records)
        self.brought(name, answer, staged, {each["note"] for each in records if "note" in each}, revives=True)

    def as_versions(self, name: str, records: list[Fields]) -> Log:
        """Return the versions that the sheet was made into, by content and how often it was there before.

        Their uids are the program's own affair, and learnt when such a row is first met; from then on they
        are the same on both computers, so that nothing is brought twice.
        """
        held = self.computers[name].kept.log
        fresh = [version for uid, version in self.exported(name).items() if uid not in held]
        met: Counter[str] = Counter()
        staged: Log = {}
        for record in records:
            content = json.dumps(record, sort_keys=True)
            row = (content, met[content])
            met[content] += 1
            if row not in self.foreign:
                alike = [each for each in fresh if each["record"] == record and not each["parents"]]
                known = {version["uid"] for version in self.foreign.values()}
                self.foreign[row] = next(each for each in alike if each["uid"] not in known)
            staged[self.foreign[row]["uid"]] = self.foreign[row]
        return staged

    # Backups

    @rule(name=computers)
    def backup(self, name: str) -> None:
        self.tick(name)
        computer = self.computers[name]
        path = Path(self.run(name, "backup")["path"])
        computer.backed_up(path, computer.kept)
        listed = {
            Path(each["path"]): each["entries"] for each in self.run(name, "backup", "--list")["backups"]
        }
        assert listed == {each: kept.count() for each, kept in computer.there().items()}

    @rule(name=computers, which=st.none() | which_one)
    def restore(self, name: str, which: int | None) -> None:
        self.tick(name)
        computer = self.computers[name]
        there = computer.there()
        if not there:
            self.refused(name, "restore", "--yes", code=1)
            return
        self.refused(name, "restore", code=2)  # nobody is there to ask
        named = [] if which is None else [str(list(there)[which % len(there)])]
        answer = self.run(name, "restore", "--yes", *named)
        chosen, present = Path(answer["from"]), Path(answer["before"])
        before = computer.kept
        # Not named, it is the newest by its content, whatever a clock said, of those unlike the diary now.
        now = (highest_stamp(before.log), len(before.log))
        contents = {path: (highest_stamp(kept.log), len(kept.log)) for path, kept in there.items()}
        unlike = [each for each in contents.values() if each != now] or [now]
        assert named or contents[chosen][0] == max(unlike)[0]
        computer.backed_up(present, before)
        computer.kept = there[chosen].copy()
        self.settle(name)
        with tempfile.TemporaryDirectory() as folder:
            ran = self.cramp("--diary", f"{folder}/diary.db", "restore", present, "--yes", "--json")
            assert ran.json["entries"] == before.count(), "what was there before is in its backup"
            ran = self.cramp("--diary", f"{folder}/diary.db", "list", "--json")
            assert ran.json["entries"] == before.shown(), "what was there before is in its backup"

    # What is refused

    @rule(name=computers, line=st.sampled_from(REFUSED.strip().split("\n")))
    def refuse(self, name: str, line: str) -> None:
        unknown = max(self.computers[name].kept.numbers.values(), default=0) + 1000
        code, command, *typed = line.format(unknown).split(" ")
        self.refused(name, command.replace("-", " "), *typed, code=int(code))


class MachineLonger(Machine):
    """The same, for a name of its own."""


@pytest.fixture(autouse=True)
def _within_this_process(cramp: Cramp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Machine, "cramp", staticmethod(cramp), raising=False)


Machine.TestCase.settings = settings(max_examples=3, stateful_step_count=12)
MachineLonger.TestCase.settings = settings(max_examples=50, stateful_step_count=40)
TestMachine = Machine.TestCase
TestMachineLonger = pytest.mark.slow(MachineLonger.TestCase)
