"""Review: `list`, `show`, `stats`, `calendar`, `doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from crampdiary.cli import completion
from crampdiary.cli.options import SHOWN_KINDS, Kind, Nights, PartAndNights, Since, Until, Yes
from crampdiary.cli.result import Picture, Result, Screen, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.trials import shown_trials
from crampdiary.clock.night_names import parse_range
from crampdiary.clock.zones import latest_finished_night
from crampdiary.diary.model import CheckIn, Entry, Episode, Record, Seen, place
from crampdiary.errors import UsageError
from crampdiary.keep import reach
from crampdiary.words import phrases
from crampdiary.words.line import plain_line

if TYPE_CHECKING:
    from crampdiary.diary.nights import Diary
    from crampdiary.screen.sections import Section

_MOST_WEEKS = 5300
_NIGHTS_SHOWN = 7
_LOOKED_AT = timedelta(days=400)
"""How far back from the last night of a range figures look at cramps one by one: the courses at 13 times 28 nights, and
the doctor's rules at the 8 weeks before an answer of half a year ago. Beyond that they count nights."""
_USES_LOOKED_AT = timedelta(days=60)
"""How far back the rule about medicines looks at what was used, 8 weeks."""
_SIGNS = ("signs", "sign")
Weeks = Annotated[int | None, typer.Option("--weeks", help="Only the last N weeks.", min=1, max=_MOST_WEEKS)]


def list_(
    session: Session,
    nights: Nights = None,
    since: Since = None,
    until: Until = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help=f"Only: {', '.join(SHOWN_KINDS)}.",
            autocompletion=completion.names(*SHOWN_KINDS),
        ),
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", help="Only entries whose note or words hold this text.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--last", help="Only the N that this device recorded last.", min=1)
    ] = None,
    deleted: Annotated[
        bool, typer.Option("--deleted", help="Those that were deleted or undone, as they were last.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="All nights, not only the last 7.")] = False,
) -> Screen:
    """List entries by night, with their numbers.

    Alone it shows the last 7 nights with an entry, and with --all or --json all of them.
    """
    wanted = None if kind is None else Kind.named(kind)
    first, final = _range(session, nights, since, until, None)
    store_kinds = (wanted.name,) if wanted else ()
    store = session.store

    is_alone = not (every or deleted or session.as_json) and all(
        each is None for each in (first, final, kind, search, last)
    )
    begin = store.first_of_last_nights(_NIGHTS_SHOWN) if is_alone else None

    def matching(entries: list[Entry[Record]]) -> list[Entry[Record]]:
        if wanted:
            entries = [entry for entry in entries if wanted.is_of(entry.record)]
        return entries if search is None else phrases.matching(entries, search, session.vocabulary)

    read = partial(reach.deleted, store) if deleted else store.entries
    if last is not None and not deleted and all(each is None for each in (first, final, kind, search)):
        named = islice(reach.recorded(store), last)
        found = sorted(filter(None, (reach.shown_as(store, each) for each in named)), key=place)
    else:
        found = matching(read(*store_kinds, since=first or begin, until=final))
        if last is not None:
            here = {entry.number for entry in found}
            recorded = (each.number for each in reach.recorded(store, deleted=deleted) if each.number in here)
            wanted_last = set(islice(recorded, last))
            found = [entry for entry in found if entry.number in wanted_last]
    found = shown_trials.as_they_hold(session, found)
    asides = shown_trials.said_of_them(session, found)
    if search is not None and not deleted:
        gone = len(matching(reach.deleted(store, *store_kinds, since=first, until=final)))
        if gone:
            has = "deleted entry has" if gone == 1 else "deleted entries have"
            asides.append(f"{gone:,} {has} it too: add --deleted.")
    conflicts = reach.conflicts(store)
    is_whole = all(each is None for each in (kind, search, last))
    near = {} if deleted or session.as_json else _beside(session, found, is_whole=is_whole)
    in_conflict = {entry.number: conflicts[entry.number] for entry in found if entry.number in conflicts}

    def sections() -> list[Section]:
        from crampdiary.screen import entries

        shown = entries.entries(
            found, session.vocabulary, now=session.now, conflicts=in_conflict, deleted=deleted, beside=near,
            some=any(each is not None for each in (first, final, kind, search)),
        )  # fmt: skip
        is_of_a_kind = kind is not None and not found and not deleted
        return [
            *shown,
            *(what_there_is(session, kind or "") if is_of_a_kind else []),
            *(entries.earlier(_NIGHTS_SHOWN) if begin else []),
        ]

    return Result({"entries": found}, sections, asides)


def show(
    session: Session,
    reference: Annotated[
        str,
        typer.Argument(
            metavar="[ID]",
            help="Its number, last, or the first letters of its uid.",
            show_default=False,
            autocompletion=completion.entries(),
        ),
    ] = "last",
    history: Annotated[
        bool, typer.Option("--history", help="Every version of it, also of a deleted one.")
    ] = False,
) -> Screen:
    """Show one entry whole, and with --history every version of it."""
    store = session.store
    named = reach.meant(store, reference)
    entry = reach.shown_as(store, named)
    missing = reach.is_missing(store, named)
    deleted = entry is None and not missing
    versions = store.history(named.uid)
    if entry is None and not history:
        entry = reach.entry(store, reference)  # which says that it was deleted, or is missing
    if entry is None:
        was = next(each.record for each in reversed(versions) if each.record is not None)
        entry = Entry(named.number, named.uid, "", was)
    (entry,) = shown_trials.as_they_hold(session, [entry])
    fields = reach.conflicts(store).get(named.number, ())
    data = {"entry": entry, "deleted": deleted, "conflict": fields}
    near = _beside(session, [entry]) if not (deleted or missing) else {}
    if history:
        data["history"] = versions

    def sections() -> list[Section]:
        from crampdiary.screen import entries

        earlier = {uid for each in versions for uid in each.parents}
        sides = [each for each in versions if each.uid not in earlier] if fields else []
        return entries.entry(
            entry, session.vocabulary, now=session.now, deleted=deleted, beside=near, conflict=fields,
            sides=sides, history=versions if history else None,
        )  # fmt: skip

    asides = shown_trials.said_of_them(session, [entry])
    return Result(data, sections, asides, exit=reach.missing(named) if missing else None)


def _beside(
    session: Session, found: list[Entry[Record]], *, is_whole: bool = False
) -> dict[date, list[Entry[Record]]]:
    """Return all cramps and check-ins of the nights of the check-ins among some entries, by night.

    Args:
        session: of this run.
        found: the entries.
        is_whole: whether they are all entries of their nights, so that no others need to be read.
    """
    nights = [entry.record.night for entry in found if isinstance(entry.record, CheckIn)]
    beside: dict[date, list[Entry[Record]]] = {}
    if nights:
        read = session.store.entries
        others = found if is_whole else read("episode", "check_in", since=min(nights), until=max(nights))
        for entry in others:
            if isinstance(entry.record, Episode | CheckIn):
                beside.setdefault(entry.record.night, []).append(entry)
    return beside


def stats(
    session: Session,
    nights: PartAndNights = None,
    since: Since = None,
    until: Until = None,
    weeks: Weeks = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", help="Set the range beside another: before, 2026-02, 2025-03-01..2025-05-31."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All parts, one below the other.")] = False,
) -> Picture:
    """Show how it is going: how many, how bad, and the trend.

    Name a part for more of it: nights, weeks, hours, places, remedies, triggers or signs, as in cramp stats hours;
    nights may stand behind it. --all shows them all.

    --against sets two ranges side by side: --since 2026-03 --until 2026-03 --against 2025-03, or a range and
    the nights before it: --weeks 8 --against before.
    """
    from crampdiary.doctor.rules import find
    from crampdiary.doctor.screen import notice_lines
    from crampdiary.stats import body_screen, comparison_screen, figures, patterns, screen

    named = nights[0].casefold() if nights else ""
    of_signs = named in _SIGNS
    part = named if named in screen.PARTS and not of_signs else ""
    first, final = _range(session, (nights or [])[of_signs or part != "" :], since, until, weeks)
    if of_signs and against is not None:
        raise UsageError("Signs cannot be compared with another time. Leave out --against, or signs.")
    if against is not None:
        ranges = _two_ranges(session, first, final or latest_finished_night(session.now), against)
        diary = session.counted_diary(since=min(begin for begin, _ in ranges))
        pair = [figures.period(diary, begin, end) for begin, end in ranges]
        data = {"range": pair[0], "against": pair[1]}
        return Result(data, lambda: comparison_screen.comparison(*pair, now=session.now))
    diary = _counted(session, first, final)
    found = figures.summarise(diary, since=first, until=final, weeks_shown=weeks or patterns.WEEKS_SHOWN)
    found = found.replaced(courses=shown_trials.courses_beside_cramps(session, found.courses))
    if of_signs:
        return Result(
            {"signs": found.signs},
            lambda: [
                *body_screen.signs(found.signs, session.vocabulary, now=session.now),
                *([] if found.signs else what_there_is(session, "sign")),
            ],
        )
    notices = find(diary, now=session.now, words=session.vocabulary)
    return Result(
        {**figures.as_dict(found), "notices": notices},
        lambda: [
            *screen.stats(
                found, session.vocabulary, now=session.now, notices=notice_lines(notices),
                part=part or (screen.EVERY if every else ""),
            ),
            *([] if found.first_night else what_there_is(session)),
        ],
    )  # fmt: skip


def _counted(session: Session, first: date | None, final: date | None) -> Diary:
    """Return the nights with entries where the figures of a range, and the doctor's rules, look at them one by one."""
    today = latest_finished_night(session.now)
    since = None if first is None else min(first, min(final or today, today) - _LOOKED_AT)
    return session.counted_diary(since=since, uses=today - _USES_LOOKED_AT)


def calendar(
    session: Session,
    nights: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NIGHTS]...",
            help="2026, last year, may to july.",
            show_default=False,
            autocompletion=completion.nights(),
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    weeks: Weeks = None,
    remedy: Annotated[
        str | None,
        typer.Option(
            "--remedy",
            help="Mark the nights on which you used this.",
            autocompletion=completion.words("remedy"),
        ),
    ] = None,
    trigger: Annotated[
        str | None,
        typer.Option(
            "--trigger",
            help="Mark the nights on which you met this.",
            autocompletion=completion.words("trigger"),
        ),
    ] = None,
) -> Picture:
    """Show the nights of a year on a map, or as many as a narrow terminal shows at once.

    How many cramps and how severe, clear, silent and away are told apart by glyph and colour.
    """
    from crampdiary.stats import calendar_screen
    from crampdiary.stats.calendar import YEAR_WEEKS, MapState, default_range, night_map

    words = session.vocabulary
    used = None if remedy is None else shown_trials.not_in_trial(session, remedy)
    met = None if trigger is None else phrases.read_word(trigger, "trigger", words)
    first, final = _range(session, nights, since, until, weeks, counts_weeks=False)
    diary = session.counted_diary(since=first or _first_on_map(session, final, weeks or YEAR_WEEKS))
    is_alone = not (session.as_json or first or final or weeks)
    begin, end = default_range(diary, weeks or (YEAR_WEEKS if final else None))
    fits = (
        calendar_screen.weeks_on_a_screen(session.columns, marked=bool(used or met))
        if is_alone
        else YEAR_WEEKS
    )
    if end - begin >= timedelta(weeks=fits):
        begin, end = default_range(diary, fits)
    if final is not None:
        begin, end = final - (end - begin), final
    found = night_map(diary, first=first or begin, last=end, remedy=used, trigger=met)
    found = found.replaced(courses=shown_trials.courses_beside_cramps(session, found.courses))
    is_empty = all(night.shown is MapState.OUTSIDE for night in found.nights)
    return Result(
        found,
        lambda: [
            *calendar_screen.calendar(found, words),
            *(calendar_screen.earlier() if fits < YEAR_WEEKS else []),
            *(what_there_is(session) if is_empty else []),
        ],
    )


def _first_on_map(session: Session, final: date | None, weeks: int) -> date:
    """Return a night at or before the first of a map of so many weeks that begins by itself."""
    today = latest_finished_night(session.now)
    return min(final or today, today) - timedelta(days=7 * (weeks + 1))


def _of_late(session: Session) -> Diary:
    """Return the nights with entries as far back as the doctor's rules look at them one by one."""
    return _counted(session, date.max, None)


def doctor(
    session: Session,
    rules: Annotated[bool, typer.Option("--rules", help="List every reason that this diary knows.")] = False,
) -> Picture:
    """Explain what is worth talking over with a doctor.

    Each notice comes with the entries behind it, its source, and what to tell them. Once you have talked one over:
    cramp doctor seen NOTICE.
    """
    from crampdiary.doctor import screen
    from crampdiary.doctor.rules import RULES, UNASKED, find_all, is_quiet

    if rules:
        return Result({"rules": RULES, "unasked": UNASKED}, screen.rules)
    now, words = session.now, session.vocabulary
    found = find_all(_of_late(session), now=now, words=words)
    answered = [notice for notice in found if is_quiet(notice, now=now)]
    notices = [notice for notice in found if notice not in answered]
    return Result(
        {"notices": notices, "answered": answered},
        lambda: [
            *screen.doctor(notices, words, now=now, answered=answered),
            *([] if found or session.store.counts()["episode"] else what_there_is(session)),
        ],
    )


def doctor_seen(
    session: Session,
    answer: Annotated[
        list[str],
        typer.Argument(
            metavar="NOTICE [DAY]...",
            help="Its name in `cramp doctor`, and when that was: weak, weak yesterday, weak 3 march.",
            show_default=False,
            autocompletion=completion.rules(),
        ),
    ],
    yes: Yes = False,
) -> Result:
    """Say that a notice was talked over with a doctor, today or on a day named.

    It is quiet for 6 months from then on, unless it gets clearly worse. cramp undo takes it back.
    """
    from crampdiary.cli.checks import asides_of_look_alikes, check_clock, check_date, look_alikes
    from crampdiary.doctor.rules import find_all
    from crampdiary.doctor.talked_over import asides, read

    told = read(answer, now=session.now)
    check_clock(session, yes)
    check_date(session, told.day, yes)
    seen = Seen(rule=told.rule, night=told.day, logged_at=session.now, typed=plain_line(answer))
    like = look_alikes(session, [seen])
    with session.store.change("doctor seen") as change:
        entries = [change.add(seen)]

    def said() -> Iterator[str]:
        found = find_all(_of_late(session), now=session.now, words=session.vocabulary)
        yield from asides(told, found, now=session.now)
        yield from asides_of_look_alikes(entries, like)

    return saved_entries(session, list(entries), said())


def what_there_is(session: Session, *but: str) -> list[Section]:
    """Return what the diary has where a screen has nothing to show, but for kinds that it would have shown."""
    from crampdiary.screen.entries import there_is

    return there_is(session.store.entries(), but=but)


def _range(
    session: Session,
    nights: list[str] | None,
    since: str | None,
    until: str | None,
    weeks: int | None,
    *,
    counts_weeks: bool = True,
) -> tuple[date | None, date | None]:
    """Return the first and the last night asked for, in bare words or by options; None for an end that was not."""
    if nights:
        if since or until or weeks:
            raise UsageError("Name the nights, or give --since, --until or --weeks, not both.")
        from crampdiary.words.night_reader import range_in

        return range_in(nights, now=session.now)
    if not counts_weeks:
        return parse_range(since, until, now=session.now)
    if weeks is not None and since is not None:
        raise UsageError("Give --since or --weeks, not both.")
    first, final = parse_range(since, until, now=session.now)
    if weeks is not None:
        last = min(final or date.max, latest_finished_night(session.now))
        first = last - timedelta(days=7 * weeks - 1)
    return first, final


def _two_ranges(session: Session, first: date | None, last: date, against: str) -> list[tuple[date, date]]:
    """Return the range asked about, by default the last 28 nights, and the one to set it against."""
    begin = first or last - timedelta(days=27)
    if against.strip().casefold() == "before":
        nights = (last - begin).days + 1
        return [(begin, last), (begin - timedelta(days=nights), begin - timedelta(days=1))]
    since, _, until = against.partition("..")
    other = parse_range(since, until or since, now=session.now)
    if other[0] is None or other[1] is None:
        raise UsageError(
            "--against needs two ends, as in 2025-03-01..2025-05-31, or one month, as in 2025-03."
        )
    return [(begin, last), (other[0], other[1])]
