"""What no reader takes is named for what it is, and the way on that is told leads on."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from crampdiary.exchange import formats
from kit.peer_shapes import SHAPES
from kit.running import Cramp

DAY_ONE = {
    "metadata": {"version": "1.0"},
    "entries": [{"creationDate": "2024-03-01T03:10:00Z", "text": "calf cramp"}],
}
BACKUP = {"version": 15, "dayEntries": [{"id": 1, "tags": [1]}], "tags": [{"id": 1, "name": "leg cramp"}]}
JSON: list[tuple[Any, str]] = [
    (DAY_ONE, "an export of Day One"),
    (BACKUP, "a backup of Daylio"),
    ([{"date": "2024-03-01", "tags": ["leg cramp"]}], "JSON of another program"),
    ({"tags": ["a", "b"], "notes": []}, "JSON of another program"),
    ({"entries": [1, 2]}, "JSON of another program"),
    ({"data": [{"day": "2016-01-19", "pain": ["cramps"]}]}, "JSON of another program"),
]
ZIPS = [
    (["backup.daylio", "assets/1.jpg"], "a backup of Daylio"),
    (["apple_health_export/export.xml", "apple_health_export/export_cda.xml"], "an Apple Health export"),
    (["Index/Document.iwa", "Index/Tables/DataList.iwa"], "Export it there as CSV"),
    (["photos/1.jpg"], "without a table or text"),
]


def zipped(inside: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(("value", "what"), JSON)
@pytest.mark.parametrize("indent", [None, 4])
def test_json_of_another_program_is_named(
    value: object, what: str, indent: int | None, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value, indent=indent))
    ran = cramp("import", path)
    assert (ran.exit_code, what in ran.err, "jrnl" in ran.err) == (1, True, False)


@pytest.mark.parametrize(("names", "what"), ZIPS)
def test_a_zip_file_is_named_for_what_is_in_it(
    names: list[str], what: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(dict.fromkeys(names, b"x")))
    ran = cramp("import", path)
    assert (ran.exit_code, what in ran.err, "Unpack" in ran.err) == (1, True, False)


@pytest.mark.parametrize("program", [each for each in SHAPES if each not in ("loop-habits", "csv")])
def test_a_zip_file_with_an_export_in_it_says_which_to_import(
    program: str, cramp: Cramp, tmp_path: Path
) -> None:
    content = SHAPES[program](["Leg cramp"], "", "")
    name = "export.json" if program == "jrnl" else "export.csv"
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / "a.zip").write_bytes(zipped({"readme.md": b"x", f"folder/{name}": data}))
    ran = cramp("import", tmp_path / "a.zip")
    told = re.search(r"Unpack it and import (\S+)\. ", ran.err)
    assert told is not None
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extract(told[1], tmp_path)
    assert formats.detect(tmp_path / told[1])[0] == program
    assert cramp("import", tmp_path / told[1], "-y").exit_code == 0


@pytest.mark.parametrize(
    "value",
    [
        {"tags": {}, "entries": []},
        {"tags": {f"@tag{number}": 1 for number in range(900)}, "entries": []},
        {"entries": [{"title": "Calf cramp", "body": "", "date": "2026-03-01", "time": "03:10", "tags": []}]},
    ],
)
def test_what_jrnl_writes_is_known_however_many_tags_stand_before_the_entries(
    value: object, tmp_path: Path
) -> None:
    for indent in (None, 2):
        (tmp_path / "a.json").write_text(json.dumps(value, indent=indent))
        assert formats.detect(tmp_path / "a.json")[0] == "jrnl"


@pytest.mark.parametrize("name", ["diary.xls", "diary.XLS", "diary.csv"])
def test_a_workbook_of_an_old_excel_is_named(name: str, cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    ran = cramp("import", path, "-y", "--new")
    assert ran.exit_code == 1
    assert "as an old Excel has it. Save it as .xlsx or CSV UTF-8" in ran.err
    path.write_text("<html><body><table><tr><td>Date</td></tr></table></body></html>")
    assert ("as an old Excel has it" in cramp("import", path, "-y", "--new").err) == (path.suffix != ".csv")
