"""What a version of an entry says: when it was, of which day and night, and what it is of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crampdiary.keep.revision import record_of

Version = Mapping[str, Any] | sqlite3.Row
"""A version of an entry, new or in the log."""


def moment_said(row: Version) -> datetime:
    """Return the moment of a version, with the offset of its clock."""
    body = json.loads(row["body"])
    return datetime.fromisoformat(body.get("at") or body.get("logged_at") or "2000-01-01T00:00:00+00:00")


def day_said(row: Version) -> str:
    """Return the day of a version, on its own clock."""
    body = json.loads(row["body"])
    return str(body.get("at") or body.get("logged_at") or "")[:10]


def night_said(row: Version) -> date:
    """Return the night of a version."""
    record = record_of(row)
    return getattr(record, "night", None) or moment_said(row).date()


def thing_said(said: Version) -> tuple[str, datetime]:
    """Return the word of a version of an exposure, of any other its kind, and when that was."""
    return json.loads(said["body"]).get("word") or said["kind"], moment_said(said)
