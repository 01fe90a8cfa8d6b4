"""A noun phrase by the numbers of its words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``[first, stop)``; ``core`` is where its first noun phrase ends, ``head`` its noun.

    ``run`` is the number of the name it is, if it is one.
    """

    first: int
    core: int
    stop: int
    head: int
    run: int | None = None
