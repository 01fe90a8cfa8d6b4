"""What kind of claim a claim is: the properties every figure is split by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.records import Claim, Spans
from sayso.scoring.parties import Party


@dataclass(frozen=True, slots=True)
class Traits:
    """One value for each property; ``None`` where the record does not tell."""

    mode: str | None
    distance: str
    kind: str | None
    publisher: str | None
    nested: str
    implicit: str


def find_traits(
    claim: Claim, parties: Iterable[Party], sentences: Spans, publisher: str | None
) -> Traits:
    """The traits of one claim; ``sentences`` of the text are in order and do not overlap."""
    kinds = {party.kind for party in parties}
    return Traits(
        mode=claim.mode,
        distance=_distance(claim, sentences),
        kind="several" if len(kinds) > 1 else next(iter(kinds), None),
        publisher=publisher,
        nested="outermost" if claim.within is None else "nested",
        implicit="implicit" if claim.implicit else "explicit",
    )


def _distance(claim: Claim, sentences: Spans) -> str:
    """Whether some sentence holds a part of the source and a part of the content."""
    if not claim.source:
        return "no source"
    shared = _touched(claim.source, sentences) & _touched(claim.content, sentences)
    return "same sentence" if shared else "other sentence"


def _touched(spans: Spans, sentences: Spans) -> set[int]:
    return {
        number
        for span in spans
        for number in range(
            bisect_right(sentences, span.start, key=lambda sentence: sentence.end),
            bisect_left(sentences, span.end, key=lambda sentence: sentence.start),
        )
    }
