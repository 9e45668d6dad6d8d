"""Private copies of other files: what killed processes leave of them is found and deleted, and nothing else."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crampdiary.errors import CrampError
from crampdiary.keep.copies import foreign
from kit.running import Cramp

Left = Callable[..., Path]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that is this test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def left(temporary: Path) -> Left:
    """Leave a private folder with a text in it, as a killed process does."""

    def leave(*, hours: float) -> Path:
        with foreign.private_folder() as made:
            name = made.name
        folder = temporary / name
        folder.mkdir()
        (folder / "0.db").write_text("a note")
        then = time.time() - hours * 3600
        os.utime(folder, (then, then))
        return folder

    return leave


def test_a_private_folder_is_gone_afterwards_also_after_an_error(temporary: Path) -> None:
    def interrupted() -> None:
        with foreign.private_folder() as folder:
            (folder / "0.db").write_text("a note")
            assert os.name != "posix" or folder.stat().st_mode & 0o777 == 0o700
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_an_hour_ago_goes_when_the_next_folder_is_made(left: Left) -> None:
    old, new = left(hours=1.1), left(hours=0.5)
    with foreign.private_folder():
        pass
    assert not old.exists()
    assert (new / "0.db").read_text() == "a note"


def test_a_purge_deletes_it_too(left: Left, cramp: Cramp) -> None:
    old = left(hours=2)
    cramp("log", "7", "--note", "a note")
    assert cramp("purge", "1", "--yes").exit_code == 0
    assert not old.exists()


def test_nothing_else_is_touched(left: Left, temporary: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "diary.db").write_text("of somebody")
    name = left(hours=2).name
    prefix = name[:-8]
    (temporary / f"{prefix}file").write_text("a file")
    (temporary / f"x{name}").mkdir()
    os.utime(temporary / f"{prefix}file", (0, 0))
    os.utime(temporary / f"x{name}", (0, 0))
    os.utime(kept, (0, 0))
    (temporary / f"{prefix}link").symlink_to(kept, target_is_directory=True)
    foreign.clear_leftovers()
    assert sorted(each.name for each in temporary.iterdir()) == sorted(
        [f"{prefix}file", f"{prefix}link", f"x{name}"]
    )
    assert (kept / "diary.db").read_text() == "of somebody"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners here")
def test_a_folder_of_somebody_else_is_left_alone(left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    old = left(hours=2)
    monkeypatch.setattr(os, "getuid", lambda: old.stat().st_uid + 1)
    foreign.clear_leftovers()
    assert old.exists()


def test_where_there_are_no_owners_age_alone_decides(left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    old = left(hours=2)
    monkeypatch.delattr(os, "getuid", raising=False)
    foreign.clear_leftovers()
    assert not old.exists()


def test_without_a_folder_for_temporary_files_it_says_so(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "gone"))
    with pytest.raises(CrampError, match="No temporary folder could be made"), foreign.private_folder():
        pass
