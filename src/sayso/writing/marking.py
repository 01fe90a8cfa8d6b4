"""Which marks lie on which stretch of a text, for a page that shows them all at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from sayso.records import Article, Span, Spans
from sayso.writing.outline import Entry

Part = Literal["content", "mention", "source", "cue"]

# The order in which overlapping parts enclose each other on the page, outermost first.
_NESTING = {part: rank for rank, part in enumerate(get_args(Part))}


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of a claim's part, or (``entry`` is ``None``) a mention outside any claim.

    ``lane`` tells contents that overlap apart; ``is_anchor`` is true of the one piece by which
    the claim is found in the text.
    """

    span: Span
    part: Part
    source_id: str | None
    entry: Entry | None = None
    lane: int = 0
    is_anchor: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under one set of marks, the outermost first."""

    span: Span
    marks: tuple[Mark, ...]


def find_marks(article: Article, entries: Iterable[Entry]) -> tuple[Mark, ...]:
    """All pieces of all claims, and the mentions of sources that belong to no claim."""
    marks: list[Mark] = []
    lanes = _Lanes()
    for entry in sorted(entries, key=_content_place):
        marks.extend(_marks_of(entry, lanes.take(_extent(entry.claim.content))))
    in_claims = {mark.span for mark in marks if mark.part == "source"}
    for source in article.sources:
        outside = (span for span in source.mentions if span not in in_claims)
        marks.extend(Mark(span, "mention", source.id) for span in outside)
    return tuple(marks)


def find_segments(paragraphs: Spans, marks: Iterable[Mark]) -> Iterator[tuple[Segment, ...]]:
    """Cut each paragraph wherever a mark starts or ends."""
    waiting = deque(sorted(marks, key=lambda mark: mark.span))
    active: list[Mark] = []
    for paragraph in paragraphs:
        segments: list[Segment] = []
        position = paragraph.start
        while position < paragraph.end:
            while waiting and waiting[0].span.start <= position:
                active.append(waiting.popleft())
            active = [mark for mark in active if mark.span.end > position]
            stops = [paragraph.end, *(mark.span.end for mark in active)]
            if waiting:
                stops.append(waiting[0].span.start)
            span = Span(position, min(stops))
            segments.append(Segment(span, tuple(sorted(active, key=_layer))))
            position = span.end
        yield tuple(segments)


class _Lanes:
    """Hands out the lowest lane that is free, to extents in the order of their starts."""

    def __init__(self) -> None:
        self._ends: list[int] = []

    def take(self, extent: Span) -> int:
        for lane, end in enumerate(self._ends):
            if end <= extent.start:
                self._ends[lane] = extent.end
                return lane
        self._ends.append(extent.end)
        return len(self._ends) - 1


def _marks_of(entry: Entry, lane: int) -> Iterator[Mark]:
    claim = entry.claim
    source_id = claim.source_ids[0] if claim.source_ids else None
    anchor = (claim.cue or claim.content)[0]
    for span in claim.source:
        yield Mark(span, "source", source_id, entry)
    for span in claim.cue:
        yield Mark(span, "cue", source_id, entry, is_anchor=span is anchor)
    for span in claim.content:
        yield Mark(span, "content", source_id, entry, lane, is_anchor=span is anchor)


def _extent(spans: Spans) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _content_place(entry: Entry) -> tuple[int, int]:
    extent = _extent(entry.claim.content)
    return extent.start, -extent.end


def _layer(mark: Mark) -> tuple[int, int]:
    return _NESTING[mark.part], mark.lane
