"""What training and run time must agree on: the tags, and the context a cue is read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sayso.records import CONFIDENCES, STANCES

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

CueTag = Literal["O", "B", "I"]
CUE_TAGS: tuple[CueTag, ...] = ("O", "B", "I")
CUE_O, CUE_B, CUE_I = range(3)

ROLE_NONE, ROLE_SOURCE, ROLE_CONTENT, ROLE_CUE = range(4)
N_PREDICTED_ROLES = 3  # none, source, content; the cue is given

# Under query and comment the confidence is always "underspecified" (GUIDELINES: confidence),
# so the network only tells the other three apart.
N_STANCES = len(STANCES)
N_CONFIDENCES = len(CONFIDENCES) - 1

# Tokens read on either side of a cue's first token. 99 in 100 attributions of PolNeAR dev
# (n = 2,319) have their farthest source or content token within 83 of the cue.
CONTEXT_HALF = 96


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens ``[start, end)`` of one window; never leaves ``model`` and ``steps``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens ``[start, end)`` of row ``row`` of a batch of windows, special tokens counted."""

    row: int
    tokens: TokenSpan


@dataclass(frozen=True, slots=True)
class Contexts:
    """The tokens around each cue, ready for the heads; every array is ``(n_cues, n_tokens)``.

    ``rows`` ``(n_cues, 1)`` and ``index`` address the encoder's output, ``mask`` is true where
    there is a token, ``inside`` where it belongs to the cue, and ``distance`` counts tokens
    from the cue's first, shifted into ``[0, 2 * CONTEXT_HALF]``.
    """

    rows: Ints
    index: Ints
    mask: Bools
    inside: Bools
    distance: Ints

    def take(self, numbers: Sequence[int]) -> Contexts:
        """The contexts of some of the cues."""
        chosen = list(numbers)
        return Contexts(
            self.rows[chosen],
            self.index[chosen],
            self.mask[chosen],
            self.inside[chosen],
            self.distance[chosen],
        )


def build_contexts(cues: Sequence[Cue], lengths: Sequence[int]) -> Contexts:
    """Lay out the tokens that each cue's source and content are looked for in.

    Args:
        cues: At least one.
        lengths: Tokens in each row of the batch, special tokens counted.
    """
    first = np.array([cue.tokens.start for cue in cues], dtype=np.int64)[:, None]
    last = np.array([cue.tokens.end for cue in cues], dtype=np.int64)[:, None]
    rows = np.array([cue.row for cue in cues], dtype=np.int64)[:, None]
    start = np.maximum(0, first - CONTEXT_HALF)
    end = np.minimum(np.array(lengths, dtype=np.int64)[rows], first + CONTEXT_HALF)
    index = start + np.arange(int((end - start).max()), dtype=np.int64)
    mask = index < end
    index = np.minimum(index, end - 1)
    inside = mask & (index >= first) & (index < last)
    distance = np.clip(index - first, -CONTEXT_HALF, CONTEXT_HALF) + CONTEXT_HALF
    return Contexts(rows, index, mask, inside, distance)
