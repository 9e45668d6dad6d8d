"""The fuzzers' targets that are files: settings, exports, other programs' tables, mappings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from crampdiary.cli import settings
from crampdiary.cli.importing import coming_in
from crampdiary.errors import DiaryError, UsageError
from crampdiary.exchange import formats, proposal
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names import meaning, suggesting
from crampdiary.exchange.own import export
from crampdiary.keep.merging import arrivals, merge
from crampdiary.keep.merging.same_rows import PLACE
from crampdiary.keep.revision import checked
from crampdiary.keep.store import Store
from kit import builders
from kit.fuzzing import (
    FILE_LIMIT_S,
    LONDON,
    SEPARATOR,
    TYPED_LIMIT_S,
    VOCABULARY,
    EnoughError,
    check_line,
    file_limit_s,
    fill,
    read,
    scratch,
    scratch_diary,
    target,
    text_of,
    texts_of,
    typed,
)
from kit.peerfiles import FILES


@target(
    typed(
        'plain = "yes"\n', 'diary = "/home/me/diary.db"\ndaily_backup = "no"\n', 'diary = "a\\u0000b"', "diary = 7",
        "plain = [1, [2, {a = 1}]]", "[diary]\na = 1", "mood = 'x'", '"plain\\n" = "yes"', "diary = '''\nx'''",
        "plain = 2026-03-31T03:10:00+01:00", "plain = 0x10",
    ),
    '\n = " """ \' [ ] [[ ]] { } # plain diary daily_backup "yes" "no" true 1e5 nan 07:30 2026-13-01 \\u0000 '
    "\\ud800 \\x",
    is_file=True,
)  # fmt: skip
def settings_file(data: bytes) -> bool:
    """The settings file, and a value given to `cramp config`: options that are known, each with what it takes."""
    with scratch() as folder:
        path = folder / "config.toml"
        path.write_bytes(data)
        environment = {"CRAMP_CONFIG": str(path)}

        def parse() -> dict[str, str]:
            loaded = settings.Settings(environment)
            found = {option.name: loaded[option.name] for option in settings.OPTIONS}
            loaded.diary(None)
            return found

        found = read(parse, within_s=file_limit_s(data), kind=DiaryError)
        if found is not None:
            for option in settings.OPTIONS:
                assert isinstance(found[option.name], str)
                assert not option.choices or found[option.name] in option.choices
        path.unlink()
        _set_and_reread(environment, data)
        return found is not None


def _set_and_reread(environment: Mapping[str, str], data: bytes) -> None:
    name, value, *_ = [*texts_of(data), "", ""]
    name = name if name in ("plain", "daily_backup") else "diary"

    def parse() -> str:
        settings.Settings(environment).set(name, value)
        return settings.Settings(environment)[name]

    kept = read(parse, within_s=file_limit_s(data))
    assert kept is None or kept == value or not value


def _bring(data: bytes, *, forced: str | None = None, maps: tuple[str, ...] = (), name: str = "file") -> bool:
    """Read a file as `cramp import` does: all of it becomes sound rows of the log, or it is refused."""
    with scratch() as folder:
        (folder / name).write_bytes(data)
        found = _read_path(folder / name, len(data), forced, maps)
    if found is None:
        return False
    rows, purged = found
    for row in rows:
        record = checked(row)
        if record is not None:
            plain = (value for name, value in row.items() if name != PLACE)
            assert all(value is None or isinstance(value, str | int) for value in plain)
    if rows or purged:
        _bring_in(rows, purged)
    return True


def _read_path(
    path: Path, size: int, forced: str | None, maps: tuple[str, ...]
) -> tuple[list[dict[str, Any]], list[str]] | None:
    def parse() -> tuple[list[dict[str, Any]], list[str]]:
        names, columns = meaning.read_maps(list(maps))
        name, delimiter = formats.detect(path, forced)
        purged: list[str] = []
        with scratch() as folder:
            reading = Reading(
                path, VOCABULARY, names, LONDON, folder=folder, delimiter=delimiter, columns=columns, now=builders.NOW
            )  # fmt: skip
            rows = list(formats.revisions(name, reading, purged))
        suggesting.names_text(reading, columns)
        for line in coming_in.remarks_on(reading, were_asked=False):
            check_line(line)
        return rows, purged

    return read(parse, within_s=FILE_LIMIT_S * max(1.0, size / 100_000))


def _bring_in(rows: list[dict[str, Any]], purged: list[str]) -> None:
    """Write rows into a diary, and take that back: what was read without a fault must fit into it."""

    def write() -> None:
        with scratch() as folder, closing(merge.Staging(folder)) as staging:
            staging.add(rows)
            staging.add_purged(purged)
            store = scratch_diary()
            with suppress(EnoughError), merge.attached(store, staging):
                arrivals.compared(store)
                with store.change("import") as change:
                    merge.union(change)
                    store.entries()
                    raise EnoughError

    read(write, within_s=FILE_LIMIT_S * max(1.0, len(rows) / 500))


@cache
def _own() -> dict[str, bytes]:
    """Return the exports of a diary, each under the name of its file."""
    with scratch() as folder:
        with closing(Store(folder / "diary.db", now=builders.NOW, create=True)) as store:
            fill(store)
            rows = list(store.revisions())
            export.write_file(
                folder / "own.json", export.Wanted("json"), iter(rows), store.purged(), bom=False
            )
            what = export.Wanted.of(folder, to_stdout=False, format_="csv", kind=None)
            export.write_folder(folder, what, store.revisions(current=True), bom=True)
        return {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.suffix in (".json", ".csv")
        }


HEAD = '{"crampdiary": 2, "purged": []}\n'
OLD_HEAD = '{"crampdiary": 1, "purged": [], "revisions": ['
VERSION = (
    '{"uid": "01900000-0000-7000-8000-000000000001", "record_uid": "01900000-0000-7000-8000-000000000002", '
    '"kind": "episode", "stamp": "2026-01-01T00:00:00.000Z+00000000", "parents": [], "record": '
)
RECORD = (
    '{"at": "2026-01-01T00:00:00+00:00", "logged_at": "2026-01-01T00:00:00+00:00", "precision": "minute"}}'
)


@target(
    lambda: [
        _own()["own.json"],
        f"{HEAD}{VERSION}{RECORD}".encode(),
        f'{{"kind": "episode", "record": {RECORD}'.encode(),
        f"{OLD_HEAD}{VERSION}{RECORD}]}}".encode(),
        f"{OLD_HEAD}{VERSION}null}}]}}".encode(),
        b'\xef\xbb\xbf{"crampdiary": 1, "purged": ["01900000-0000-7000-8000-000000000002"], "revisions": []}',
        f"{OLD_HEAD}{VERSION.replace('episode', 'word')}".encode()
        + b'{"role": "remedy", "slug": "x", "label": "y", "synonyms": ["z"], "hidden": true}}]}',
    ],
    '{ } [ ] : , " NaN Infinity true false null 1e999 -0 2.5 99999999999999999999 "\\ud800" "\\u0000" \\n '
    '"kind" "record" "parents" "digest" "stamp" "uid" "sites" "tried" "note" "at" "severity" "woke" "episode" '
    '"exposure" "check_in" "away" "word" "purged" "revisions" "crampdiary" +00:00:30 9999-12-31T23:59:59',
    is_file=True,
)  # fmt: skip
def own_json(data: bytes) -> bool:
    """An export as JSON."""
    return _bring(data, forced=formats.OWN)


def _csv_tokens() -> list[bytes]:
    return [
        *(
            b",",
            b";",
            b"\t",
            b'"',
            b'""',
            b"\n",
            b"\r\n",
            b"\r",
            b"\x00",
            b"\xff",
            b"\xef\xbb\xbf",
            b" ",
            b"-",
        ),
        *(b"2024-03-29", b"9999-12-31", b"0001-01-01", b"23:59", b"03:10", b"12:15 am", b"10:00 PM", b"1e9"),
        *(
            b"99999999999999999999",
            b"+00:00:30",
            b"leg cramp",
            b"left calf",
            b"magnesium",
            b"(Severe)",
            b" | ",
        ),
        *("e\u0301".encode(), "\u202e".encode(), "１".encode(), "²".encode()),
    ]


def _peer(*names: str) -> Callable[[], list[bytes]]:
    return lambda: [(FILES / name).read_bytes() for name in names]


@target(_peer("migraine_buddy.csv", "migraine_buddy_old.csv"), _csv_tokens, is_file=True)
def migraine_buddy(data: bytes) -> bool:
    """Migraine Buddy's CSV."""
    return _bring(data, forced="migraine-buddy")


@target(_peer("bearable.csv", "bearable_newer.csv"), _csv_tokens, is_file=True)
def bearable(data: bytes) -> bool:
    """Bearable's CSV."""
    return _bring(data, forced="bearable")


@target(_peer("daylio.csv", "daylio_old.tsv", "daylio_scales.csv"), _csv_tokens, is_file=True)
def daylio(data: bytes) -> bool:
    """Daylio's CSV."""
    return _bring(data, forced="daylio")


@target(_peer("cramp_csv.csv", "cramp_csv_uses.csv"), _csv_tokens, is_file=True)
def cramp_tables(data: bytes) -> bool:
    """The tables that cramp writes for spreadsheets."""
    return _bring(data, forced="cramp-csv")


@target(_peer("flaredown.csv"), _csv_tokens, is_file=True)
def flaredown(data: bytes) -> bool:
    """Flaredown's CSV."""
    return _bring(data, forced="flaredown")


@target(_peer("track_and_graph.csv"), _csv_tokens, is_file=True)
def track_and_graph(data: bytes) -> bool:
    """Track & Graph's CSV."""
    return _bring(data, forced="track-and-graph")


@target(_peer("visible.csv", "habitbull.csv"), _csv_tokens, is_file=True)
def long_sheets(data: bytes) -> bool:
    """The tables of Visible and HabitBull, by their maps."""
    return _bring(data)


@target(_peer("lines.txt"), _csv_tokens, is_file=True)
def plain_lines(data: bytes) -> bool:
    """A text file with a line for each cramp."""
    return _bring(data, name="lines.txt")


@target(
    _peer("jrnl.json"),
    '{ } [ ] : , " NaN true null "entries" "tags" "date" "time" "title" "body" "@cramp" "9999-12-31" "23:59" '
    '"\\ud800" "\\u0000" 1e999 99999999999999999999 "@calf-cramp" "@magnesium"',
    is_file=True,
)
def jrnl(data: bytes) -> bool:
    """jrnl's JSON."""
    return _bring(data, forced="jrnl")


def _zipped(habits: Mapping[str, str], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in habits.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 29, 0, 0, 0)), content, packing)
    return file.getvalue()


_MARKS = "Date,Value,Notes\n2024-03-29,YES_MANUAL,said\n2024-03-28,UNKNOWN,\n2024-03-27,1500,\n"


@target(
    lambda: [
        b"\x00" + _zipped({"Habits.csv": "Position,Name\n", "001 Magnesium/Checkmarks.csv": _MARKS}),
        *(
            b"\x00" + _zipped({"Habits.csv": "", "002 Calf cramp/Checkmarks.csv": _MARKS}, packing=packing)
            for packing in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        ),
        b"\x01001 Magnesium\n" + _MARKS.encode(),
        b"\x01002 Leg cramp\n" + _MARKS.encode(),
    ],
    lambda: [
        *_csv_tokens(),
        b"PK\x01\x02",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"YES_MANUAL",
        b"/Checkmarks.csv",
        b"../",
    ],
    is_file=True,
)
def loop_habits(data: bytes) -> bool:
    """Loop Habit Tracker's zip: its bytes, or (after a byte 1) the name of a habit and the file of its marks."""
    if data[:1] == b"\x01":
        name, _, content = data[1:].partition(b"\n")
        habit = name.decode("utf-8", "replace").replace("\0", "")
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(zipfile.ZipInfo("Habits.csv"), "")
            archive.writestr(zipfile.ZipInfo(f"{habit[:1000]}/Checkmarks.csv"), content)
        return _bring(file.getvalue(), forced="loop-habits", name="loop.zip")
    return _bring(data[1:], forced="loop-habits", name="loop.zip")


_MAPS = (
    "When=at:%d.%m.%Y %H:%M", "How bad=severity", "Where=site", "Lasted=minutes", "Comment=note", "Weather=ignore",
)  # fmt: skip


@target(
    lambda: [
        "\n".join(_MAPS).encode() + SEPARATOR + (FILES / "csv_of_any_kind.csv").read_bytes(),
        b"d=date\nt=time\nwhat=used\nhow much=amount\x1fd,t,what,how much\n2024-03-29,03:10,mag,400mg\n",
        b"a=at\nh=had\nn=note\x1fa,h,n\n2024-03-29T03:10:00+01:00,wine,x\n2024-03-29,beer,\n",
        b"a=at\nd=duration\nw=woke\no=onset\ns=side\x1fa;d;w;o;s\n2024-03-29 03:10;3m;yes;asleep;left\n",
        b"d=date\nc=count\nm=used:magnesium\nw=had:alcohol\np=place\nt=tried\nh=helped\ns=severity:0-4\x1f"
        b"d,c,m,w,p,t,h,s\n13/1/2026,2,Yes,x,Left calf,heat,A bit,3\n14/1/2026,0,No,,,,,\n",
        b"d=at\ne=end\nn=names\n*=value\x1fd,e,n,Leg cramps,Magnesium\n2026-01-13 03:00,03:10,wine; stress,4,400\n",
        b'a=at\nx=trigger\ny=sensation\nz=seconds\x1fa,x,y,z\n2024-03-29T03:10Z,"wine;cold",burning,90\n',
    ],
    lambda: [
        *_csv_tokens(),
        *(b"=" + field.encode() for field in "at date time: severity minutes seconds site used".split()),
        *(shape.encode() for shape in "%d %m %Y %H %M %S %f %z %Z %j %U %G %V %u %p %% %".split()),
    ],
    is_file=True,
)  # fmt: skip
def any_csv(data: bytes) -> bool:
    """A CSV of no known program, with what `--map` says of its columns: the lines before the separator."""
    said, _, content = data.partition(SEPARATOR)
    maps = tuple(line for line in text_of(said).split("\n") if "=" in line)
    return _bring(content, forced="csv", maps=maps)


@cache
def _workbook(*, sound: bool = True) -> bytes:
    """Return a workbook with what Excel makes of dates, times, numbers and merged cells, or also what it cannot be."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    rows: list[list[Any]] = [
        ["Cramps"], ["Date", "Time", "Pain", "Where"], [date(2026, 3, 1), time(3, 10), 7.5, "Left calf"],
        [None, datetime(1899, 12, 31, 5, 0), "7/10", None], ["1-Mar-26", 0.1319444, 3, "toes"], ["Total", None, 22],
        *([] if sound else [[46082, timedelta(hours=25), "=1/0", "#N/A"], [True, -1, 1e300, "\u202e"]]),
    ]  # fmt: skip
    for row in rows:
        page.append(row)
    page.merge_cells("A3:A4")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_SHEET = ("Date=date", "Time=time", "Pain=severity", "Where=place")
_PARTS = ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml")


@target(
    lambda: [
        _workbook(),
        _workbook(sound=False),
        *(bytes([number]) + _part(name) for number, name in enumerate(_PARTS, 1)),
    ],
    lambda: [
        *_csv_tokens(),
        *(b"<v>", b"</v>", b"<c r=", b't="s"', b't="d"', b's="1"', b"<row r=", b"<si><t>", b"&#0;", b"<!DOCTYPE a>"),
        *(b'ref="A1:XFD1048576"', b"1e308", b"-1", b"2958466", b"<mergeCell ref="),
    ],
    is_file=True,
)  # fmt: skip
def workbook(data: bytes) -> bool:
    """A workbook of Excel: its bytes, or (after a byte 1 to 3) one of the parts in it."""
    if data[:1] not in (b"\x01", b"\x02", b"\x03"):
        return _bring(data, forced="csv", maps=_SHEET, name="book.xlsx")
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as whole, zipfile.ZipFile(file, "w") as archive:
        for name in whole.namelist():
            is_part = name == _PARTS[data[0] - 1]
            archive.writestr(zipfile.ZipInfo(name), data[1:] if is_part else whole.read(name))
    return _bring(file.getvalue(), forced="csv", maps=_SHEET, name="book.xlsx")


def _part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_workbook())) as archive:
        return archive.read(name)


@target(
    lambda: [
        (FILES.parent / "imports" / name).read_bytes()
        for name in (
            "sheet_us.csv",
            "sheet_title_row.csv",
            "sheet_de_excel_cp1252.csv",
            "long_visible.csv",
            "start_end.csv",
        )
    ],
    _csv_tokens,
    is_file=True,
)
def guessed_columns(data: bytes) -> bool:
    """A sheet of which nobody said anything: its columns are guessed, and it is read by the guess."""
    with scratch() as folder:
        path = folder / "sheet.csv"
        path.write_bytes(data)

        def guess() -> tuple[str, ...]:
            found = proposal.proposals(path, formats.detect(path, "csv")[1], VOCABULARY)
            names, columns = meaning.read_maps(f"{each.column}={each.field}" for each in found if each.field)
            proposal.columns_text(found)
            return tuple(f"{name}={what}" for name, what in {**names, **columns}.items())

        maps = read(guess, within_s=file_limit_s(data))
    return maps is not None and _bring(data, forced="csv", maps=maps)


@target(
    typed("Mag=remedy:magnesium\nLeg thing = cramp\n# no\nx = ?\n", "When=at:%d.%m.%Y %H:%M",
          "a = ignore\nb=trigger:stress", "\ufeffMoon = trigger:moon", "=", "==", "a=site:arch", "sad=mood:sad"),
    "= # ? : cramp ignore remedy: trigger: site: onset: magnesium at: date: %Y \n \r \u2028 \x1b \u202e",
    is_file=True,
)  # fmt: skip
def mapping_file(data: bytes) -> bool:
    """`--map`, as a file and line by line: meanings that the diary knows."""
    with scratch() as folder:
        path = folder / "map.txt"
        path.write_bytes(data)

        def parse() -> Reading:
            names, columns = meaning.read_maps([str(path)])
            reading = Reading(folder / "file.csv", VOCABULARY, names, folder=folder)
            suggesting.names_text(reading, columns)
            return reading

        found = read(parse, within_s=file_limit_s(data))
        with suppress(StopIteration):
            line = next(line for line in text_of(data).split("\n") if "=" in line)
            read(
                lambda: meaning.read_maps([line]),
                within_s=TYPED_LIMIT_S + file_limit_s(data),
                kind=UsageError,
            )
        return found is not None


@target(
    lambda: [
        *(content[:2000] for content in _own().values()),
        *(path.read_bytes()[:2000] for path in sorted(FILES.iterdir())),
        *(
            b"SQLite format 3\0" + b"\0" * 100,
            _zipped({"Habits.csv": ""}),
            b"",
            b"\xff\xfeD\0",
            b"PK\x03\x04",
            b"{}",
        ),
    ],
    _csv_tokens,
    is_file=True,
)
def any_file(data: bytes) -> bool:
    """A file whose format nobody named: told by its content, or refused."""
    return _bring(data)
