from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Article, Claim, Source, Span
from sayso.text.paragraphs import find_paragraphs
from sayso.writing.marking import find_marks, find_segments
from sayso.writing.outline import outline
from tests.writing.samples import ordinary

_SIZE = 40
_SPANS = st.lists(
    st.tuples(st.integers(0, _SIZE - 1), st.integers(1, _SIZE)).map(
        lambda pair: Span(min(pair[0], pair[1] - 1), max(pair[0] + 1, pair[1]))
    ),
    min_size=1,
    max_size=4,
).map(tuple)


def _article(text: str, contents: list[tuple[Span, ...]]) -> Article:
    source = Source("s", "S", "person", mentions=(Span(0, 3),))
    claims = tuple(Claim(str(n), one, ("s",), cue=one[:1]) for n, one in enumerate(contents))
    return Article(text, sources=(source,), claims=claims)


@given(st.text("ab \n", min_size=_SIZE, max_size=_SIZE), st.lists(_SPANS, max_size=6))
def test_segments_tile_the_paragraphs_and_carry_exactly_their_marks(
    text: str, contents: list[tuple[Span, ...]]
) -> None:
    article = _article(text, contents)
    paragraphs = find_paragraphs(text)
    marks = find_marks(article, outline(article))
    cut = list(find_segments(paragraphs, marks))
    assert len(cut) == len(paragraphs)
    for paragraph, segments in zip(paragraphs, cut, strict=True):
        assert "".join(one.span.of(text) for one in segments) == paragraph.of(text)
        for segment in segments:
            covering = [mark for mark in marks if mark.span.overlaps(segment.span)]
            assert all(mark.span.contains(segment.span) for mark in covering)
            assert sorted(map(repr, segment.marks)) == sorted(map(repr, covering))


@given(st.lists(_SPANS, max_size=8))
def test_contents_that_overlap_have_lanes_of_their_own(contents: list[tuple[Span, ...]]) -> None:
    article = _article("x" * _SIZE, contents)
    marks = [m for m in find_marks(article, outline(article)) if m.part == "content"]
    for one in marks:
        for other in marks:
            if one.entry is not other.entry and one.span.overlaps(other.span):
                assert one.lane != other.lane


def test_each_claim_has_one_anchor_its_cue_or_else_its_content() -> None:
    article = ordinary()
    anchors = [mark for mark in find_marks(article, outline(article)) if mark.is_anchor]
    assert sorted((m.entry.claim.id, m.part) for m in anchors if m.entry) == [
        ("c1", "cue"),
        ("c2", "cue"),
        ("c3", "content"),
        ("c4", "cue"),
    ]


def test_a_mention_outside_every_claim_is_marked_once() -> None:
    article = ordinary()
    marks = find_marks(article, outline(article))
    mentions = [mark.span.of(article.text) for mark in marks if mark.part == "mention"]
    assert mentions == ["her"]
