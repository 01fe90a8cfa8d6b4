"""All figures of one system on one gold set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from sayso.scoring.calibration import Calibration, calibrate
from sayso.scoring.counts import (
    COUNTED,
    PARTY_FIGURE,
    UNLINKED,
    count_article,
    count_mentions,
    count_nesting,
)
from sayso.scoring.labels import LABELS, UNIFORM, Confusion, LabelName, confusion, count_labels
from sayso.scoring.matching import Compared, ReadClaim
from sayso.scoring.measures import (
    N_GOLD,
    N_PREDICTED,
    Floats,
    Measure,
    f1,
    f1_measures,
    label_measures,
)
from sayso.scoring.resampling import Figure, Resampling
from sayso.scoring.traits import Traits


@dataclass(frozen=True, slots=True)
class Split:
    """Claims of one kind: ``value`` of the property ``trait``, and how many each side has."""

    trait: str
    value: str
    n_gold: int
    n_predicted: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Every figure of one system, over everything and for each kind of claim."""

    figures: tuple[Figure, ...]
    splits: tuple[Split, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    calibrations: tuple[Calibration, ...] = ()

    def figure(self, name: str) -> Figure | None:
        """The figure of that name over everything; ``None`` where there is no such."""
        return next((figure for figure in self.figures if figure.name == name), None)


def score_claims(
    compared: Sequence[Compared], resampling: Resampling, *, is_linked: bool = True
) -> Scores:
    """Score one system; the rows of ``resampling`` are the articles compared.

    Where gold is not linked, only pieces and words are scored.
    """
    figures = tuple(map(resampling.figure, find_measures(compared, is_linked=is_linked)))
    if not is_linked:
        return Scores(figures)
    return Scores(
        figures=figures,
        splits=tuple(_score_splits(compared, resampling)),
        confusions=tuple(
            confusion(name, labels, counts)
            for name, labels in LABELS.items()
            if (counts := np.array([count_labels(one, name) for one in compared])).any()
        ),
        calibrations=tuple(one.calibration for one in calibrate(compared)),
    )


def find_measures(compared: Sequence[Compared], *, is_linked: bool = True) -> list[Measure]:
    """All measures over everything; what gold does not annotate is not among them."""
    counts = np.array([count_article(one) for one in compared])
    counted = {name: counts[:, row] for row, name in enumerate(COUNTED)}
    if not is_linked:
        return _all_f1_measures({name: counted[name] for name in UNLINKED})
    optional = {
        PARTY_FIGURE: counted.pop(PARTY_FIGURE),
        "b-cubed": np.array([count_mentions(one) for one in compared]),
        "nesting": np.array([count_nesting(one) for one in compared]),
    }
    annotated = {name: rows for name, rows in optional.items() if rows[:, N_GOLD].any()}
    return [
        *_all_f1_measures(counted | annotated),
        *_all_label_measures(compared),
        *(measure for one in calibrate(compared) for measure in one.measures),
    ]


def _all_f1_measures(counted: Mapping[str, Floats]) -> list[Measure]:
    return [measure for name, rows in counted.items() for measure in f1_measures(name, rows)]


def _all_label_measures(compared: Sequence[Compared]) -> list[Measure]:
    """Over all matched claims with labels and, where some were chosen by cue, without those."""
    measures: list[Measure] = []
    for name, labels in LABELS.items():
        counts = np.array([count_labels(one, name) for one in compared])
        measures += label_measures(name, counts, labels)
        if any(one.article.enriched for one in compared):
            uniform = np.array([_count_uniform(one, name) for one in compared])
            measures += label_measures(f"{name}.{UNIFORM}", uniform, labels)
    return [measure for measure in measures if measure.n > 0]


def _count_uniform(compared: Compared, name: LabelName) -> Floats:
    enriched = compared.article.enriched
    return count_labels(compared, name, lambda gold: gold.claim.id not in enriched)


def _score_splits(compared: Sequence[Compared], resampling: Resampling) -> Iterator[Split]:
    """Each property gold tells of, unless all claims of both sides are alike in it."""
    gold = [claim for one in compared for claim in one.gold]
    predicted = [claim for one in compared for claim in one.predicted]
    for trait in (field.name for field in fields(Traits)):
        n_gold = Counter(_trait(claim, trait) for claim in gold)
        n_predicted = Counter(_trait(claim, trait) for claim in predicted)
        values = {value for value in (*n_gold, *n_predicted) if value is not None}
        if any(value is not None for value in n_gold) and len(values) > 1:
            for value in sorted(values):
                figures = _score_part(compared, resampling, trait, value)
                yield Split(trait, value, n_gold[value], n_predicted[value], figures)


def _trait(claim: ReadClaim, trait: str) -> str | None:
    value: str | None = getattr(claim.traits, trait)
    return value


def _score_part(
    compared: Sequence[Compared], resampling: Resampling, trait: str, value: str
) -> tuple[Figure, ...]:
    def keep(claim: ReadClaim) -> bool:
        return _trait(claim, trait) == value

    counts = np.array([count_article(one, keep) for one in compared])
    measures = [
        measure for row, name in enumerate(COUNTED) for measure in f1_measures(name, counts[:, row])
    ]
    for name, labels in LABELS.items():
        confused = np.array([count_labels(one, name, keep) for one in compared])
        measures += label_measures(name, confused, labels)
    return tuple(resampling.figure(measure) for measure in measures if _is_measured(measure))


def _is_measured(measure: Measure) -> bool:
    """Whether there is something to measure; F1 takes both sides."""
    has_both = bool(measure.counts[:, N_GOLD].any() and measure.counts[:, N_PREDICTED].any())
    return measure.n > 0 and (measure.statistic is not f1 or has_both)
