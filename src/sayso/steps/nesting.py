"""Nested claims: the content of one holds the whole of another."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.records import Claim, Span, Spans


@dataclass(frozen=True, slots=True, order=True)
class _Holder:
    """A claim that may hold others; the shortest content sorts first."""

    n_chars: int
    number: int
    end: int
    """Where the content piece ends by which it was met."""


def link_nested(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Name in ``within`` the innermost claim whose content holds the whole of each claim.

    A claim is held when each piece of its source, cue and content lies in a content piece of
    the other, or else each piece of its cue and content (the source of "…, he thinks" may
    stand outside). The holder's content is always the longer one, so that no two claims hold
    each other; two with the same content hold neither. The order of the claims stays.
    """
    within: dict[int, str] = {}
    for number, holders in _meet(claims):
        claim = claims[number]
        for pieces in ((*claim.source, *claim.cue, *claim.content), (*claim.cue, *claim.content)):
            holder = next((h for h in holders if _holds(claims[h].content, pieces)), None)
            if holder is not None:
                within[number] = claims[holder].id
                break
    return tuple(
        claim if claim.within == within.get(number) else replace(claim, within=within.get(number))
        for number, claim in enumerate(claims)
    )


def _meet(claims: Sequence[Claim]) -> Iterator[tuple[int, list[int]]]:
    """Each claim with those whose longer content covers the start of its own, shortest first."""
    lengths = [sum(map(len, claim.content)) for claim in claims]
    pieces = sorted(
        (piece, number) for number, claim in enumerate(claims) for piece in claim.content
    )
    open_: list[_Holder] = []
    at = 0
    for number in sorted(range(len(claims)), key=lambda n: min(claims[n].content)):
        start = min(claims[number].content).start
        while at < len(pieces) and pieces[at][0].start <= start:
            piece, owner = pieces[at]
            insort(open_, _Holder(lengths[owner], owner, piece.end))
            at += 1
        open_ = [holder for holder in open_ if holder.end > start]
        yield number, [h.number for h in open_ if h.n_chars > lengths[number]]


def _holds(content: Spans, pieces: Sequence[Span]) -> bool:
    return all(any(part.contains(piece) for part in content) for piece in pieces)
