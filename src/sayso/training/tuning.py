"""What is fitted after training, on the shipped 8-bit graphs and the dev set.

Thresholds and calibration belong to the very file a user runs: 8-bit weights shift scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from sayso.gold import GoldArticle
from sayso.model.calibration import Calibration, Logistic
from sayso.model.decode import softmax
from sayso.model.frame import Floats
from sayso.model.model import UNCALIBRATED, Model, Settings
from sayso.records import CONFIDENCES, STANCES, Article, Claim
from sayso.scoring.matching import Match, compare_article
from sayso.steps.claims import Draft, find_drafts, keep_likely, make_claim
from sayso.training.figures import LabelledScores, Predicted

# Cues likelier than this are drafted for tuning; the fitted thresholds lie above it.
LEAST_CUE = 0.05
# Share of the claims that would be kept which the threshold on cues may lose. Each cue is read
# once more with its context, so that unlikely ones cost as much time as likely ones.
LOST_SHARE = 0.003
# A claim is kept when it is likelier than not. On PolNeAR dev the F1 of `attributed` is within
# 0.3 of its best from 0.5 to 0.62.
CLAIM_THRESHOLD = 0.5
# PolNeAR has no nested claims to fit a threshold on, and counts each as wrong: a compromise
# between finding them and its unfiltered figures. Assumed, not fitted.
NESTED_THRESHOLD = 0.66


@dataclass(frozen=True, slots=True)
class Drafted:
    """One gold article and all drafts of its text."""

    gold: GoldArticle
    drafts: tuple[Draft, ...]


def draft_all(articles: Iterable[GoldArticle], model: Model) -> list[Drafted]:
    """Draft every article once; annotators of one text share its drafts."""
    all_kept = replace(
        model.settings, cue_threshold=LEAST_CUE, claim_threshold=0.0, nested_threshold=0.0
    )
    model = replace(model, settings=all_kept)
    by_text: dict[str, tuple[Draft, ...]] = {}
    drafted = []
    for gold in articles:
        text = gold.article.text
        if text not in by_text:
            by_text[text] = tuple(find_drafts(text, model))
        drafted.append(Drafted(gold, by_text[text]))
    return drafted


def fit_calibration(drafted: Sequence[Drafted], labelled: Sequence[LabelledScores]) -> Calibration:
    """Fit all four maps.

    A claim is right where a gold claim shares half its content, and its source is right where
    it then meets the gold source. Drafts inside another's content are left out: nobody looked
    for claims there.
    """
    features: list[tuple[float, ...]] = []
    matches: list[Match | None] = []
    for one in drafted:
        claims = _outermost(one.drafts, UNCALIBRATED, UNCALIBRATED_THRESHOLDS)
        compared = compare_article(one.gold, _with_claims(one.gold.article, claims))
        found = {m.predicted.claim.id: m for m in compared.matches if m.is_half}
        for claim in claims:
            features.append(one.drafts[int(claim.id)].features)
            matches.append(found.get(claim.id))
    rows = np.array(features)
    is_claim = np.array([match is not None for match in matches])
    is_met = np.array([match.is_attributed for match in matches if match is not None])
    return Calibration(
        claim=_fit_logistic(rows, is_claim),
        source=_fit_logistic(rows[is_claim], is_met),
        stance_temperature=_fit_temperature(
            np.stack([one.scores.stances for one in labelled]),
            [STANCES.index(one.item.stance) for one in labelled],
        ),
        confidence_temperature=_fit_degrees(labelled),
    )


def fit_settings(
    drafted: Sequence[Drafted], calibration: Calibration, settings: Settings
) -> Settings:
    """The thresholds that go with a calibration."""
    return replace(
        settings,
        cue_threshold=_fit_cue_threshold(drafted, calibration),
        claim_threshold=CLAIM_THRESHOLD,
        nested_threshold=NESTED_THRESHOLD,
    )


def _fit_cue_threshold(drafted: Sequence[Drafted], calibration: Calibration) -> float:
    """The highest threshold on cues that loses a few in a thousand of the claims kept."""
    begins = [
        1.0 / (1.0 + np.exp(-draft.features[0]))
        for one in drafted
        for draft in one.drafts
        if calibration.claim.apply(draft.features) >= CLAIM_THRESHOLD
    ]
    return round(max(LEAST_CUE, float(np.quantile(begins, LOST_SHARE))), 3)


UNCALIBRATED_THRESHOLDS = Settings(claim_threshold=0.05, nested_threshold=0.3)


def find_outermost(
    drafted: Sequence[Drafted], calibration: Calibration, settings: Settings
) -> list[Predicted]:
    """The claims that a model with these settings keeps and that stand in no other's content."""
    return [
        Predicted(one.gold, tuple(_outermost(one.drafts, calibration, settings))) for one in drafted
    ]


def _outermost(
    drafts: Sequence[Draft], calibration: Calibration, settings: Settings
) -> list[Claim]:
    """The likely claims that stand in no likely claim's content; ids are drafts' indices."""
    claims = [make_claim(draft, str(n), calibration) for n, draft in enumerate(drafts)]
    return [claim for claim in keep_likely(claims, settings) if claim.within is None]


def _with_claims(article: Article, claims: Sequence[Claim]) -> Article:
    return Article(article.text, id=article.id, claims=tuple(claims))


def _fit_logistic(features: npt.NDArray[np.float64], is_right: npt.NDArray[np.bool_]) -> Logistic:
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(features, is_right)
    weights = tuple(round(float(weight), 4) for weight in fitted.coef_[0])
    return Logistic(weights, round(float(fitted.intercept_[0]), 4))


def _fit_temperature(logits: Floats, labels: Sequence[int]) -> float:
    def loss(temperature: float) -> float:
        chosen = softmax(logits / np.float32(temperature))[np.arange(len(labels)), labels]
        return float(-np.log(chosen + 1e-9).mean())

    return round(_minimize(loss), 3)


def _fit_degrees(labelled: Sequence[LabelledScores]) -> float:
    degrees = [
        (one.scores.degrees, CONFIDENCES.index(one.item.confidence))
        for one in labelled
        if one.item.confidence != "underspecified"
    ]
    return _fit_temperature(np.stack([d for d, _ in degrees]), [label for _, label in degrees])


def _minimize(loss: Callable[[float], float]) -> float:
    return float(minimize_scalar(loss, bounds=(0.2, 8.0), method="bounded").x)
