"""Which of several parties a short name or a definite noun means at one place, if that is clear."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TypeVar

from sayso.steps.sources.page import Page

P = TypeVar("P")

# A party named so many paragraphs back or nearer is at hand. Assumed, not measured.
NEAR_PARAGRAPHS = 1
# Of more parties that a short name fits, none is clear. Assumed, not measured.
MAX_RIVALS = 30


def pick_clear(
    page: Page,
    places: Mapping[P, Sequence[int]],
    position: int,
    *,
    established: P | None = None,
    near_only: bool = False,
) -> P | None:
    """The one party that is meant at a position, or ``None`` where it might be another.

    ``places`` gives each candidate's own places (where it is named in full) in text order.
    Only one candidate, or only one named before: that one. Else the one that the same words
    mean all the time (``established``), unless another has been named in this paragraph.
    Else the one named last, unless another was named in the same paragraph; with
    ``near_only``, it must stand in this paragraph or the one before, too.
    """
    if len(places) == 1:
        return next(iter(places))
    if len(places) > MAX_RIVALS:
        return None
    before = {party: _last_before(starts, position) for party, starts in places.items()}
    named = {party: last for party, last in before.items() if last is not None}
    if len(named) <= 1:
        return next(iter(named), None)
    here = _named_in(page, named, page.paragraph_at(position))
    if established is not None:
        return established if here in ([], [established]) else None
    latest = max(named, key=lambda party: named[party])
    rivals = {*here, *_named_in(page, named, page.paragraph_at(named[latest]))} - {latest}
    distance = page.paragraph_at(position) - page.paragraph_at(named[latest])
    is_far = near_only and distance > NEAR_PARAGRAPHS
    return None if rivals or is_far else latest


def _named_in(page: Page, named: Mapping[P, int], paragraph: int) -> list[P]:
    return [party for party, last in named.items() if page.paragraph_at(last) == paragraph]


def _last_before(starts: Sequence[int], position: int) -> int | None:
    index = bisect_left(starts, position)
    return starts[index - 1] if index else None
