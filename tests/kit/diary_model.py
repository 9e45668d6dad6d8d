"""A simple model of a diary: what is visible, the states undo leads to, and the figures counted again.

It shares no code with the program but the table of fields, and knows what the program keeps only from its JSON:
entries as `--json` shows them, and versions as an export holds them.
"""

from __future__ import annotations

import itertools
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from crampdiary.diary.model import KINDS
from kit.merged_model import Merged

Fields = dict[str, Any]
"""What an entry says, and its kind."""
State = dict[str, Fields]
"""What is visible, by uid: entries, and the person's own words."""
Log = dict[str, Fields]
"""Versions as an export holds them, by the uid of the version."""

UNSAID: dict[str, Fields] = {
    kind: {
        name: [] if default == () else default
        for name, default in record.defaults.items()
        if default in (None, ())
    }
    for kind, record in KINDS.items()
}
"""What each kind of entry holds where nothing was said."""
LISTS = ("sites", "sensations", "triggers", "tried")


# Nights


def night_at(moment: datetime) -> date:
    """Return the night of a moment by its own clock: noon to noon."""
    return (moment.replace(tzinfo=None) - timedelta(hours=12)).date()


def latest_night(now: datetime) -> date:
    """Return the latest night that is over: from five in the morning on."""
    return (now.replace(tzinfo=None) - timedelta(hours=5)).date() - timedelta(days=1)


def nights_of(said: Fields) -> tuple[date, date]:
    """Return the first and the last night that an entry is about."""
    if said["kind"] == "away":
        return date.fromisoformat(said["first_night"]), date.fromisoformat(said["last_night"])
    night = said["night"] if said["kind"] == "check_in" else str(night_at(datetime.fromisoformat(said["at"])))
    return date.fromisoformat(night), date.fromisoformat(night)


def counted_for(use: Fields) -> date:
    """Return the night for which a use counts: its own, or in the morning from 05:00 on the next."""
    is_morning = use["precision"] != "day" and 5 <= datetime.fromisoformat(use["at"]).hour <= 11
    return nights_of(use)[0] + timedelta(days=is_morning)


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=day) for day in range((last - first).days + 1)]


# Versions


def newest(log: Log) -> dict[str, Fields]:
    """Return the newest version of every record."""
    in_order = sorted(log.values(), key=lambda version: (version["stamp"], version["uid"]))
    return {version["record_uid"]: version for version in in_order}


def by_record(log: Log) -> dict[str, Merged]:
    """Return the versions of every record, merged."""
    found: dict[str, list[Fields]] = {}
    for version in log.values():
        found.setdefault(version["record_uid"], []).append(version)
    return {uid: Merged(versions) for uid, versions in found.items()}


def state_of(log: Log) -> State:
    """Return what a log shows: every record that is not deleted, merged from its versions."""
    return {
        uid: {"kind": merged.kind, **UNSAID[merged.kind], **merged.record}
        for uid, merged in by_record(log).items()
        if merged.record is not None
    }


def current(log: Log) -> Log:
    """Return the versions that are needed to show what a log shows: one of each record, all of a merged one."""
    shown = {uid: merged for uid, merged in by_record(log).items() if merged.record is not None}
    return {
        uid: version
        for uid, version in log.items()
        if version["record_uid"] in shown
        and (version in shown[version["record_uid"]].heads or len(shown[version["record_uid"]].heads) > 1)
    }


def leaves(log: Log, uid: str) -> list[Fields]:
    """Return the versions of a record that no other one was made from."""
    of_record = [version for version in log.values() if version["record_uid"] == uid]
    earlier = {parent for version in of_record for parent in version["parents"]}
    return [version for version in of_record if version["uid"] not in earlier]


def highest_stamp(log: Log) -> str:
    return max((version["stamp"] for version in log.values()), default="")


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


def with_night(said: Fields) -> Fields:
    """Return an entry's fields with the night that `--json` tells of what has a time."""
    return {**said, "night": str(nights_of(said)[0])} if "at" in said else said


@dataclass
class Kept:
    """What one diary holds.

    Args:
        log: every version that was ever in it.
        state: what is visible.
        numbers: the number of every entry that was ever visible, by uid.
        back: the states that undo leads to, the next one last.
        forth: likewise of redo.
        taken_back: deletions that an undo made; an import of the same entry takes them back.
        typed: every text that was typed.
        recorded: the uids of the entries that were recorded here, the newest last.
    """

    log: Log = field(default_factory=dict)
    state: State = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    back: list[State] = field(default_factory=list)
    forth: list[State] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    recorded: list[str] = field(default_factory=list)

    def copy(self) -> Kept:
        return Kept(**{name: each.copy() for name, each in vars(self).items()})

    def entries(self) -> list[tuple[int, str]]:
        """Return number and uid of all that can be named by a number, in order."""
        return sorted((self.numbers[uid], uid) for uid, said in self.state.items() if said["kind"] != "word")

    def last(self) -> str | None:
        """Return the uid of the entry that `last` names."""
        return next((uid for uid in reversed(self.recorded) if uid in self.state), None)

    def count(self) -> int:
        return sum(said["kind"] != "word" for said in self.state.values())

    def own(self, role: str) -> list[Fields]:
        """Return the person's own words of a role."""
        words = [said for said in self.state.values() if said["kind"] == "word" and said["role"] == role]
        return sorted(words, key=lambda word: str(word["slug"]))

    def shown(self) -> list[Fields]:
        """Return the entries as `list --json` must show them: by night, then by time, then by number."""

        def place(entry: Fields) -> tuple[date, bool, float, int]:
            at = datetime.fromisoformat(entry["at"]).timestamp() if "at" in entry else 0
            return nights_of(entry)[0], "at" not in entry, at, entry["id"]

        found = [{"id": number, "uid": uid, **with_night(self.state[uid])} for number, uid in self.entries()]
        return sorted(found, key=place)

    def holding(self, text: str) -> list[Fields]:
        """Return the entries whose note, line as typed or words hold a text, literally and in any case."""
        needle = unicodedata.normalize("NFC", text).strip().casefold()
        labels = {said["slug"]: said["label"] for said in self.state.values() if said["kind"] == "word"}
        found = []
        for entry in self.shown():
            words = [*entry.get("sites", ()), *entry.get("sensations", ()), *entry.get("triggers", ())]
            words += [entry.get("word"), *(each["remedy"] for each in entry.get("tried", ()))]
            parts = [
                entry["note"],
                entry.get("typed"),
                entry.get("amount"),
                *(labels.get(each, each) for each in words),
            ]
            if any(needle in part.casefold() for part in parts if part):
                found.append(entry)
        return found

    def brought_back_by(self, staged: Log, log: Log) -> State:
        """Return the entries of an import that an undo took back, as the newest version in `log` says."""
        newest_here = newest(log)
        return {
            uid: said
            for uid, said in state_of(staged).items()
            if uid in newest_here and newest_here[uid]["uid"] in self.taken_back
        }


# Figures


def spread(values: Iterable[int | None]) -> Fields:
    said = [value for value in values if value is not None]
    median = statistics.median(said) if said else None
    return {"said": len(said), "median": median, "worst": max(said, default=None)}


class Nights:
    """The figures of a diary, counted anew from its visible entries."""

    def __init__(self, state: State, now: datetime) -> None:
        self.last = latest_night(now)
        by_kind: dict[str, list[Fields]] = {}
        for said in state.values():
            by_kind.setdefault(said["kind"], []).append(said)
        self.episodes = by_kind.get("episode", [])
        self.exposures = by_kind.get("exposure", [])
        check_ins = by_kind.get("check_in", [])
        self.away = {night for said in by_kind.get("away", []) for night in span(*nights_of(said))}
        self.cramps = Counter(nights_of(said)[0] for said in self.episodes)
        checked = {nights_of(said)[0] for said in check_ins}
        spoken = {nights_of(said)[0] for said in (*self.episodes, *self.exposures, *check_ins)}
        over = [night for night in spoken if night <= self.last]
        self.all = span(min(over), max(over)) if over else []
        self.gap = self._long_silences(spoken | self.away)
        self.observed = [night for night in self.all if night not in self.away | self.gap]
        self.with_cramps = [night for night in self.observed if self.cramps[night]]
        self.clear = [night for night in self.observed if night in checked and not self.cramps[night]]
        self.silent = len(self.observed) - len(self.with_cramps) - len(self.clear)
        self.counted = self.observed
        # The night that has begun and is not over; of later ones nothing is counted.
        self.under_way = night_at(now)
        self.has_begun = self.under_way > self.last and self.under_way not in self.away

    def _long_silences(self, entered: set[date]) -> set[date]:
        """Return the nights of every run of 28 silent ones, and of 8 times the usual step between two entries."""
        written = [night for night in self.all if night in entered]
        steps = [(later - night).days for night, later in itertools.pairwise(written)]
        least = max(28, 8 * statistics.median(steps)) if steps else 0
        runs = (
            list(run)
            for silent, run in itertools.groupby(self.all, lambda night: night not in entered)
            if silent
        )
        return {night for run in runs if len(run) >= least for night in run}

    def cramps_in(self, nights: Iterable[date]) -> list[Fields]:
        wanted = set(nights)
        return [said for said in self.episodes if nights_of(said)[0] in wanted]

    def nights_with(self, role: str) -> dict[str, int]:
        """Return on how many nights each word was used ahead of cramps or met, that under way among them."""
        wanted = {*self.observed, *([self.under_way] if self.has_begun else [])}
        found = {
            (said["word"], counted_for(said))
            for said in self.exposures
            if said["role"] == role and said["purpose"] != "rescue" and counted_for(said) in wanted
        }
        return Counter(word for word, _ in found)

    def _free_runs(self) -> list[int]:
        runs = [0]
        for night in self.counted:
            runs = [*runs, 0] if self.cramps[night] else [*runs[:-1], runs[-1] + 1]
        return runs

    def _window(self, back: int) -> Fields:
        last = self.last - timedelta(days=28 * back)
        nights = [night for night in self.counted if last - timedelta(days=28) < night <= last]
        cramps = self.cramps_in(nights)
        return {
            "last_night": str(last),
            "nights": len(nights),
            "cramps": len(cramps),
            "per_week": pytest.approx(7 * len(cramps) / len(nights)) if nights else None,
            "nights_with_cramps": sum(bool(self.cramps[night]) for night in nights),
            "severity": spread(each["severity"] for each in cramps),
        }

    def stats(self) -> Fields:
        """Return what `stats` must say."""
        cramps = self.cramps_in(self.counted)
        hours = [datetime.fromisoformat(said["at"]).hour for said in cramps if said["precision"] != "day"]
        begun = self.cramps[self.under_way] if self.has_begun else 0
        runs = self._free_runs()
        return {
            "first_night": str(self.all[0]) if self.all else None,
            "last_night": str(self.all[-1]) if self.all else None,
            "nights": {
                "counted": len(self.counted),
                "with_cramps": len(self.with_cramps),
                "clear": len(self.clear),
                "silent": self.silent,
                "away": len(self.away & set(self.all)),
                "gap": len(self.gap),
            },
            "cramps": len(cramps),
            "cramps_under_way": begun,
            "recent": self._window(0),
            "before": self._window(1),
            "severity": spread(said["severity"] for said in cramps),
            "duration_s": spread(said["duration_s"] for said in cramps),
            "nights_woken": len({nights_of(said) for said in cramps if said["woke"]}),
            "cramp_free_now": 0 if begun else runs[-1],
            "cramp_free_longest": max(runs),
            "remedies": self.nights_with("remedy"),
            "triggers_met": self.nights_with("trigger"),
            "hours": [hours.count((12 + step) % 24) for step in range(24)],
            "hour_not_said": len(cramps) - len(hours),
            "sites": Counter(word for said in cramps for word in said["sites"]),
            "triggers_suspected": Counter(word for said in cramps for word in said["triggers"]),
            "sensations": Counter(word for said in cramps for word in said["sensations"]),
        }

    def findings(self, role: str) -> Fields:
        """Return of what `remedies` or `triggers` must say the counts."""
        within = set(self.all)
        used = [said for said in self.exposures if said["role"] == role and nights_of(said)[0] in within]
        tries = [each for said in self.cramps_in(within) for each in said["tried"] if role == "remedy"]
        return {
            "nights": len(self.counted),
            "nights_with_cramp": len(self.with_cramps),
            "clear": len(self.clear),
            "silent": len(self.counted) - len(self.with_cramps) - len(self.clear),
            "uses": Counter(said["word"] for said in used if said["purpose"] != "rescue"),
            "rated": Counter(each["remedy"] for each in tries if each["relief"]),
            "not_rated": Counter(each["remedy"] for each in tries if not each["relief"]),
        }


def stats_told(data: Mapping[str, Any]) -> Fields:
    """Return of the data of `stats` what the model has too, in the model's shape."""
    counts = ("last_night", "nights", "cramps", "per_week", "nights_with_cramps", "severity")
    windows = {name: {each: data[name][each] for each in counts} for name in ("recent", "before")}
    spreads = [data["severity"], data["duration_s"], *(each["severity"] for each in windows.values())]
    for each in spreads:
        del each["low"], each["high"]
    alike = (
        *("first_night", "last_night", "nights", "cramps", "cramps_under_way", "severity", "duration_s"),
        *("nights_woken", "cramp_free_now", "cramp_free_longest", "hour_not_said"),
    )
    tallies = ("sites", "triggers_suspected", "sensations")
    return {
        **{name: data[name] for name in alike},
        **windows,
        **{name: {each["word"]: each["count"] for each in data[name]} for name in tallies},
        **{
            name: {each["word"]: each["nights"] for each in data[name]}
            for name in ("remedies", "triggers_met")
        },
        "hours": [each["cramps"] for each in data["hours"]],
    }


def findings_told(data: Mapping[str, Any]) -> Fields:
    """Return of the data of `remedies` or `triggers` what the model has too, in the model's shape."""
    rescues = data["relief"]
    return {
        **{name: data[name] for name in ("nights", "nights_with_cramp", "clear", "silent")},
        "uses": {each["word"]: each["uses"] for each in data["findings"]},
        "rated": {each["word"]: each["rated"]["tries"] for each in rescues if each["rated"]["tries"]},
        "not_rated": {each["word"]: each["not_rated"] for each in rescues if each["not_rated"]},
    }
