"""What a comparison may have found, made up: for what is said of it, and for screens."""

from __future__ import annotations

from typing import Any

from crampdiary.evidence.compare import Effect
from crampdiary.evidence.findings import Finding, Findings
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
