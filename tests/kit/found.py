"""What a comparison may have found, made up: for what is said of it, and for screens."""

from __future__ import annotations

from typing import Any

from crampdiary.evidence.compare import Effect
from crampdiary.evidence.findings import Finding, Findings, Milder
from crampdiary.evidence.severity import SeverityEffect, SeverityVerdict, SeverityWord
from crampdiary.evidence.verdicts import Verdict, VerdictWord

_OF_THE_VERDICT = (
    "p", "q", "more_nights", "shown_ratio", "partner", "if_quiet", "holds_however_often", "known",
)  # fmt: skip


def effect_of(**values: Any) -> Effect:
    return Effect(
        **{
            "rate_ratio": 0.42, "low": 0.27, "high": 0.58, "p": 0.001, "df": 90.0, "critical": 1.99,
            "standard_error": 0.2, "inflation": 1.0, "dispersion": 1.0, "nights": 293, "nights_with_cramp": 90,
            "nights_with": 147, "nights_without": 146, "cramps_with": 44, "cramps_without": 102, "switches": 70,
            "tolerance": 0.9, "partner": "several", "blocks": (), **values,
        }
    )  # fmt: skip


def milder_of(
    word: SeverityWord, *, rated: tuple[float | None, float | None] = (0.9, 0.9), **values: Any
) -> Milder:
    """Return a verdict on severity, by default of an effect that agrees with its word."""
    low, high = {SeverityWord.WORSE: (0.6, 2.2), SeverityWord.POSSIBLY_WORSE: (0.1, 1.9)}.get(
        word, (-2.2, -0.6)
    )
    if word in (SeverityWord.ABOUT_AS_BAD, SeverityWord.NOT_ENOUGH_RATED):
        low, high = -0.4, 0.9 if word is SeverityWord.ABOUT_AS_BAD else 2.6
    effect = SeverityEffect(
        **{
            "estimate": (low + high) / 2, "low": low, "high": high, "p": 0.001, "standard_error": 0.4, "df": 100.0,
            "inflation": 1.0, "tolerance": 0.9, "rated": 129, "nights_with": 41.0, "nights_without": 88.0,
            "mean_with": 3.9, "mean_without": 5.4, "switches": 40, **values,
        }
    )  # fmt: skip
    q = None if word is SeverityWord.TOO_FEW_RATED else 0.01
    verdict = SeverityVerdict(name="remedy:heat", effect=effect, word=word, q=q)
    return Milder(verdict=verdict, rated_with=rated[0], rated_without=rated[1])


def finding(word: VerdictWord, *, role: str = "remedy", name: str = "stretching", **values: Any) -> Finding:
    given = {key: values.pop(key) for key in _OF_THE_VERDICT if key in values}
    of_all = effect_of(**values.pop("effect", {}))
    known = given.get("known")
    verdict = Verdict(
        **{
            "name": f"{role}:{name}", "effect": of_all, "known": None, "word": word, "p": of_all.p, "q": 0.01,
            "low": min(of_all.low, known.low if known else of_all.low),
            "high": max(of_all.high, known.high if known else of_all.high), "shown_ratio": 0.44, **given,
        }
    )  # fmt: skip
    return Finding(
        **{
            "role": role, "word": name, "verdict": verdict, "uses": 20, "unanswered": 0, "noted_afterwards": False,
            "when_bad": None, "prescribed": False, "slow": False, "always_with": (), "always_instead": (),
            "suspected": 0, "milder": None, **values,
        }
    )  # fmt: skip


def findings(**values: Any) -> Findings:
    return Findings(
        **{
            "role": "remedy", "nights": 293, "nights_with_cramp": 90, "clear": 120, "silent": 83, "said": 0.6,
            "gaps": (), "compared": 15, "findings": (), "relief": (), "suspected_only": (), **values,
        }
    )  # fmt: skip
