"""Which words a span takes in: those it shares a character with, and no neighbour."""

from __future__ import annotations

import pytest

from sayso.records import Span
from sayso.scoring.words import Words

TEXT = "U.S. vice-president’s “no”, she said"


@pytest.mark.parametrize(
    ("start", "end", "piece", "why"),
    [
        (0, 3, (0, 0), "a full stop between letters joins them"),
        (0, 4, (0, 0), "a final full stop is no part of a word"),
        (5, 21, (1, 1), "hyphen and apostrophe join"),
        (6, 7, (1, 1), "part of a word is that word"),
        (4, 5, None, "a blank holds no word"),
        (22, 23, None, "nor does a mark"),
        (21, 23, None, "a span that only touches a word does not take it in"),
        (20, 24, (1, 2), "a character of each of two words"),
        (0, 36, (0, 4), "the whole text"),
    ],
)
def test_words_of_a_span(start: int, end: int, piece: tuple[int, int] | None, why: str) -> None:
    assert Words(TEXT).piece(Span(start, end)) == piece, why


def test_touching_spans_share_no_word() -> None:
    words = Words("one two")
    left, right = words.piece(Span(0, 3)), words.piece(Span(3, 7))
    assert (left, right) == ((0, 0), (1, 1))
    assert not Span(0, 3).overlaps(Span(3, 7))


def test_a_text_without_words_has_no_pieces() -> None:
    assert Words("— … !").pieces([Span(0, 5)]) == frozenset()
