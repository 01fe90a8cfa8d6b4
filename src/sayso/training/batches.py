"""Epochs of training windows, the same for the same seed, so that a killed run can go on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.model.frame import Bools, Contexts, Cue, Ints, build_contexts
from sayso.model.tokens import Tokenizer
from sayso.records import Article
from sayso.training.config import TrainConfig
from sayso.training.examples import (
    UNKNOWN,
    Labelled,
    WindowLabels,
    label_unnested,
    label_windows,
    pad_rows,
)
from sayso.training.variation import Reporter, vary_marks

# Paragraphs joined to one made-up article: about a window's worth.
N_NESTED_AT_ONCE = 5
# Batches are cut from stretches of this many batches sorted by length: little padding,
# still well mixed.
N_SORTED_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length: ``(n_windows, n_tokens)``, and their claims."""

    ids: Ints
    mask: Bools
    cue_tags: Ints
    windows: tuple[WindowLabels, ...]

    @property
    def lengths(self) -> list[int]:
        return [len(window.ids) for window in self.windows]


@dataclass(frozen=True, slots=True)
class ClaimTargets:
    """What the heads should say of some cues, beside the contexts they read.

    ``roles`` ``(n_cues, n_tokens)``; ``is_claim``, ``stances`` and ``confidences``
    ``(n_cues,)``. A cue that attributes nothing has roles of ``UNKNOWN``.
    """

    contexts: Contexts
    roles: Ints
    is_claim: Ints
    stances: Ints
    confidences: Ints


class Epochs:
    """Cuts the training articles into batches, anew for each epoch."""

    def __init__(
        self, articles: Sequence[Article], tokenizer: Tokenizer, config: TrainConfig
    ) -> None:
        self._labelled = [label_unnested(article) for article in articles]
        self._reporter = Reporter(articles)
        self._tokenizer = tokenizer
        self._config = config

    def batches(self, epoch: int) -> list[Batch]:
        """The batches of one epoch, shuffled; the same for the same seed and epoch."""
        fit = self._config.fit
        rng = random.Random(f"{fit.seed}/{epoch}")  # noqa: S311 - no secret hangs on it
        windows = [w for one in self._articles(rng) for w in self._windows(one, rng)]
        rng.shuffle(windows)
        stretch = fit.batch_size * N_SORTED_TOGETHER
        batches = []
        for start in range(0, len(windows), stretch):
            near = sorted(windows[start : start + stretch], key=lambda w: len(w.ids))
            batches += [
                make_batch(near[i : i + fit.batch_size], self._tokenizer.pad_id)
                for i in range(0, len(near), fit.batch_size)
            ]
        rng.shuffle(batches)
        return batches

    def _articles(self, rng: random.Random) -> Iterator[Labelled]:
        fit = self._config.fit
        for labelled in self._labelled:
            yield vary_marks(labelled, rng) if rng.random() < fit.varied else labelled
        for _ in range(round(fit.nested * len(self._labelled) / N_NESTED_AT_ONCE)):
            made = self._reporter.report(rng, N_NESTED_AT_ONCE)
            yield vary_marks(made, rng) if rng.random() < fit.varied else made

    def _windows(self, labelled: Labelled, rng: random.Random) -> Iterator[WindowLabels]:
        model = self._config.model
        return label_windows(
            labelled, self._tokenizer, rng, max_tokens=model.max_tokens, overlap=model.overlap
        )


def make_batch(windows: Sequence[WindowLabels], pad_id: int) -> Batch:
    """Pad windows to one length."""
    ids = pad_rows([window.ids for window in windows], pad_id)
    lengths = np.array([len(window.ids) for window in windows])
    return Batch(
        ids=ids,
        mask=np.arange(ids.shape[1]) < lengths[:, None],
        cue_tags=pad_rows([window.cue_tags for window in windows], UNKNOWN),
        windows=tuple(windows),
    )


def find_targets(batch: Batch, false_cues: Sequence[Cue]) -> ClaimTargets | None:
    """Targets for every gold cue of a batch and for cues that were found but are none."""
    gold = [(row, claim) for row, window in enumerate(batch.windows) for claim in window.claims]
    cues = [Cue(row, claim.cue) for row, claim in gold] + list(false_cues)
    if not cues:
        return None
    contexts = build_contexts(cues, batch.lengths)
    roles = np.full(contexts.index.shape, UNKNOWN, dtype=np.int64)
    for target, (_, claim), index in zip(roles, gold, contexts.index, strict=False):
        target[:] = claim.roles[index]
    roles[~contexts.mask] = UNKNOWN
    silent = [UNKNOWN] * len(false_cues)
    return ClaimTargets(
        contexts=contexts,
        roles=roles,
        is_claim=np.array([1] * len(gold) + [0] * len(false_cues), dtype=np.int64),
        stances=np.array([claim.stance for _, claim in gold] + silent, dtype=np.int64),
        confidences=np.array([claim.confidence for _, claim in gold] + silent, dtype=np.int64),
    )
