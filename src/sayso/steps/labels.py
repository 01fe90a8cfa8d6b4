"""Stance and confidence of claims whose cue, source and content are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.model.frame import Contexts, Floats, Ints
from sayso.model.model import Model
from sayso.records import CONFIDENCES, STANCES, Claim, Confidence, Stance

# Only under these does a source commit itself to a degree of certainty.
COMMITTED: tuple[Stance, ...] = ("support", "deny")


@dataclass(frozen=True, slots=True)
class Labels:
    """The two labels of one claim with their calibrated probabilities."""

    stance: Stance
    confidence: Confidence
    stance_probability: float
    confidence_probability: float

    def put_on(self, claim: Claim) -> Claim:
        """The claim with these labels."""
        return replace(
            claim,
            stance=self.stance,
            confidence=self.confidence,
            probability=replace(
                claim.probability,
                stance=self.stance_probability,
                confidence=self.confidence_probability,
            ),
        )


def classify_claims(hidden: Floats, contexts: Contexts, roles: Ints, model: Model) -> list[Labels]:
    """Classify each claim of a batch of windows.

    Args:
        hidden: The encoder's output ``(n_windows, n_tokens, width)``.
        contexts: The tokens around each claim's cue.
        roles: ``(n_claims, n_tokens)``, the cue's own tokens among them.
        model: Whose graphs and calibration to use.
    """
    logits = model.graphs.score_labels(hidden, contexts, roles)
    stances = model.calibration.stances(logits.stances)
    degrees = model.calibration.confidences(logits.confidences)
    return [_label(stance, degree) for stance, degree in zip(stances, degrees, strict=True)]


def _label(stances: Floats, degrees: Floats) -> Labels:
    """Choose a stance, and a degree that goes with it.

    Confidence is ``underspecified`` exactly where the stance commits the source to nothing, so
    its probability is that of such a stance; a degree's is that of a committed one times its own.
    """
    stance = STANCES[int(stances.argmax())]
    p_committed = float(sum(stances[STANCES.index(s)] for s in COMMITTED))
    if stance in COMMITTED:
        confidence, p_confidence = CONFIDENCES[int(degrees.argmax())], float(degrees.max())
        p_confidence *= p_committed
    else:
        confidence, p_confidence = "underspecified", 1.0 - p_committed
    return Labels(stance, confidence, _bounded(float(stances.max())), _bounded(p_confidence))


def _bounded(probability: float) -> float:
    return min(max(probability, 0.0), 1.0)
