"""The diary of which trials are planned and lived."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.trials import FIRST, at, before, keep


@pytest.fixture
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary with sixty nights before the first one of a trial."""
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    keep(diary_path, list(before(FIRST)), at(FIRST, 9))
    return diary_path
