"""Measures: counts of each article, and the statistic that makes one figure of their sum.

Every figure is a function of a sum over articles. So an article is counted once, and a
bootstrap draw is nothing but another weighting of the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""From counts ``(..., width)`` to percent ``(...)``; NaN where there is nothing to measure."""

RIGHT, N_PREDICTED, FOUND, N_GOLD = range(4)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure to be: ``counts`` is ``(n_articles, width)``, ``n`` what it is measured over.

    ``grows_with_noise`` is True of a sum of absolute gaps, which any draw makes greater.
    """

    name: str
    counts: Floats
    statistic: Statistic
    n: int
    higher_is_better: bool = True
    grows_with_noise: bool = False


def precision(counts: Floats) -> Floats:
    """Right among the predicted; 0 where nothing was predicted although gold has something."""
    right = percent(counts[..., RIGHT], counts[..., N_PREDICTED])
    return np.where(np.isnan(right) & (counts[..., N_GOLD] > 0), 0.0, right)


def recall(counts: Floats) -> Floats:
    """Found among the gold; 0 where gold has nothing although something was predicted."""
    found = percent(counts[..., FOUND], counts[..., N_GOLD])
    return np.where(np.isnan(found) & (counts[..., N_PREDICTED] > 0), 0.0, found)


def f1(counts: Floats) -> Floats:
    """Harmonic mean of precision and recall; NaN where both sides are empty."""
    p, r = precision(counts), recall(counts)
    return 2 * p * r / np.where(p + r == 0, 1.0, p + r)


def f1_measures(name: str, counts: Floats) -> list[Measure]:
    """F1 under the name itself, precision and recall under ``name.precision``, ``name.recall``."""
    n_predicted, n_gold = (int(counts[:, column].sum()) for column in (N_PREDICTED, N_GOLD))
    return [
        Measure(name, counts, f1, n_gold),
        Measure(f"{name}.precision", counts, precision, n_predicted),
        Measure(f"{name}.recall", counts, recall, n_gold),
    ]


def accuracy_of(n_labels: int) -> Statistic:
    """The diagonal of flattened confusions ``(..., n_labels * (n_labels + 1))``."""

    def accuracy(counts: Floats) -> Floats:
        table = _table(counts, n_labels)
        right = np.trace(table[..., :n_labels], axis1=-2, axis2=-1)
        return percent(right, table.sum(axis=(-2, -1)))

    return accuracy


def macro_f1_of(n_labels: int) -> Statistic:
    """Mean F1 of the labels that occur in gold or prediction."""

    def macro_f1(counts: Floats) -> Floats:
        per_label = np.stack([label_f1_of(k, n_labels)(counts) for k in range(n_labels)])
        occurs = ~np.isnan(per_label)
        return percent(np.where(occurs, per_label, 0.0).sum(axis=0), occurs.sum(axis=0)) / 100

    return macro_f1


def label_f1_of(label: int, n_labels: int) -> Statistic:
    """F1 of one label; NaN where it occurs on neither side."""

    def label_f1(counts: Floats) -> Floats:
        table = _table(counts, n_labels)
        right = table[..., label, label]
        return percent(2 * right, table[..., label, :].sum(-1) + table[..., :, label].sum(-1))

    return label_f1


def label_measures(name: str, counts: Floats, labels: Sequence[str]) -> list[Measure]:
    """Macro-F1, accuracy, and F1 of each label that gold has."""
    n_labels = len(labels)
    per_gold_label = _table(counts.sum(axis=0), n_labels).sum(axis=-1)
    n = int(per_gold_label.sum())
    return [
        Measure(f"{name}.macro-f1", counts, macro_f1_of(n_labels), n),
        Measure(f"{name}.accuracy", counts, accuracy_of(n_labels), n),
        *(
            Measure(f"{name}.{label}", counts, label_f1_of(k, n_labels), int(per_gold_label[k]))
            for k, label in enumerate(labels)
            if per_gold_label[k]
        ),
    ]


def _table(counts: Floats, n_labels: int) -> Floats:
    """``(..., n_labels, n_labels + 1)``: gold by predicted, the last column "no label"."""
    return counts.reshape(*counts.shape[:-1], n_labels, n_labels + 1)


def percent(part: NDArray[np.generic], whole: NDArray[np.generic]) -> Floats:
    """In percent; NaN where the whole is empty."""
    parts, wholes = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    empty = wholes == 0
    return np.where(empty, np.nan, 100 * parts / np.where(empty, 1.0, wholes))
