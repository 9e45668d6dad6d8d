"""What `cramp log` mentions once the entry is saved: reasons to talk to a doctor, each once in 14 days."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import cast

from crampdiary import redflags
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError
from crampdiary.model import Entry, Episode, Record
from crampdiary.zones import night_of

_KEY = "mentioned:"


def mention_notices(session: Session, logged: Entry[Record]) -> None:
    """Say what the cramp just logged gives reason for. It is saved by now, so nothing here may fail."""
    with suppress(CrampError):
        night = night_of(session.now)
        recent = session.store.entries("episode", since=night - timedelta(days=redflags.WINDOW_NIGHTS))
        episodes = cast("list[Entry[Episode]]", recent)
        today = session.now.date()
        for notice in redflags.to_mention(
            redflags.about_the_last_nights(episodes, now=session.now),
            logged,
            lambda rule: session.store.local(_KEY + rule),
            today=today,
        ):
            from crampdiary.screens_doctor import mention  # seldom needed

            session.say(mention(notice))
            session.store.remember(_KEY + notice.rule.name, today.isoformat())
