"""From measures to figures: a percentile bootstrap over articles (Efron 1979).

What is drawn with replacement is texts: all annotations of one text come and go together, for
they are no independent evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.scoring.measures import Floats, Measure
from sayso.scoring.settings import Settings

_TAILS = (2.5, 97.5)  # percent: what lies between is the 95 % interval
# Fewer texts than this tell nothing about how figures vary between texts.
_MIN_TEXTS = 2
_ROUNDING = 1e-9  # points: differences no greater are equal


@dataclass(frozen=True, slots=True)
class Figure:
    """One value in percent with its 95 % interval; ``None`` where there is nothing to measure."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """One system against another, in points; ``p`` by permutation."""

    name: str
    value: float
    against: float
    difference: float
    low: float | None
    high: float | None
    p: float
    n: int
    higher_is_better: bool = True


class Resampling:
    """The draws of one gold set, made once and used for every figure on it."""

    def __init__(self, texts: Sequence[str], settings: Settings) -> None:
        """``texts`` name the text of each article, in the order of the rows of counts."""
        names, self._text_of = np.unique(np.array(texts, dtype=object), return_inverse=True)
        self._n_texts = len(names)
        random = np.random.default_rng(settings.seed)
        even = np.full(self._n_texts, 1 / self._n_texts)
        weights = random.multinomial(self._n_texts, even, size=settings.draws)
        swaps = random.integers(0, 2, size=(settings.draws, self._n_texts))
        self._weights, self._swaps = weights.astype(np.float64), swaps.astype(np.float64)

    def figure(self, measure: Measure) -> Figure:
        """The measure over all articles, and its interval."""
        counts = self._per_text(measure.counts)
        value = _number(measure.statistic(counts.sum(axis=0)))
        drawn = measure.statistic(self._weights @ counts)
        if measure.grows_with_noise and value is not None:
            # The draws lie too high by what noise adds to them; their mean tells how much.
            drawn = np.clip(drawn - np.nanmean(drawn) + value, 0.0, 100.0)
        interval = self._interval(drawn)
        return Figure(
            name=measure.name,
            value=value,
            low=interval.low,
            high=interval.high,
            n=measure.n,
            higher_is_better=measure.higher_is_better,
        )

    def difference(self, measure: Measure, against: Measure) -> Difference | None:
        """The first minus the second on the same draws; ``None`` where one measures nothing.

        ``p`` is that of a paired permutation test: how often a difference as great arises
        where, text by text, it is left to chance which system made which prediction.
        """
        statistic = measure.statistic
        ours, theirs = self._per_text(measure.counts), self._per_text(against.counts)
        value = _number(statistic(ours.sum(axis=0)))
        other = _number(statistic(theirs.sum(axis=0)))
        if value is None or other is None:
            return None
        drawn = statistic(self._weights @ ours) - statistic(self._weights @ theirs)
        swapped = self._swaps @ (theirs - ours)
        by_chance = statistic(ours.sum(axis=0) + swapped) - statistic(theirs.sum(axis=0) - swapped)
        interval = self._interval(drawn)
        return Difference(
            name=measure.name,
            value=value,
            against=other,
            difference=value - other,
            low=interval.low,
            high=interval.high,
            p=_p_value(by_chance, value - other),
            n=measure.n,
            higher_is_better=measure.higher_is_better,
        )

    def _per_text(self, counts: Floats) -> Floats:
        summed = np.zeros((self._n_texts, counts.shape[1]))
        np.add.at(summed, self._text_of, counts)
        return summed

    def _interval(self, drawn: Floats) -> _Interval:
        drawn = drawn[~np.isnan(drawn)]
        if self._n_texts < _MIN_TEXTS or not len(drawn):
            return _Interval(None, None)
        low, high = np.percentile(drawn, _TAILS)
        return _Interval(float(low), float(high))


@dataclass(frozen=True, slots=True)
class _Interval:
    low: float | None
    high: float | None


def _p_value(by_chance: Floats, difference: float) -> float:
    by_chance = by_chance[~np.isnan(by_chance)]
    n_as_great = (np.abs(by_chance) >= abs(difference) - _ROUNDING).sum()
    return float((1 + n_as_great) / (1 + len(by_chance)))


def _number(value: Floats) -> float | None:
    return None if np.isnan(value) else float(value)
