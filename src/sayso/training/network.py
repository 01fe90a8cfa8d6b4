"""The reader as a torch network: one encoder, and heads that read around a cue.

Cues are tagged token by token. Each cue is then read again, in the tokens around it, by two
narrow transformer layers that know where the cue stands: they tag its source and its content
and say whether it attributes anything at all. Stance and confidence come from one more such
layer that also knows source and content. The second, cue-conditioned look follows the idea of
Cofe (Zhang et al., "CofeNet", COLING 2022), with attention in place of its gates.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from sayso.model.frame import (
    CONTEXT_HALF,
    CUE_TAGS,
    N_CONFIDENCES,
    N_PREDICTED_ROLES,
    N_STANCES,
    ROLE_CUE,
)


@dataclass(frozen=True, slots=True)
class HeadSize:
    """Width and depth of the layers that read around a cue."""

    width: int = 192
    n_heads: int = 4
    n_role_layers: int = 2
    n_label_layers: int = 1
    dropout: float = 0.1


class Block(nn.Module):
    """A pre-norm transformer layer over ``(n_cues, n_tokens, width)``."""

    def __init__(self, size: HeadSize) -> None:
        super().__init__()
        self.n_heads = size.n_heads
        self.attention_norm = nn.LayerNorm(size.width)
        self.query_key_value = nn.Linear(size.width, 3 * size.width)
        self.out = nn.Linear(size.width, size.width)
        self.feed_norm = nn.LayerNorm(size.width)
        self.feed = nn.Sequential(
            nn.Linear(size.width, 2 * size.width), nn.GELU(), nn.Linear(2 * size.width, size.width)
        )
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        n_cues, n_tokens, width = x.shape
        qkv = self.query_key_value(self.attention_norm(x))
        qkv = qkv.reshape(n_cues, n_tokens, 3, self.n_heads, width // self.n_heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask[:, None, None, :]
        )
        seen = seen.transpose(1, 2).reshape(n_cues, n_tokens, width)
        x = x + self.dropout(self.out(seen))
        fed: Tensor = self.feed(self.feed_norm(x))
        return x + fed


class RoleHead(nn.Module):
    """Tags the source and the content of one cue, and weighs the cue itself."""

    def __init__(self, hidden: int, size: HeadSize) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, size.width)
        self.project_cue = nn.Linear(hidden, size.width)
        self.inside_cue = nn.Embedding(2, size.width)
        self.distance = nn.Embedding(2 * CONTEXT_HALF + 1, size.width)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.n_role_layers))
        self.norm = nn.LayerNorm(size.width)
        self.tag = nn.Linear(size.width, N_PREDICTED_ROLES)
        self.weigh = nn.Sequential(
            nn.Linear(2 * size.width, size.width), nn.GELU(), nn.Linear(size.width, 1)
        )
        self.dropout = nn.Dropout(size.dropout)

    def forward(
        self, hidden: Tensor, mask: Tensor, cue: Tensor, distance: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Read the context of each cue.

        Args:
            hidden: ``(n_cues, n_tokens, hidden)`` the encoder's output.
            mask: ``(n_cues, n_tokens) bool``, true where there is a token.
            cue: ``(n_cues, n_tokens) bool``, true inside the cue.
            distance: ``(n_cues, n_tokens) int64``, tokens from the cue's first, plus
                ``CONTEXT_HALF``, within ``[0, 2 * CONTEXT_HALF]``.

        Returns:
            Role logits ``(n_cues, n_tokens, 3)`` and claim logits ``(n_cues,)``.
        """
        x = self.project(self.dropout(hidden)) + self.inside_cue(cue.long())
        x = x + self.distance(distance) + self.project_cue(_mean(hidden, cue))[:, None, :]
        for block in self.blocks:
            x = block(x, mask)
        x = self.norm(x)
        summary = torch.cat([_mean(x, cue), _mean(x, mask)], dim=-1)
        return self.tag(x), self.weigh(summary).squeeze(-1)


class LabelHead(nn.Module):
    """Classifies stance and confidence from a cue, its source and its content."""

    def __init__(self, hidden: int, size: HeadSize) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, size.width)
        self.role = nn.Embedding(4, size.width)
        self.distance = nn.Embedding(2 * CONTEXT_HALF + 1, size.width)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.n_label_layers))
        self.norm = nn.LayerNorm(size.width)
        self.classify = nn.Sequential(
            nn.Linear(3 * size.width, size.width),
            nn.GELU(),
            nn.Dropout(size.dropout),
            nn.Linear(size.width, N_STANCES + N_CONFIDENCES),
        )
        self.dropout = nn.Dropout(size.dropout)

    def forward(
        self, hidden: Tensor, mask: Tensor, roles: Tensor, distance: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Read each claim.

        Args:
            hidden: ``(n_claims, n_tokens, hidden)`` the encoder's output.
            mask: ``(n_claims, n_tokens) bool``, true where there is a token.
            roles: ``(n_claims, n_tokens) int64``: none, source, content or cue.
            distance: As for the role head.

        Returns:
            Logits of stance ``(n_claims, 4)`` and of confidence ``(n_claims, 3)``.
        """
        x = self.project(self.dropout(hidden)) + self.role(roles) + self.distance(distance)
        for block in self.blocks:
            x = block(x, mask)
        x = self.norm(x)
        said = mask & (roles != 0) & (roles != ROLE_CUE)
        summary = torch.cat([_mean(x, roles == ROLE_CUE), _mean(x, said), _mean(x, mask)], dim=-1)
        logits = self.classify(summary)
        return logits[:, :N_STANCES], logits[:, N_STANCES:]


class Network(nn.Module):
    """Encoder and heads together; ``forward`` is split so that each part exports alone."""

    def __init__(self, encoder: nn.Module, hidden: int, size: HeadSize) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(size.dropout)
        self.cue = nn.Linear(hidden, len(CUE_TAGS))
        self.roles = RoleHead(hidden, size)
        self.labels = LabelHead(hidden, size)

    def encode(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Hidden states ``(n_windows, n_tokens, hidden)`` and cue logits ``(…, 3)``."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        return hidden, self.cue(self.dropout(hidden))


def _mean(x: Tensor, where: Tensor) -> Tensor:
    weight = where.to(x.dtype)[..., None]
    return (x * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1.0)
