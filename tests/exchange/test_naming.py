"""Names of activities, symptoms and trackers: which say leg or foot cramp, which say none, and which say neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.built_in import built_in_synonyms
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.names.naming import CLEAR, CRAMP, MAYBE, OTHER, NameReader
from crampdiary.words.log_grammar import CRAMPS
from crampdiary.words.log_reader import LogReader

READER = NameReader(Vocabulary())
LOG = LogReader(Vocabulary())
LEGS = sorted(
    name
    for (role, slug), names in built_in_synonyms().items()
    if role == "site" and slug not in ("hand", "arm", "other", "toes")
    for name in (slug, *names)
)
OTHER_PARTS = [
    "stomach",
    "period",
    "menstrual",
    "bladder",
    "writer's",
    "hand",
    "finger",
    "abdominal",
    "uterine",
]
cramp_words = st.sampled_from(sorted(CRAMPS - {"cramped", "cramping", "spasming"}))


@given(st.sampled_from(LEGS), cramp_words)
def test_every_part_of_a_leg_or_foot_with_a_word_for_cramp_is_one(part: str, word: str) -> None:
    assert READER.said(f"{part} {word}").kind == CRAMP
    assert READER.said(f"{part.upper()} {word.capitalize()}").kind == CRAMP


@given(st.sampled_from(OTHER_PARTS), cramp_words)
def test_another_part_of_the_body_is_none(part: str, word: str) -> None:
    assert READER.said(f"{part} {word}").kind == OTHER
    assert READER.said(f"no {part} {word}").kind == OTHER


@given(
    st.sampled_from(["no", "No", "without", "never", "no more"]),
    st.sampled_from(["", "leg ", "calf "]),
    cramp_words,
)
def test_a_denial_is_a_clear_night_and_never_a_cramp(denial: str, part: str, word: str) -> None:
    assert READER.said(f"{denial} {part}{word}").kind == CLEAR


@pytest.mark.parametrize("away", ["stayed away", "kept away"])
@given(cramp_words)
def test_a_denial_that_no_single_word_makes_is_clear_and_of_another_part_not_taken(
    away: str, word: str
) -> None:
    if LOG.read([f"{word} {away}"]).is_none:
        assert READER.said(f"{word} {away}").kind == CLEAR
        assert all(READER.said(f"{part} {word} {away}").kind == OTHER for part in OTHER_PARTS)
    assert READER.said(f"quiet night, no {word}").kind in (CLEAR, OTHER)


DENYING = {
    "keine": ("Krämpfe", "Wadenkrämpfe", "Krämpfe in der Wade"), "sin": ("calambres", "calambres en la pierna"),
    "pas de": ("crampes",), "sans": ("crampes",), "senza": ("crampi",), "geen": ("krampen",),
}  # fmt: skip


def test_a_denial_in_another_language_is_clear_and_what_it_denies_is_asked() -> None:
    for no, names in DENYING.items():
        for name in names:
            assert READER.said(f"{no} {name}").kind == CLEAR, name
            assert READER.said(name).kind != CRAMP
    for name in (
        "keine Magenkrämpfe",
        "keine Krämpfe im Bauch",
        "sin calambres de estómago",
        "keine Krämpfe links",
    ):
        assert READER.said(name).kind == OTHER, name


ANSWERS = (
    "no",
    "No",
    "none",
    "None at all",
    "nope",
    "nil",
    "N",
    "zero",
    "none last night",
    "not tonight",
    "✗",
)


@given(
    st.sampled_from(["Leg", "calf", "foot"]),
    cramp_words,
    st.sampled_from(["{}: {}", "{} - {}", "{}? {}", "{} = {}", "{} ({})", "{}. {}", "{}, {}"]),
    st.sampled_from(ANSWERS),
)
def test_a_name_that_is_answered_with_a_no_is_a_clear_night_and_no_cramp(
    part: str, word: str, shape: str, answer: str
) -> None:
    assert READER.said(shape.format(f"{part} {word}", answer)).kind == CLEAR
    for more in ("no sleep", "not too bad", "no magnesium", "none of the usual ones"):
        assert READER.said(shape.format(f"{part} {word}", more)).kind != CLEAR
    for of_some in (f"left {part} {word}", f"stomach {word}", f"bad {part} {word}s", f"{part} {word} at 3am"):
        assert READER.said(shape.format(of_some, answer)).kind not in (CLEAR, CRAMP)


@given(
    st.sampled_from(["severe", "bad", "awful", "really bad", "mild"]),
    st.sampled_from(["", "leg ", "calf "]),
    cramp_words,
)
def test_of_who_had_no_bad_cramps_it_is_open_whether_there_were_others(
    grade: str, part: str, word: str
) -> None:
    assert READER.said(f"no {grade} {part}{word}").kind == OTHER


@given(st.sampled_from([". ", "! ", ", ", "; "]), cramp_words)
def test_a_denial_and_a_cramp_behind_it_are_no_clear_night(mark: str, word: str) -> None:
    for when in (" at 4am", ""):
        assert READER.said(f"No leg {word}{mark}Foot {word}{when}").kind == OTHER


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("charley horse", CRAMP), ("Night leg cramps", CRAMP), ("Nocturnal leg cramps", CRAMP),
        ("bad leg cramps", CRAMP),
        ("cramps", MAYBE), ("Muscle cramp", MAYBE), ("Night cramps", MAYBE), ("cramp-free night", CLEAR),
        ("cramp free", CLEAR), ("Leg Cramp Relief", OTHER), ("Cramp bark", OTHER), ("spasm meds", OTHER),
        ("Antispasmodic", OTHER), ("leg", OTHER), ("calf pain", OTHER), ("leg day", OTHER), ("", OTHER),
        ("leg cramps gone", OTHER), ("hand cramp", OTHER), ("no", OTHER), ("none", OTHER), ("Calf massage", OTHER),
    ],
)  # fmt: skip
def test_names(name: str, kind: str) -> None:
    assert READER.said(name).kind == kind


def test_a_place_and_a_side_are_read() -> None:
    assert READER.said("Left calf cramp").fields == {"sites": ("calf",), "side": "left"}
    assert READER.fields("both feet") == {"sites": ("foot",), "side": "both"}
    assert READER.fields("Linke Wade") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stretching, Magnesium", ["stretching", "magnesium"]), ("nothing", []), ("No medication", []), ("", []),
        ("Ibuprofen 400mg", ["painkiller"]), ("heat and ice", ["heat", "cold"]), ("Leg Cramp Relief", [""]),
        ("Cold shower", [""]),
    ],
)  # fmt: skip
def test_what_a_cell_says_was_taken(text: str, words: list[str]) -> None:
    assert [each.word for each in READER.uses.taken(text)] == words


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        ("Yes", "helped"),
        ("A bit", "somewhat"),
        ("No", "no"),
        ("somewhat", "somewhat"),
        ("not sure", "unsure"),
        ("Ja", None),
    ],
)
def test_what_an_answer_says_of_relief(text: str, relief: str | None) -> None:
    assert READER.uses.relief(text) == relief


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_any_text_is_read_to_something(text: str) -> None:
    assert READER.said(text).kind in (CRAMP, CLEAR, MAYBE, OTHER)
    READER.uses.taken(text)
    READER.uses.relief(text)


@given(
    st.sampled_from(LEGS),
    cramp_words,
    st.sampled_from(
        [
            *(
                "{} ❌",
                "❌ {}",
                "🚫 {}",
                "{} ✗",
                "{} ✘",
                "{}?",
                "{} 👎",
                "{} ⛔",
                "{} tomorrow",
                "{} last week",
            ),
            *("{} yesterday", "{} monday", "{} 2 days ago"),
        ]
    ),
)
def test_a_cross_or_another_day_leaves_a_name_open(part: str, word: str, shape: str) -> None:
    assert READER.said(shape.format(f"{part} {word}")).kind == MAYBE


@given(
    st.sampled_from(LEGS),
    cramp_words,
    st.sampled_from("{} ✅,{} 🦵,{} last night,{} today,{} tonight".split(",")),
)
def test_other_marks_and_the_day_of_an_entry_do_not(part: str, word: str, shape: str) -> None:
    assert READER.said(shape.format(f"{part} {word}")).kind == CRAMP
