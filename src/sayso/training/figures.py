"""The figures a training run is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import accuracy_score, f1_score

from sayso.gold import GoldArticle, LabelItem
from sayso.model.calibration import Calibration
from sayso.records import Article, Claim
from sayso.scoring.matching import compare_article
from sayso.scoring.scores import find_measures
from sayso.steps.labels import LabelScores

# The figures of a run's log and card, in percent, as the scorer names them.
SHOWN = (
    "exact.source",
    "exact.cue",
    "exact.content",
    "content.50",
    "content.exact",
    "attributed",
    "attributed.exact-source",
)


@dataclass(frozen=True, slots=True)
class LabelledScores:
    """The network's scores for one labelled claim, on gold spans."""

    item: LabelItem
    scores: LabelScores


@dataclass(frozen=True, slots=True)
class Predicted:
    """One gold article and the claims a model finds in it."""

    gold: GoldArticle
    claims: tuple[Claim, ...]


def measure_claims(predicted: Sequence[Predicted]) -> dict[str, float]:
    """F1 in percent of each figure shown, over all articles."""
    compared = [
        compare_article(
            one.gold, Article(one.gold.article.text, id=one.gold.article.id, claims=one.claims)
        )
        for one in predicted
    ]
    values = {
        measure.name: float(measure.statistic(measure.counts.sum(axis=0)))
        for measure in find_measures(compared)
    }
    return {name: round(values[name], 2) for name in SHOWN}


def measure_labels(
    labelled: Sequence[LabelledScores], calibration: Calibration
) -> dict[str, float]:
    """Macro-F1 and accuracy in percent of both labels on gold spans."""
    chosen = [one.scores.choose(calibration) for one in labelled]
    pairs = {
        "stance": ([one.item.stance for one in labelled], [c.stance for c in chosen]),
        "confidence": ([one.item.confidence for one in labelled], [c.confidence for c in chosen]),
    }
    figures = {}
    for name, (gold, found) in pairs.items():
        figures[f"{name}.macro-f1"] = 100 * float(
            np.asarray(f1_score(gold, found, average="macro"))
        )
        figures[f"{name}.accuracy"] = 100 * float(accuracy_score(gold, found))
    return {name: round(value, 2) for name, value in figures.items()}
