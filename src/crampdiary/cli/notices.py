"""What `cramp log` mentions once the entry is saved: reasons to talk to a doctor, each once in 14 days."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from crampdiary.cli.session import Session
from crampdiary.clock.zones import night_of
from crampdiary.diary.model import Entry, Record
from crampdiary.doctor import rules
from crampdiary.errors import CrampError

_KEY = "mentioned:"


def mention_notices(session: Session, logged: Entry[Record]) -> None:
    """Say what the cramp just logged gives reason for. It is saved by now, so nothing here may fail."""
    with suppress(CrampError):
        night = night_of(session.now)
        recent = session.store.episodes(since=night - timedelta(days=rules.WINDOW_NIGHTS))
        today = session.now.date()
        for notice in rules.to_mention(
            rules.about_the_last_nights(recent, now=session.now),
            logged,
            lambda rule: session.store.local(_KEY + rule),
            today=today,
        ):
            from crampdiary.doctor.screen import mention  # seldom needed

            session.say(mention(notice))
            session.store.remember(_KEY + notice.rule.name, today.isoformat())
