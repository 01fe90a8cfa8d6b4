"""Probabilities that mean what they say: small logistic maps fitted on a dev set.

Platt scaling (Platt 1999) for whether something is right, temperature scaling (Guo et al.,
"On Calibration of Modern Neural Networks", ICML 2017) for which of several classes it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sayso.errors import ModelError
from sayso.model.decode import softmax
from sayso.model.frame import Floats


@dataclass(frozen=True, slots=True)
class Logistic:
    """``1 / (1 + exp(-(weights · features + bias)))``."""

    weights: tuple[float, ...]
    bias: float

    def apply(self, features: Sequence[float]) -> float:
        """The probability of one row of features.

        Raises:
            ValueError: The row is not as long as the weights.
        """
        score = self.bias + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted maps: is the claim one, is its source right, and how soft are the labels."""

    claim: Logistic
    source: Logistic
    stance_temperature: float
    confidence_temperature: float

    def stances(self, logits: Floats) -> Floats:
        """Calibrated probabilities ``(n, 4)``."""
        return softmax(logits / np.float32(self.stance_temperature))

    def confidences(self, logits: Floats) -> Floats:
        """Calibrated probabilities ``(n, 3)``, given that there is a degree at all."""
        return softmax(logits / np.float32(self.confidence_temperature))

    def to_json(self) -> dict[str, Any]:
        return {
            "claim": {"weights": list(self.claim.weights), "bias": self.claim.bias},
            "source": {"weights": list(self.source.weights), "bias": self.source.bias},
            "stance_temperature": self.stance_temperature,
            "confidence_temperature": self.confidence_temperature,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Calibration:
        """Read a calibration.

        Raises:
            ModelError: A field is missing or no number.
        """
        try:
            claim, source = (
                Logistic(tuple(float(w) for w in row[k]["weights"]), float(row[k]["bias"]))
                for k in ("claim", "source")
            )
            return cls(
                claim,
                source,
                float(row["stance_temperature"]),
                float(row["confidence_temperature"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"not a calibration: {error!r}") from error
