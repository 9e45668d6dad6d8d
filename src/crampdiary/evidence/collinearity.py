"""Whether a factor can be told apart from everything else that was logged, and if not, from what.

A remedy used on the very nights on which another is used, always on the same weekdays or always after bad nights,
cannot be judged however long the diary: its column says nothing that the others do not. The tolerance is the part of
it that they do not predict, as in any regression.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from crampdiary.diary.frozen import NamedTuple
from crampdiary.evidence.design import inverted, sumprod
from crampdiary.evidence.fit import HISTORY

LEAST_TOLERANCE = 0.1
"""Below this a factor cannot be told apart from other things."""
WEEKDAYS, LAST_NIGHTS, SEVERAL = "weekdays", "last nights", "several"
"""What a factor may go along with, besides another factor: that is its name with "+" or "-" before it."""

_EMPTY = 1e-9
_RIDGE = 0.001
_PARTNER = 0.5


class Apart(NamedTuple):
    """How far a factor can be told apart.

    Attributes:
        tolerance: the part of it that nothing else predicts, 0 to 1; 1 where no cramp could speak of it.
        partner: what predicts most of it: "+heat" used together with heat, "-heat" instead of it, WEEKDAYS,
            LAST_NIGHTS, or SEVERAL where no one thing predicts half.
    """

    tolerance: float
    partner: str


class Correlations:
    """The correlations of all columns over the nights that count in the fit.

    Args:
        information: H0, a row per column: HISTORY, then weekdays or none, then a factor for each name.
        names: of the factors.
    """

    def __init__(self, information: Sequence[Sequence[float]], names: Sequence[str]) -> None:
        size = len(information)
        self._first = size - len(names)
        self._names = names
        self._kept = [j for j in range(size) if information[j][j] > _EMPTY]
        scale = {j: 1 / math.sqrt(information[j][j]) for j in self._kept}
        self._r = {i: {j: information[i][j] * scale[i] * scale[j] for j in self._kept} for i in self._kept}
        inverse = inverted([list(row.values()) for row in self._r.values()], [_RIDGE] * len(self._kept))
        groups = ((WEEKDAYS, range(len(HISTORY), self._first)), (LAST_NIGHTS, HISTORY))
        self._predictors = [(name, _Predictors(self._r, columns)) for name, columns in groups]
        self._tolerance = {j: 1 / inverse[place][place] for place, j in enumerate(self._kept)}

    def tolerance(self, factor: int) -> float:
        """Return the tolerance of the factor at this position among the names."""
        return self._tolerance.get(self._first + factor, 1.0)

    def of(self, factor: int) -> Apart:
        """Tell whether the factor at this position among the names can be told apart."""
        column = self._first + factor
        if column not in self._r:
            return Apart(1.0, SEVERAL)
        found: dict[str, float] = {}
        for place, name in enumerate(self._names):
            other = self._first + place
            if other != column and other in self._r:
                sign = "+" if self._r[column][other] > 0 else "-"
                found[sign + name] = (self._r[column][other] / (1 + _RIDGE)) ** 2
        for name, predictors in self._predictors:
            found[name] = predictors.predict(self._r[column])
        partner = max(found, key=found.__getitem__)
        return Apart(self.tolerance(factor), partner if found[partner] >= _PARTNER else SEVERAL)


class _Predictors:
    """Columns that may together predict another."""

    def __init__(self, r: Mapping[int, Mapping[int, float]], columns: Iterable[int]) -> None:
        self._columns = [j for j in columns if j in r]
        part = [[r[i][j] for j in self._columns] for i in self._columns]
        self._inverse = inverted(part, [_RIDGE] * len(part))

    def predict(self, correlations: Mapping[int, float]) -> float:
        """Return r2, the part of a column with these correlations that they predict."""
        own = [correlations[j] for j in self._columns]
        return sumprod(own, [sumprod(row, own) for row in self._inverse]) / (1 + _RIDGE)
