"""Stance and confidence of claims whose cue, source and content are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.model.batches import Batch, find_batches, find_rows
from sayso.model.calibration import Calibration
from sayso.model.frame import (
    ROLE_CONTENT,
    ROLE_CUE,
    ROLE_SOURCE,
    Contexts,
    Cue,
    Floats,
    Ints,
    TokenSpan,
    build_contexts,
)
from sayso.model.graphs import Graphs
from sayso.model.model import Model
from sayso.records import CONFIDENCES, STANCES, Claim, Confidence, Span, Stance

# Only under these does a source commit itself to a degree of certainty.
COMMITTED: tuple[Stance, ...] = ("support", "deny")


@dataclass(frozen=True, slots=True)
class Labels:
    """The two labels of one claim with their calibrated probabilities."""

    stance: Stance
    confidence: Confidence
    stance_probability: float
    confidence_probability: float


@dataclass(frozen=True, slots=True)
class LabelScores:
    """The network's logits for one claim: ``stances`` ``(4,)``, ``degrees`` ``(3,)``."""

    stances: Floats
    degrees: Floats

    def choose(self, calibration: Calibration) -> Labels:
        """The likeliest stance, and the confidence that goes with it.

        Confidence is ``underspecified`` exactly where the stance commits the source to
        nothing, so its probability is that of such a stance; a degree's is its own times that
        of a stance that commits.
        """
        stances = calibration.stances(self.stances)
        degrees = calibration.confidences(self.degrees)
        stance = STANCES[int(stances.argmax())]
        p_committed = float(sum(stances[STANCES.index(s)] for s in COMMITTED))
        if stance in COMMITTED:
            confidence = CONFIDENCES[int(degrees.argmax())]
            p_confidence = float(degrees.max()) * p_committed
        else:
            confidence, p_confidence = "underspecified", 1.0 - p_committed
        return Labels(stance, confidence, _bounded(float(stances.max())), _bounded(p_confidence))


def score_labels(
    hidden: Floats, contexts: Contexts, roles: Ints, graphs: Graphs
) -> list[LabelScores]:
    """Score each claim of a batch of windows.

    Args:
        hidden: The encoder's output ``(n_windows, n_tokens, width)``.
        contexts: The tokens around each claim's cue.
        roles: ``(n_claims, n_tokens)``, the cue's own tokens among them.
        graphs: The network.
    """
    logits = graphs.score_labels(hidden, contexts, roles)
    return [LabelScores(*row) for row in zip(logits.stances, logits.confidences, strict=True)]


def score_given(text: str, claims: Sequence[Claim], model: Model) -> dict[str, LabelScores]:
    """Score claims that are already known, such as gold ones, by their ids.

    A claim without a cue is read around the first token of its content.
    """
    settings = model.settings
    scores: dict[str, LabelScores] = {}
    for batch in find_batches(
        text, model.tokenizer, max_tokens=settings.max_tokens, overlap=settings.overlap
    ):
        placed = find_placed(batch, claims)
        if not placed:
            continue
        contexts = build_contexts([one.cue for one in placed], batch.lengths)
        roles = np.stack([lay_roles(batch, one) for one in placed])
        roles = np.take_along_axis(roles, contexts.index, axis=1) * contexts.mask
        hidden = model.graphs.encode(batch.ids, batch.mask).hidden
        found = score_labels(hidden, contexts, roles, model.graphs)
        scores |= {one.claim.id: score for one, score in zip(placed, found, strict=True)}
    return scores


@dataclass(frozen=True, slots=True)
class Placed:
    """A known claim, and where its cue stands in a batch of windows."""

    claim: Claim
    cue: Cue


def find_placed(batch: Batch, claims: Sequence[Claim]) -> list[Placed]:
    """The claims whose cue begins in the core of a window of the batch."""
    return [Placed(claim, cue) for claim in claims if (cue := _find_cue(batch, claim)) is not None]


def _find_cue(batch: Batch, claim: Claim) -> Cue | None:
    anchor = claim.cue or claim.content[:1]
    covering = batch.tokens.covering(Span(anchor[0].start, anchor[-1].end))
    for row, window in enumerate(batch.windows):
        if window.core_start <= covering.start < window.core_end and covering.start < covering.stop:
            rows = find_rows(batch.tokens, window, Span(anchor[0].start, anchor[-1].end))
            return Cue(row, TokenSpan(rows.start, rows.stop))
    return None


def lay_roles(batch: Batch, placed: Placed) -> Ints:
    """``(n_tokens,)`` roles of one claim over its whole window."""
    roles = np.zeros(batch.ids.shape[1], dtype=np.int64)
    window, claim = batch.windows[placed.cue.row], placed.claim
    for role, spans in (
        (ROLE_CONTENT, claim.content),
        (ROLE_SOURCE, claim.source),
        (ROLE_CUE, claim.cue),
    ):
        for span in spans:
            roles[find_rows(batch.tokens, window, span)] = role
    return roles


def _bounded(probability: float) -> float:
    return min(max(probability, 0.0), 1.0)
