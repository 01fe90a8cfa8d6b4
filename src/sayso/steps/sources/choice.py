"""Which of several parties a short name or a definite noun means at one place, if that is clear."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TypeVar

from sayso.steps.sources.page import Page

P = TypeVar("P")

# A party named this many sentences back or nearer is at hand. Assumed, not measured.
NEAR_SENTENCES = 1


def pick_clear(
    page: Page, places: Mapping[P, Sequence[int]], position: int, settled: P | None = None
) -> P | None:
    """The one party that is meant at a position, or ``None`` where it might be another.

    ``places`` gives each candidate's own places (where it is named in full) in text order.
    Only one candidate, or only one named before: that one. Else the one that the same words
    meant last (``settled``), unless another has been named in full since then in this
    paragraph; or the one named just before, unless another was named in the same paragraph.
    """
    before = {party: _last_before(starts, position) for party, starts in places.items()}
    named = {party: last for party, last in before.items() if last is not None}
    if len(places) == 1:
        return next(iter(places))
    if len(named) <= 1:
        return next(iter(named), None)
    paragraph, sentence = page.paragraph_at(position), page.sentence_at(position)
    here = [party for party, last in named.items() if page.paragraph_at(last) == paragraph]
    if settled is not None:
        return settled if not here or here == [settled] else None
    near = [
        party
        for party, last in named.items()
        if sentence - page.sentence_at(last) <= NEAR_SENTENCES
    ]
    return near[0] if len(near) == 1 and here in ([], near) else None


def _last_before(starts: Sequence[int], position: int) -> int | None:
    index = bisect_left(starts, position)
    return starts[index - 1] if index else None
