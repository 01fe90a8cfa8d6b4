"""What a character of the text stands in: a quotation, a claim's content."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from sayso.records import Claim, Span
from sayso.text.quotes import Quotations


class Containers:
    """The quotations of a text and the contents of its claims, by position."""

    def __init__(self, quotations: Quotations, claims: Sequence[Claim]) -> None:
        self._quotations = [quotation.span for quotation in quotations.outermost]
        self._quotation_starts = [span.start for span in self._quotations]
        self._pieces = sorted(
            ((piece, number) for number, claim in enumerate(claims) for piece in claim.content),
            key=lambda item: item[0],
        )
        self._piece_starts = [piece.start for piece, _ in self._pieces]
        self._contents = _merge([piece for piece, _ in self._pieces])
        self._content_starts = [span.start for span in self._contents]

    def quotation_at(self, position: int) -> int | None:
        """The number of the outermost quotation around a character."""
        return _covering(self._quotations, self._quotation_starts, position)

    def content_at(self, position: int) -> int | None:
        """The number of the stretch of contents, overlapping ones joined, around a character."""
        return _covering(self._contents, self._content_starts, position)

    def innermost_claim(self, span: Span, besides: int) -> int | None:
        """The claim, other than ``besides``, with the shortest content piece around a span."""
        stretch = self.content_at(span.start)
        if stretch is None:
            return None
        best: tuple[int, int] | None = None
        first = bisect_right(self._piece_starts, self._contents[stretch].start - 1)
        for piece, number in self._pieces[first : bisect_right(self._piece_starts, span.start)]:
            if number != besides and piece.contains(span):
                best = min(best or (len(piece), number), (len(piece), number))
        return best[1] if best else None


def _merge(pieces: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for piece in pieces:
        if merged and piece.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, piece.end))
        else:
            merged.append(piece)
    return merged


def _covering(spans: Sequence[Span], starts: Sequence[int], position: int) -> int | None:
    index = bisect_right(starts, position) - 1
    return index if index >= 0 and position < spans[index].end else None
