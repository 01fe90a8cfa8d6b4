"""The training loop: losses, steps, checkpoints."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from sayso.model.decode import find_cues, softmax
from sayso.model.frame import CUE_B, CUE_O, ROLE_CUE, Cue, Ints, TokenSpan
from sayso.training.batches import Batch, ClaimTargets, Epochs, find_targets
from sayso.training.config import FitConfig
from sayso.training.examples import UNKNOWN
from sayso.training.network import Network

# Cues found in training at this probability and not in the gold are shown to the heads as
# cues that attribute nothing. Assumed, not measured.
FALSE_CUE_THRESHOLD = 0.1
# Shares of the loss. Assumed, not measured: they bring the terms to one order of size.
CUE_WEIGHT, ROLE_WEIGHT, CLAIM_WEIGHT = 4.0, 4.0, 0.3
MAX_GRADIENT = 1.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands: the next batch is ``step`` of ``epoch``."""

    epoch: int
    step: int


class Fit:
    """One run, in one folder, that can be killed and goes on from its last checkpoint."""

    def __init__(self, network: Network, epochs: Epochs, config: FitConfig, folder: Path) -> None:
        self._network = network
        self._epochs = epochs
        self._config = config
        self._folder = folder
        self._device = next(network.parameters()).device
        self._optimizer = _make_optimizer(network, config)
        self._n_steps = config.n_epochs * len(epochs.batches(0))
        self._done = 0
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, after_epoch: Callable[[int], None]) -> None:
        """Train to the end, from the last checkpoint if there is one."""
        position = self._load_checkpoint()
        for epoch in range(position.epoch, self._config.n_epochs):
            first = position.step if epoch == position.epoch else 0
            self._run_epoch(epoch, first)
            after_epoch(epoch)
            self._save_checkpoint(Position(epoch + 1, 0))

    def _run_epoch(self, epoch: int, first: int) -> None:
        batches = self._epochs.batches(epoch)
        losses: list[dict[str, float]] = []
        began = time.monotonic()
        for step in range(first, len(batches)):
            torch.manual_seed(self._config.seed * 1_000_003 + epoch * 10_007 + step)
            losses.append(self._step(batches[step]))
            if (step + 1) % self._config.checkpoint_steps == 0:
                position = Position(epoch, step + 1)
                self._log(position, len(batches), losses, time.monotonic() - began)
                losses = []
                self._save_checkpoint(position)

    def _step(self, batch: Batch) -> dict[str, float]:
        self._network.train()
        self._set_rates()
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            losses = self._losses(batch)
        loss = torch.stack(list(losses.values())).sum()
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._network.parameters(), MAX_GRADIENT)
        self._optimizer.step()
        self._done += 1
        return {name: float(value.detach()) for name, value in losses.items()}

    def _losses(self, batch: Batch) -> dict[str, Tensor]:
        tensor = self._tensor
        mask = tensor(batch.mask)
        hidden, cue_logits = self._network.encode(tensor(batch.ids), mask)
        cue_logits = cue_logits.float()
        tags = tensor(batch.cue_tags)
        losses = {
            "cue": CUE_WEIGHT
            * functional.cross_entropy(
                cue_logits.flatten(0, 1), tags.flatten(), ignore_index=UNKNOWN
            )
        }
        targets = find_targets(batch, find_false_cues(batch, cue_logits.detach()))
        if targets is not None:
            losses |= self._claim_losses(hidden, targets)
        return losses

    def _claim_losses(self, hidden: Tensor, targets: ClaimTargets) -> dict[str, Tensor]:
        tensor = self._tensor
        contexts = targets.contexts
        near = hidden[tensor(contexts.rows), tensor(contexts.index)]
        mask, distance = tensor(contexts.mask), tensor(contexts.distance)
        tags, claims = self._network.roles(near, mask, tensor(contexts.inside), distance)
        roles = tensor(targets.roles)
        losses = {
            "roles": ROLE_WEIGHT * _cross_entropy(tags.flatten(0, 1), roles.flatten()),
            "claim": CLAIM_WEIGHT
            * functional.binary_cross_entropy_with_logits(
                claims.float(), tensor(targets.is_claim).float()
            ),
        }
        labelled = np.flatnonzero(targets.stances != UNKNOWN)
        if len(labelled):
            rows = tensor(labelled)
            known = mask_cue(roles[rows].clamp(min=0), tensor(contexts.inside)[rows])
            stance, confidence = self._network.labels(near[rows], mask[rows], known, distance[rows])
            weight = self._config.label_weight
            losses["stance"] = weight * _cross_entropy(stance, tensor(targets.stances)[rows])
            if (targets.confidences[labelled] != UNKNOWN).any():
                losses["confidence"] = weight * _cross_entropy(
                    confidence, tensor(targets.confidences)[rows]
                )
        return losses

    def _tensor(self, array: npt.NDArray[np.generic]) -> Tensor:
        return torch.from_numpy(array).to(self._device)

    def _set_rates(self) -> None:
        warm = max(1, round(self._config.warmup * self._n_steps))
        left = max(0.0, (self._n_steps - self._done) / max(1, self._n_steps - warm))
        share = min(1.0, (self._done + 1) / warm, left)
        for group in self._optimizer.param_groups:
            group["lr"] = group["full_rate"] * share

    def _log(
        self, position: Position, n_steps: int, losses: list[dict[str, float]], elapsed_s: float
    ) -> None:
        means = {
            name: round(float(np.mean([row[name] for row in losses if name in row])), 4)
            for name in ("cue", "roles", "claim", "stance", "confidence")
            if any(name in row for row in losses)
        }
        row = {**asdict(position), "of": n_steps, "elapsed_s": round(elapsed_s), **means}
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(row) + "\n")

    def _save_checkpoint(self, position: Position) -> None:
        state = {
            "network": self._network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "position": asdict(position),
            "done": self._done,
            "config": asdict(self._config),
        }
        half = self._folder / "checkpoint.part"
        torch.save(state, half)
        half.replace(self._folder / "checkpoint.pt")

    def _load_checkpoint(self) -> Position:
        path = self._folder / "checkpoint.pt"
        if not path.exists():
            return Position(0, 0)
        state = torch.load(path, map_location=self._device, weights_only=True)
        self._network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._done = state["done"]
        return Position(**state["position"])


def find_false_cues(batch: Batch, cue_logits: Tensor) -> list[Cue]:
    """The likeliest cues where annotators marked none; at most a third as many as gold cues."""
    probabilities = softmax(cue_logits.cpu().numpy())
    false_cues = []
    for row, window in enumerate(batch.windows):
        n_tokens = len(window.ids)
        found = find_cues(probabilities[row, :n_tokens], np.arange(n_tokens), FALSE_CUE_THRESHOLD)
        false_cues += [Cue(row, cue) for cue in found if _is_false(cue, window.cue_tags)]
    false_cues.sort(key=lambda cue: -probabilities[cue.row, cue.tokens.start, CUE_B])
    return false_cues[: sum(len(window.claims) for window in batch.windows) // 3]


def mask_cue(roles: Tensor, inside: Tensor) -> Tensor:
    """Roles ``(n_claims, n_tokens)`` with the cue's own tokens marked as such."""
    return torch.where(inside, torch.full_like(roles, ROLE_CUE), roles)


def seed_everything(seed: int) -> None:
    """Make initial weights and dropout the same on every run."""
    random.seed(seed)
    torch.manual_seed(seed)


def _is_false(cue: TokenSpan, tags: Ints) -> bool:
    return bool((tags[cue.start : cue.end] == CUE_O).all())


def _cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(logits.float(), targets, ignore_index=UNKNOWN)


def _make_optimizer(network: Network, config: FitConfig) -> torch.optim.AdamW:
    """Slow for the pretrained encoder, fast for new heads; no decay on vectors."""
    groups = []
    for is_encoder, rate in ((True, config.encoder_rate), (False, config.head_rate)):
        named = [
            (name, p)
            for name, p in network.named_parameters()
            if name.startswith("encoder.") is is_encoder
        ]
        for decays in (True, False):
            parameters = [p for _, p in named if (p.ndim > 1) is decays]
            decay = config.weight_decay if decays else 0.0
            groups.append(
                {"params": parameters, "weight_decay": decay, "lr": rate, "full_rate": rate}
            )
    return torch.optim.AdamW(groups)
