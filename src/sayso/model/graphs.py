"""The network at run time: three graphs on onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime

from sayso.errors import ModelError
from sayso.model.frame import Bools, Contexts, Floats, Ints

ENCODER_FILE, ROLES_FILE, LABELS_FILE = "encoder.onnx", "roles.onnx", "labels.onnx"
GRAPH_FILES = (ENCODER_FILE, ROLES_FILE, LABELS_FILE)


@dataclass(frozen=True, slots=True)
class Encoded:
    """``hidden`` ``(n_windows, n_tokens, width)`` and ``cue_logits`` ``(…, 3)``."""

    hidden: Floats
    cue_logits: Floats


@dataclass(frozen=True, slots=True)
class RoleLogits:
    """``tags`` ``(n_cues, n_tokens, 3)`` and ``claims`` ``(n_cues,)``."""

    tags: Floats
    claims: Floats


@dataclass(frozen=True, slots=True)
class LabelLogits:
    """``stances`` ``(n_claims, 4)`` and ``confidences`` ``(n_claims, 3)``."""

    stances: Floats
    confidences: Floats


class Graphs(Protocol):
    """What the steps ask of a network, on whatever it runs."""

    def encode(self, ids: Ints, mask: Bools) -> Encoded:
        """Read windows ``(n_windows, n_tokens)``; ``mask`` is true where there is a token."""

    def score_roles(self, hidden: Floats, contexts: Contexts) -> RoleLogits:
        """Look for source and content of each cue; ``hidden`` is the encoder's output."""

    def score_labels(self, hidden: Floats, contexts: Contexts, roles: Ints) -> LabelLogits:
        """Classify claims whose roles ``(n_claims, n_tokens)`` are known."""


class OnnxGraphs:
    """The shipped graphs, on the CPU."""

    def __init__(self, folder: Path, n_threads: int) -> None:
        """Open the graphs of a model folder.

        Args:
            folder: Holds the three graph files, already checked.
            n_threads: Threads for one graph; 0 leaves it to onnxruntime.

        Raises:
            ModelError: A file is no graph that onnxruntime can run.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = n_threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Batches differ in shape; a pool of arenas for each would only grow.
        options.enable_cpu_mem_arena = False
        try:
            self._encoder, self._roles, self._labels = (
                onnxruntime.InferenceSession(
                    str(folder / name), options, providers=["CPUExecutionProvider"]
                )
                for name in GRAPH_FILES
            )
        except Exception as error:  # onnxruntime has a dozen kinds of its own
            raise ModelError(f"{folder}: its graphs cannot be run: {error}") from error

    def encode(self, ids: Ints, mask: Bools) -> Encoded:
        """Read windows ``(n_windows, n_tokens)``; ``mask`` is true where there is a token."""
        hidden, cue_logits = self._encoder.run(None, {"ids": ids, "mask": mask})
        return Encoded(hidden, cue_logits)

    def score_roles(self, hidden: Floats, contexts: Contexts) -> RoleLogits:
        """Look for source and content of each cue; ``hidden`` is the encoder's output."""
        near = hidden[contexts.rows, contexts.index]
        tags, claims = self._roles.run(
            None,
            {
                "hidden": near,
                "mask": contexts.mask,
                "inside": contexts.inside,
                "distance": contexts.distance,
            },
        )
        return RoleLogits(tags, claims)

    def score_labels(self, hidden: Floats, contexts: Contexts, roles: Ints) -> LabelLogits:
        """Classify claims whose roles ``(n_claims, n_tokens)`` are known."""
        near = np.ascontiguousarray(hidden[contexts.rows, contexts.index])
        stances, confidences = self._labels.run(
            None,
            {
                "hidden": near,
                "mask": contexts.mask,
                "roles": roles,
                "distance": contexts.distance,
            },
        )
        return LabelLogits(stances, confidences)
