"""How a scoring run is made: which claims, how many draws, from which seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["all", "outermost"]
"""Which claims of both sides are scored: all, or those that stand within no other."""

DRAWS = 1000
SEED = 20_250_731


@dataclass(frozen=True, slots=True)
class Settings:
    """``scope`` is ``None`` where the gold is to decide it."""

    draws: int = DRAWS
    seed: int = SEED
    scope: Scope | None = None
