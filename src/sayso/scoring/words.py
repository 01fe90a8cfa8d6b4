"""The words of a text, which are what the scorer counts; spans are looked up among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from sayso.records import Span

# A run of letters and digits, with the marks that join such runs: "vice-president", "U.S", "it’s".
_WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")

Piece = tuple[int, int]
"""First and last word of an unbroken stretch, both counted."""


class Words:
    """Where each word of one text starts and ends."""

    def __init__(self, text: str) -> None:
        ends = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in ends]
        self._ends = [end for _, end in ends]

    def piece(self, span: Span) -> Piece | None:
        """First and last word that share a character with the span; ``None`` if there are none."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end) - 1
        return (first, last) if first <= last else None

    def pieces(self, spans: Iterable[Span]) -> frozenset[Piece]:
        found = (self.piece(span) for span in spans)
        return frozenset(piece for piece in found if piece is not None)
