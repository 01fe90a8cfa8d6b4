"""How far people agree: annotators of one text scored against each other, as a model would be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso.scoring.cases import Case, compare_cases
from sayso.scoring.matching import Compared
from sayso.scoring.measures import f1
from sayso.scoring.resampling import Figure, Resampling
from sayso.scoring.scores import find_measures
from sayso.scoring.settings import Scope, Settings


@dataclass(frozen=True, slots=True)
class Ceiling:
    """F1 of every pair of annotators and, on the same texts, of the system with each of them."""

    n_texts: int
    n_pairs: int
    annotators: tuple[Figure, ...]
    system: tuple[Figure, ...]


def score_ceiling(cases: Sequence[Case], settings: Settings, scope: Scope) -> Ceiling | None:
    """Score the texts that several annotators read; ``None`` where there is no such text.

    F1 alone is given: which of two annotators stands for gold changes nothing in it.
    """
    by_text: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_text[case.gold.article.text].append(case)
    shared = [group for group in by_text.values() if len(group) > 1]
    if not shared:
        return None
    pairs = [
        Case(one.gold, other.gold.article)
        for group in shared
        for one, other in combinations(sorted(group, key=_annotation), 2)
    ]

    return Ceiling(
        n_texts=len(shared),
        n_pairs=len(pairs),
        annotators=_f1_figures(compare_cases(pairs, scope), settings),
        system=_f1_figures(
            compare_cases((case for group in shared for case in group), scope), settings
        ),
    )


def _annotation(case: Case) -> str:
    return case.gold.article.id


def _f1_figures(compared: Sequence[Compared], settings: Settings) -> tuple[Figure, ...]:
    resampling = Resampling([one.article.name for one in compared], settings)
    measures = (measure for measure in find_measures(compared) if measure.statistic is f1)
    return tuple(resampling.figure(measure) for measure in measures)
