"""From records to verdicts: what counts as prevention, what as rescue, and what stands beside a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Entry, Episode, Exposure, Record, Word
from crampdiary.diary.nights import join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.findings import Finding, Findings, find, is_slow, moment_of
from crampdiary.evidence.severity import SeverityWord
from crampdiary.evidence.verdicts import VerdictWord
from kit.builders import NOW, SUMMER_TIME, away, check_in, course, episode, exposure

FIRST = date(2025, 11, 1)


def _judged(records: Sequence[Record], role: str = "remedy", words: Sequence[Word] = ()) -> Findings:
    entries = [Entry(number, str(number), str(number), record) for number, record in enumerate(records, 1)]
    return find(join(entries, now=NOW), role, Vocabulary(words))


def _of(findings: Findings, word: str) -> Finding:
    return next(each for each in findings.findings if each.word == word)


def _at(night: date, hour: float) -> datetime:
    """Return a moment by hours after the midnight that begins the night's date: 27 is three in the morning."""
    return datetime.combine(night, datetime.min.time(), SUMMER_TIME) + timedelta(hours=hour)


def _night(record: Record) -> date:
    night: date = record.night  # type: ignore[union-attr]
    return night


def _diary(nights: int, seed: int, *, ratio: float = 1.0, confirm: float = 1.0) -> list[Record]:
    """Return a diary in which stretching changes the rate of cramps by `ratio`, and heat changes nothing."""
    chance = Random(seed)
    records: list[Record] = []
    for number in range(nights):
        night = FIRST + timedelta(days=number)
        rate = 0.35
        if chance.random() < 0.5:
            at = _at(night, 21.5)
            records.append(exposure("stretching", at, logged_at=at))
            rate *= ratio
        if chance.random() < 0.4:
            at = _at(night, 21)
            records.append(exposure("heat", at, logged_at=at))
        cramps = [_at(night, 24 + hour) for hour in (1, 2, 3) if chance.random() < rate]
        records += [episode(at, logged_at=at) for at in cramps]
        if not cramps and chance.random() < confirm:
            records.append(check_in(night))
    return records


def test_a_real_halving_is_found_and_a_useless_remedy_is_not() -> None:
    found = _judged(_diary(150, 1, ratio=0.3))
    assert _of(found, "stretching").verdict.word is VerdictWord.FEWER
    assert _of(found, "heat").verdict.word not in (VerdictWord.FEWER, VerdictWord.MORE)
    assert found.findings[0].word == "stretching"


@pytest.mark.slow
@given(st.integers(0, 10_000), st.data())
def test_a_rescue_never_changes_a_prevention_figure(seed: int, data: st.DataObject) -> None:
    records = _diary(60, seed)
    before = _judged(records).findings
    rescued: list[Record] = []
    for record in records:
        if record.kind == "episode" and data.draw(st.booleans()):
            tried = (Tried(remedy=data.draw(st.sampled_from(("stretching", "heat", "massage")))),)
            record = record.replaced(tried=tried)
            at = record.at + timedelta(minutes=5)  # type: ignore[union-attr]
            rescued.append(exposure("heat", at, logged_at=at, purpose="rescue"))
        rescued.append(record)
    assert _judged(rescued).findings == before


def test_only_prevention_counts_among_uses_just_after_a_cramp() -> None:
    records = _diary(60, 3)
    cramps = [record for record in records if record.kind == "episode"]
    late = [each.at + timedelta(minutes=10) for each in cramps]  # type: ignore[union-attr]
    unanswered: list[Record] = [*records, *(exposure("heat", at, logged_at=at) for at in late)]
    finding = _of(_judged(unanswered), "heat")
    assert finding.verdict.word is VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR
    assert finding.unanswered == len(late)
    answered: list[Record] = [
        *records,
        *(exposure("heat", at, logged_at=at, purpose="prevention") for at in late),
    ]
    assert _of(_judged(answered), "heat").verdict.word is not VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR


@pytest.mark.parametrize(("minutes", "unanswered"), [(-1, 0), (0, 1), (30, 1), (31, 0)])
def test_reactive_is_within_half_an_hour_after_a_cramp_began(minutes: int, unanswered: int) -> None:
    began = _at(FIRST, 27)
    records: list[Record] = [episode(began), exposure("heat", began + timedelta(minutes=minutes))]
    assert _of(_judged(records), "heat").unanswered == unanswered


def test_a_trigger_is_never_taken_for_a_rescue() -> None:
    began = _at(FIRST, 27)
    records: list[Record] = [episode(began), exposure("alcohol", began + timedelta(minutes=5), "trigger")]
    assert _of(_judged(records, "trigger"), "alcohol").unanswered == 0


def test_remedies_and_triggers_are_judged_together_and_shown_apart() -> None:
    records = _diary(120, 4, ratio=0.3)
    alone = _of(_judged(records), "stretching").verdict
    chance = Random(4)
    met: list[Record] = [
        exposure("alcohol", _at(FIRST + timedelta(days=day), 20), "trigger")
        for day in range(120)
        if chance.random() < 0.4
    ]
    together = _judged([*records, *met])
    assert {each.word for each in together.findings} == {"stretching", "heat"}
    assert {each.word for each in _judged([*records, *met], "trigger").findings} == {"alcohol"}
    assert _of(together, "stretching").verdict.q != alone.q


def test_noted_afterwards_is_told() -> None:
    records = _diary(120, 5, ratio=0.3)
    late: list[Record] = [
        record.replaced(logged_at=NOW) if record.kind == "exposure" else record for record in records
    ]
    assert not _of(_judged(records), "stretching").noted_afterwards
    assert _of(_judged(late), "stretching").noted_afterwards
    assert _of(_judged(late), "stretching").verdict == _of(_judged(records), "stretching").verdict


def test_two_always_used_together_are_named() -> None:
    records = _diary(120, 6)
    pairs = [
        record.replaced(word="massage") for record in records if getattr(record, "word", "") == "stretching"
    ]
    found = _judged([*records, *pairs])
    assert _of(found, "stretching").always_with == (("remedy", "massage"),)
    assert _of(found, "massage").always_with == (("remedy", "stretching"),)
    assert _of(found, "heat").always_with == ()
    assert _of(found, "stretching").verdict.word is VerdictWord.CANNOT_BE_TOLD_APART
    assert _of(found, "stretching").verdict.partner == "+remedy:massage"


def test_away_nights_are_in_no_figure() -> None:
    records = _diary(100, 7)
    first, last = FIRST + timedelta(days=20), FIRST + timedelta(days=29)
    found = _judged([*records, away(first, last)])
    inside = [record for record in records if first <= record.night <= last]  # type: ignore[union-attr]
    effect = _of(found, "heat").verdict.effect
    assert effect.nights == found.nights == 90
    cramps = sum(record.kind == "episode" for record in records) - sum(
        record.kind == "episode" for record in inside
    )
    assert effect.cramps_with + effect.cramps_without == cramps


def test_silent_nights_are_taken_as_quiet_and_left_out() -> None:
    found = _judged(_diary(120, 8, ratio=0.25, confirm=0.5))
    verdict = _of(found, "stretching").verdict
    assert found.silent > 0
    assert verdict.known is not None
    assert verdict.effect.nights == found.nights == 120
    assert verdict.known.nights == found.nights - found.silent
    assert _of(_judged(_diary(120, 8, ratio=0.25)), "stretching").verdict.known is None


def test_a_silence_of_months_is_in_no_figure() -> None:
    records = _diary(100, 8)
    alone = _judged(records)
    later = [*records, check_in(FIRST + timedelta(days=145))]
    found = _judged(later)
    assert found.gaps == ((FIRST + timedelta(days=100), FIRST + timedelta(days=144)),)
    assert found.nights == alone.nights + 1


def test_a_course_over_a_silence_of_months_is_judged_by_the_other_nights_alone() -> None:
    silence = range(70, 110)
    records = [each for each in _diary(150, 8) if (_night(each) - FIRST).days not in silence]
    skipped = tuple(FIRST + timedelta(days=day) for day in (10, 11, 30, 31, 50, 51, 52, 130))
    records.append(course("magnesium", FIRST, skipped=skipped))
    found = _judged(records)
    ((first, last),) = found.gaps
    gone = _judged([*records, away(first, last)])
    assert first <= FIRST + timedelta(days=silence[0])
    assert found.findings == gone.findings
    effect = _of(found, "magnesium").verdict.effect
    assert (effect.nights_with + effect.nights_without, effect.nights_without) == (found.nights, len(skipped))
    assert _of(found, "magnesium").uses == effect.nights_with


def test_menstruation_logged_once_covers_six_nights() -> None:
    records: list[Record] = [*_diary(60, 8)]
    records += [exposure("menstruation", _at(FIRST + timedelta(days=day), 20), "trigger") for day in (5, 33)]
    effect = _of(_judged(records, "trigger"), "menstruation").verdict.effect
    assert (effect.nights_with, effect.nights_without) == (12, 48)


@pytest.mark.parametrize(
    ("word", "slow"),
    [
        (Word(role="remedy", slug="heat", label="heat"), False),
        (Word(role="remedy", slug="heat", label="heat", nature="slow"), True),
        (Word(role="remedy", slug="heat", label="heat", prescribed=True), True),
        (Word(role="remedy", slug="magnesium", label="magnesium"), True),
        (Word(role="remedy", slug="magnesium", label="magnesium", nature="quick"), False),
        (Word(role="remedy", slug="my-tea", label="my tea"), False),
        (Word(role="remedy", slug="my-tea", label="my tea", nature="lasting"), False),
    ],
)
def test_a_remedy_is_slow_as_the_person_said_or_else_as_such_remedies_are(word: Word, slow: bool) -> None:
    assert is_slow(Vocabulary([word]), (word.role, word.slug)) == slow


def test_words_unknown_to_the_vocabulary_and_triggers_are_not_slow() -> None:
    assert not is_slow(Vocabulary(), ("remedy", "never-heard-of"))
    assert not is_slow(Vocabulary(), ("trigger", "magnesium"))
    assert is_slow(Vocabulary(), ("remedy", "vitamins"))


def test_a_suspected_trigger_is_counted_and_never_tested() -> None:
    records: list[Record] = [
        episode(_at(FIRST + timedelta(days=day), 27), triggers=("stress",)) for day in range(8)
    ]
    found = _judged(records, "trigger")
    assert found.findings == ()
    assert found.suspected_only == (("stress", 8),)


def test_the_persons_own_answer_reaches_the_verdict() -> None:
    records = _diary(150, 1, ratio=0.3)
    words = [
        Word(role="remedy", slug="stretching", label="stretching", when_bad="less"),
        Word(role="remedy", slug="heat", label="heat", used_when_bad=True),
    ]
    found = _judged(records, words=words)
    assert _of(found, "stretching").verdict.word is VerdictWord.HANGS_ON_HOW_LEGS_FELT
    assert _of(found, "stretching").when_bad == "less"
    assert _of(found, "heat").when_bad == "more"
    assert _of(_judged(records), "heat").when_bad is None


def _rated(records: Sequence[Record], *, less: int = 0, unrated: int = 0, seed: int = 1) -> list[Record]:
    """Return the records with a severity for every cramp: so much less after stretching, and none for the mild ones."""
    chance = Random(seed)
    stretched = {_night(each) for each in records if isinstance(each, Exposure) and each.word == "stretching"}

    def rated(record: Record) -> Record:
        if not isinstance(record, Episode):
            return record
        severity = 5 + chance.randint(-2, 2) - (less if record.night in stretched else 0)
        return record.replaced(severity=severity if severity >= unrated else None)

    return [rated(each) for each in records]


def test_milder_cramps_after_a_remedy_are_found_beside_its_verdict() -> None:
    found = _judged(_rated(_diary(150, 1), less=2))
    stretching, heat = (_of(found, word).milder for word in ("stretching", "heat"))
    assert stretching is not None
    assert heat is not None
    assert stretching.verdict.word is SeverityWord.MILDER
    assert stretching.verdict.effect.estimate == pytest.approx(-2, abs=0.5)
    assert heat.verdict.word is SeverityWord.ABOUT_AS_BAD
    assert (stretching.rated_with, stretching.rated_without) == (1, 1)


def test_a_nights_severity_is_the_mean_of_what_was_said_of_its_cramps() -> None:
    severities = [
        (FIRST, (2, 7, None)),
        (FIRST + timedelta(days=1), (None,)),
        (FIRST + timedelta(days=2), (8,)),
    ]
    records: list[Record] = [
        episode(_at(night, 24 + hour), severity=severity)
        for night, said in severities
        for hour, severity in enumerate(said)
    ]
    records += [exposure("heat", _at(night, 22)) for night in (FIRST, FIRST + timedelta(days=1))]
    milder = _of(_judged(records), "heat").milder
    assert milder is not None
    effect = milder.verdict.effect
    assert (effect.rated, effect.nights_with, effect.mean_with, effect.mean_without) == (2, 1, 4.5, 8)
    assert (milder.rated_with, milder.rated_without) == (0.5, 1)


def test_mild_cramps_left_unrated_after_a_remedy_are_told() -> None:
    milder = _of(_judged(_rated(_diary(150, 1), less=2, unrated=3)), "stretching").milder
    assert milder is not None
    assert milder.rated_with is not None
    assert milder.rated_with < 0.8
    assert milder.rated_without == 1


def test_the_persons_own_answer_reaches_the_word_on_severity_too() -> None:
    words = [Word(role="remedy", slug="stretching", label="stretching", when_bad="less")]
    milder = _of(_judged(_rated(_diary(150, 1), less=2), words=words), "stretching").milder
    assert milder is not None
    assert milder.verdict.word is SeverityWord.HANGS_ON_HOW_LEGS_FELT


def test_where_the_verdict_is_withheld_none_is_given_on_severity_but_the_others_are_allowed_for() -> None:
    records = _rated(_diary(150, 1), less=2)
    begins = [each.at for each in records if isinstance(each, Episode)]
    records += [exposure("massage", at + timedelta(minutes=5)) for at in begins[::4]]
    found = _judged(records)
    assert _of(found, "massage").verdict.word is VerdictWord.PREVENTION_OR_RESCUE_UNCLEAR
    assert _of(found, "massage").milder is None
    assert _of(found, "stretching").milder is not None


def test_remedies_and_triggers_are_one_family_of_words_on_severity() -> None:
    records = _rated(_diary(150, 1), less=1)
    milder = _of(_judged(records), "stretching").milder
    chance = Random(3)
    triggers = [
        exposure("alcohol", _at(FIRST + timedelta(days=day), 20), role="trigger")
        for day in range(150)
        if chance.random() < 0.5
    ]
    beside = _of(_judged([*records, *triggers]), "stretching").milder
    assert milder is not None
    assert beside is not None
    assert milder.verdict.q != beside.verdict.q
    alcohol = _of(_judged([*records, *triggers], "trigger"), "alcohol").milder
    assert alcohol is not None
    assert alcohol.verdict.q is not None


def test_relief_ranks_by_score_and_leaves_the_unrated_out() -> None:
    tries = [
        ("heat", "helped", 120),
        ("heat", None, None),
        ("massage", "no", None),
        ("massage", "helped", 60),
    ]
    records: list[Record] = [
        episode(
            _at(FIRST + timedelta(days=day), 27), tried=(Tried(remedy=word, relief=relief, after_s=after),)
        )
        for day, (word, relief, after) in enumerate(tries)
    ]
    found = _judged(records)
    assert [(each.word, each.rated.tries, each.not_rated) for each in found.relief] == [
        ("heat", 1, 1),
        ("massage", 2, 0),
    ]


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (12, (FIRST, 0.0)),
        (23.5, (FIRST, 11.5)),
        (31, (FIRST, 19.0)),
        (11.75, (FIRST - timedelta(days=1), 23.75)),
    ],
)
def test_a_moment_is_its_night_and_the_hours_since_noon(hour: float, expected: tuple[date, float]) -> None:
    assert moment_of(_at(FIRST, hour)) == (expected[0].toordinal(), expected[1])


def test_a_day_without_a_clock_time_has_no_hour() -> None:
    assert moment_of(_at(FIRST, 22), "day") == (FIRST.toordinal(), None)


def test_an_empty_diary_has_no_findings() -> None:
    found = _judged([])
    assert (found.nights, found.findings, found.relief) == (0, (), ())
