"""Stance and confidence: confusions on matched claims, and on label files given gold spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from sayso.errors import GoldError
from sayso.gold import LabelItem
from sayso.records import CONFIDENCES, STANCES
from sayso.scoring.counts import Keep
from sayso.scoring.matching import Compared, ReadClaim
from sayso.scoring.measures import Floats, Measure, label_measures

LabelName = Literal["stance", "confidence"]
LABELS: Final[dict[LabelName, tuple[str, ...]]] = {"stance": STANCES, "confidence": CONFIDENCES}

UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each gold label (row) got each predicted one (column; the last: none)."""

    name: str
    labels: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The two labels given to one claim; ``None`` where none was given."""

    stance: str | None
    confidence: str | None


def count_labels(compared: Compared, name: LabelName, keep: Keep = lambda _: True) -> Floats:
    """The flattened confusion of one article, over claims matched by at least half.

    Gold claims without the label are left aside; ``keep`` chooses among the others.
    """
    labels = LABELS[name]
    table = np.zeros((len(labels), len(labels) + 1))
    for match in compared.matches:
        gold = label_of(match.gold, name)
        if match.is_half and gold is not None and keep(match.gold):
            table[labels.index(gold), _column(labels, label_of(match.predicted, name))] += 1
    return table.ravel()


def label_of(one: ReadClaim, name: LabelName) -> str | None:
    return one.claim.stance if name == "stance" else one.claim.confidence


def confusion(name: str, labels: Sequence[str], counts: Floats) -> Confusion:
    """The confusion over all articles from counts ``(n_articles, width)``."""
    table = counts.sum(axis=0).reshape(len(labels), len(labels) + 1).astype(int)
    return Confusion(name, tuple(labels), tuple(map(tuple, table.tolist())))


def score_label_items(items: Sequence[LabelItem], predicted: Sequence[Labels]) -> list[Measure]:
    """Measures of labels predicted on gold spans, over all items and over the uniform draw.

    Args:
        items: The gold, in any order; each is a row of counts, so resample by ``item.article``.
        predicted: One for each item, in the same order.

    Raises:
        GoldError: There are no items, or not as many predictions.
    """
    if not items or len(items) != len(predicted):
        raise GoldError(
            f"found {len(predicted)} predicted labels for {len(items)} labelled items; "
            "wanted one for each of at least one item"
        )
    is_uniform = np.array([item.draw == UNIFORM for item in items], dtype=np.float64)
    measures: list[Measure] = []
    for name, labels in LABELS.items():
        counts = np.array(
            [
                _one_hot(labels, getattr(item, name), getattr(one, name))
                for item, one in zip(items, predicted, strict=True)
            ]
        )
        measures += label_measures(f"{name}.gold-spans", counts, labels)
        uniform = counts * is_uniform[:, None]
        measures += label_measures(f"{name}.gold-spans.{UNIFORM}", uniform, labels)
    return measures


def _one_hot(labels: Sequence[str], gold: str, predicted: str | None) -> Floats:
    table = np.zeros((len(labels), len(labels) + 1))
    table[labels.index(gold), _column(labels, predicted)] = 1
    return table.ravel()


def _column(labels: Sequence[str], predicted: str | None) -> int:
    return len(labels) if predicted is None else labels.index(predicted)
