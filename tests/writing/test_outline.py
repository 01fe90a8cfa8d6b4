from __future__ import annotations

from sayso.records import Article, Claim, Span
from sayso.writing.outline import join_pieces, outline
from tests.writing.samples import hostile, ordinary


def test_claims_come_in_text_order_with_nested_ones_after_their_holder() -> None:
    entries = outline(ordinary())
    assert [(e.claim.id, e.number, e.depth) for e in entries] == [
        ("c1", 1, 0),
        ("c2", 2, 1),
        ("c3", 3, 0),
        ("c4", 4, 0),
    ]
    assert [e.names for e in entries] == ["Ana Reyes", "they", "Ana Reyes, a leaflet", "a leaflet"]


def test_claims_in_a_ring_are_all_there_once() -> None:
    assert sorted(e.claim.id for e in outline(hostile())) == ["=1", 'c"1', "x", "y"]


def test_very_deep_nesting() -> None:
    n = 5_000
    claims = tuple(
        Claim(str(i), (Span(i, 2 * n - i),), within=str(i - 1) if i else None) for i in range(n)
    )
    entries = outline(Article("x" * 2 * n, claims=claims))
    assert entries[-1].depth == n - 1


def test_pieces_are_joined_by_an_ellipsis() -> None:
    article = ordinary()
    assert join_pieces(article.text, article.claims[1].content) == (
        "“The port” … “will close if they refuse to talk.”"
    )
