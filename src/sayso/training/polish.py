"""The label head fitted once more, alone, on what the finished encoder makes of the text.

In the joint run a labelled claim is seen once an epoch among many unlabelled ones, and the rare
labels hardly at all. Here the encoder stands still, its output is kept, and classes weigh by
the square root of their rarity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from sayso.gold import GoldArticle
from sayso.model.batches import find_batches
from sayso.model.frame import Floats, Ints, build_contexts
from sayso.model.model import Model
from sayso.records import CONFIDENCES, STANCES
from sayso.steps.labels import find_placed, lay_roles
from sayso.training.config import FitConfig
from sayso.training.examples import UNKNOWN, pad_rows
from sayso.training.network import LabelHead, Network

# Assumed, not measured.
BATCH_SIZE, RATE, WEIGHT_DECAY, SMOOTHING = 32, 5e-4, 0.05, 0.05


@dataclass(frozen=True, slots=True)
class LabelExample:
    """One labelled claim: ``hidden`` ``(n_tokens, width)``, the rest ``(n_tokens,)``."""

    hidden: Floats
    roles: Ints
    distance: Ints
    stance: int
    confidence: int


def polish_labels(
    network: Network, model: Model, articles: Sequence[GoldArticle], config: FitConfig
) -> None:
    """Fit the label head of a trained network anew, in place; a model reads through it."""
    examples = [e for gold in articles for e in _find_examples(gold, model)]
    head = network.labels.train()
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=WEIGHT_DECAY)
    n_steps = config.polish_epochs * -(-len(examples) // BATCH_SIZE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=n_steps + 1)
    stance_weights = _weights([e.stance for e in examples], len(STANCES))
    degree_weights = _weights([e.confidence for e in examples], len(CONFIDENCES) - 1)
    random = np.random.default_rng(config.seed)
    torch.manual_seed(config.seed)
    for _ in range(config.polish_epochs):
        order = random.permutation(len(examples))
        for start in range(0, len(order), BATCH_SIZE):
            batch = [examples[n] for n in order[start : start + BATCH_SIZE]]
            loss = _loss(head, batch, stance_weights, degree_weights)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    head.eval()


def _find_examples(gold: GoldArticle, model: Model) -> Iterator[LabelExample]:
    labelled = [claim for claim in gold.article.claims if claim.stance is not None]
    settings = model.settings
    if not labelled:
        return
    for batch in find_batches(
        gold.article.text,
        model.tokenizer,
        max_tokens=settings.max_tokens,
        overlap=settings.overlap,
    ):
        placed = find_placed(batch, labelled)
        if not placed:
            continue
        contexts = build_contexts([one.cue for one in placed], batch.lengths)
        roles = np.stack([lay_roles(batch, one) for one in placed])
        roles = np.take_along_axis(roles, contexts.index, axis=1)
        near = model.graphs.encode(batch.ids, batch.mask).hidden[contexts.rows, contexts.index]
        for number, one in enumerate(placed):
            mask = contexts.mask[number]
            yield LabelExample(
                hidden=near[number][mask],
                roles=roles[number][mask],
                distance=contexts.distance[number][mask],
                stance=_index(STANCES, one.claim.stance),
                confidence=_index(CONFIDENCES[:-1], one.claim.confidence),
            )


def _loss(
    head: LabelHead, batch: Sequence[LabelExample], stance_weights: Tensor, degree_weights: Tensor
) -> Tensor:
    n_tokens = max(len(example.roles) for example in batch)
    hidden = torch.zeros(len(batch), n_tokens, batch[0].hidden.shape[1])
    for row, example in zip(hidden, batch, strict=True):
        row[: len(example.roles)] = torch.from_numpy(example.hidden)
    lengths = torch.tensor([len(example.roles) for example in batch])
    stance, degree = head(
        hidden,
        torch.arange(n_tokens) < lengths[:, None],
        torch.from_numpy(pad_rows([example.roles for example in batch], 0)),
        torch.from_numpy(pad_rows([example.distance for example in batch], 0)),
    )
    loss = functional.cross_entropy(
        stance,
        torch.tensor([example.stance for example in batch]),
        weight=stance_weights,
        label_smoothing=SMOOTHING,
    )
    degrees = torch.tensor([example.confidence for example in batch])
    if bool((degrees != UNKNOWN).any()):
        loss = loss + functional.cross_entropy(
            degree,
            degrees,
            weight=degree_weights,
            ignore_index=UNKNOWN,
            label_smoothing=SMOOTHING,
        )
    return loss


def _weights(labels: Sequence[int], n_labels: int) -> Tensor:
    counts: dict[int, int] = defaultdict(int)
    for label in labels:
        counts[label] += 1
    mean = sum(counts[label] for label in range(n_labels)) / n_labels
    return torch.tensor([(mean / max(1, counts[label])) ** 0.5 for label in range(n_labels)])


def _index(labels: Sequence[str], label: str | None) -> int:
    return labels.index(label) if label in labels else UNKNOWN
