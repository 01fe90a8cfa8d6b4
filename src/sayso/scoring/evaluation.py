"""One gold set, one system, perhaps another to set it against: all there is to report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.gold import GoldSet
from sayso.records import Article
from sayso.scoring.cases import Case, compare_cases, has_nested, pair_articles
from sayso.scoring.ceiling import Ceiling, score_ceiling
from sayso.scoring.matching import Compared
from sayso.scoring.outcomes import Changes, find_changes
from sayso.scoring.resampling import Difference, Resampling
from sayso.scoring.scores import Scores, find_measures, score_claims
from sayso.scoring.settings import Scope, Settings


@dataclass(frozen=True, slots=True)
class GoldSummary:
    """What the gold set holds, and so what can be measured on it."""

    n_articles: int
    n_texts: int
    n_claims: int
    n_nested: int
    n_implicit: int
    n_with_party: int
    n_with_stance: int
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The system against another: paired differences, and the claims behind them."""

    differences: tuple[Difference, ...]
    changes: Changes
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Evaluation:
    """All there is to report of one system on one gold set.

    ``headline`` counts every claim. Where gold annotates no nested claims, every nested
    prediction is wrong by that count; ``outermost`` then scores without them, and is what the
    details (``detailed``, ``compared``, ``ceiling``, ``comparison``) are taken from.
    """

    gold: GoldSummary
    settings: Settings
    scope: Scope
    headline: Scores
    outermost: Scores | None
    compared: tuple[Compared, ...]
    ceiling: Ceiling | None
    comparison: Comparison | None
    remarks: tuple[str, ...]

    @property
    def detailed(self) -> Scores:
        """The scores in the scope that the details are given for."""
        return self.headline if self.outermost is None else self.outermost


def evaluate_predictions(
    gold: GoldSet,
    predictions: Sequence[Article],
    *,
    against: Sequence[Article] | None = None,
    settings: Settings | None = None,
) -> Evaluation:
    """Score the predictions and, where there are others to set them ``against``, the difference.

    Raises:
        GoldError: Nothing can be scored: no gold, or no prediction that belongs to it.
    """
    settings = settings or Settings()
    # Sums of floats, and the draws, must not hang on the order of files.
    gold = replace(gold, articles=tuple(sorted(gold.articles, key=lambda one: one.article.id)))
    paired = pair_articles(gold, predictions)
    scope = settings.scope or _fitting_scope(gold, paired.cases)
    resampling = Resampling([one.name for one in gold.articles], settings)
    everything = compare_cases(paired.cases)
    headline = score_claims(everything, resampling, is_linked=gold.is_linked)
    compared, outermost = everything, None
    if scope == "outermost":
        compared = compare_cases(paired.cases, scope)
        outermost = score_claims(compared, resampling, is_linked=gold.is_linked)
    return Evaluation(
        gold=summarise_gold(gold),
        settings=settings,
        scope=scope,
        headline=headline,
        outermost=outermost,
        compared=compared,
        ceiling=score_ceiling(paired.cases, settings, scope),
        comparison=(
            None if against is None else _compare(gold, compared, against, scope, resampling)
        ),
        remarks=(*_remarks(gold, scope, everything), *paired.remarks),
    )


def summarise_gold(gold: GoldSet) -> GoldSummary:
    """Count what the gold set holds."""
    articles = [one.article for one in gold.articles]
    claims = [claim for article in articles for claim in article.claims]
    return GoldSummary(
        n_articles=len(articles),
        n_texts=len({article.text for article in articles}),
        n_claims=len(claims),
        n_nested=sum(claim.within is not None for claim in claims),
        n_implicit=sum(claim.implicit for claim in claims),
        n_with_party=sum(bool(claim.source_ids) for claim in claims),
        n_with_stance=sum(claim.stance is not None for claim in claims),
        is_linked=gold.is_linked,
    )


def _fitting_scope(gold: GoldSet, cases: Sequence[Case]) -> Scope:
    """Outermost claims alone where gold has no nested one and the prediction has."""
    if has_nested(one.article for one in gold.articles):
        return "all"
    return "outermost" if has_nested(case.prediction for case in cases) else "all"


def _remarks(gold: GoldSet, scope: Scope, everything: Sequence[Compared]) -> Iterator[str]:
    if scope == "outermost":
        predicted = [claim for one in everything for claim in one.predicted]
        n_nested = sum(one.claim.within is not None for one in predicted)
        yield (
            f"This gold marks no nested claims, and {n_nested} of {len(predicted)} predicted "
            "claims are nested: the headline counts them as wrong; the figures for outermost "
            "claims, and every detail, leave them out."
        )
    if not gold.is_linked:
        yield (
            "This gold does not say which source, cue and content belong together: only pieces "
            "and words are scored, no whole claims."
        )


def _compare(
    gold: GoldSet,
    compared: Sequence[Compared],
    against: Sequence[Article],
    scope: Scope,
    resampling: Resampling,
) -> Comparison:
    paired = pair_articles(gold, against)
    other = compare_cases(paired.cases, scope)
    theirs = {m.name: m for m in find_measures(other, is_linked=gold.is_linked)}
    differences = (
        resampling.difference(measure, theirs[measure.name])
        for measure in find_measures(compared, is_linked=gold.is_linked)
        # Calibration is judged in bins of each system's own, which cannot be swapped.
        if measure.name in theirs and measure.higher_is_better
    )
    return Comparison(
        differences=tuple(one for one in differences if one is not None),
        changes=find_changes(compared, other),
        remarks=paired.remarks,
    )
