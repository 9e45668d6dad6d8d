"""Results as JSON: field names are those of the model, moments local ISO 8601 with their offset."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Entry, Trial, plain_fields

FORMAT = 1


def document(command: str, data: Any) -> str:
    """Return what `--json` prints: ASCII, so that no text of the diary's can act on a terminal."""
    return json.dumps({"format": FORMAT, "command": command, "data": plain(data)}, indent=1)


def plain(value: Any) -> Any:
    """Return a result as JSON values; what is infinite or not a number becomes null, a function is left out."""
    if isinstance(value, Entry):
        record = value.record
        night = getattr(record, "night", None)
        head = {"id": value.number, "uid": value.uid, "kind": record.kind}
        fields = {name: each for name, each in plain_fields(record).items() if not _tells_ahead(record, name)}
        return {**head, **({"night": night.isoformat()} if night else {}), **fields}
    if isinstance(value, Frozen):
        held = {name: getattr(value, name) for name in value.names if not _tells_ahead(value, name)}
        return {name: plain(each) for name, each in held.items() if not callable(each)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return value


def _tells_ahead(value: Frozen, name: str) -> bool:
    """Return whether a field would tell the coming draws of a trial that goes on: its seed does."""
    return name == "seed" and isinstance(value, Trial) and value.ended is None
