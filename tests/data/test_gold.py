"""The project's own gold: valid, equal to its article, and consistent with the guidelines."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.records import Article, Claim, Span, article_from_line

DATA = Path(__file__).parents[2] / "data"
GOLD = sorted((DATA / "gold").glob("*.jsonl"))
QUOTATIONS = re.compile(
    r"“[^”\n]*”?"
    r'|"[^"\n]*"?'
    r"|‘(?:[^‘’\n]|’(?=\w))*’"  # an apostrophe has a letter behind it, a closing mark has none
    # straight marks: a plural possessive ("the drivers' fault") does not close either
    r"|(?<!\w)'(?=\S)(?:[^'\n]|'(?=\w)|(?<=s)'(?= ))*'"
    r"|«[^»\n]*»"
)


@pytest.fixture(params=GOLD, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def article(path: Path) -> Article:
    (line,) = path.read_text(encoding="utf-8").splitlines()
    return article_from_line(line)


def spans_of(claim: Claim) -> Iterator[Span]:
    yield from (*claim.source, *claim.cue, *claim.content)


def content_holds(outer: Claim, inner: Claim) -> bool:
    """Whether the content of one claim holds the whole of another."""
    return outer is not inner and all(
        any(piece.contains(span) for piece in outer.content) for span in spans_of(inner)
    )


def name_of(article: Article, claim: Claim) -> str:
    return f"{claim.id}: {[span.of(article.text) for span in spans_of(claim)]}"


def mode_by_marks(article: Article, claim: Claim) -> str:
    quoted = {i for m in QUOTATIONS.finditer(article.text) for i in range(*m.span())}
    inside = [
        i in quoted
        for piece in claim.content
        for i in range(piece.start, piece.end)
        if not article.text[i].isspace()
    ]
    return "direct" if all(inside) else "mixed" if any(inside) else "indirect"


def test_every_article_has_its_gold() -> None:
    articles = sorted(path.stem for path in (DATA / "articles").glob("*.txt"))
    assert articles == [path.stem for path in GOLD]
    assert len(articles) >= 6


def test_the_record_is_its_article(path: Path, article: Article) -> None:
    text = (DATA / "articles" / f"{path.stem}.txt").read_bytes().decode("utf-8")
    assert article.id == path.stem
    assert article.text == text
    assert 500 <= len(text.split()) <= 1200


def test_nothing_comes_from_a_model(article: Article) -> None:
    assert article.model is None
    for claim in article.claims:
        probability = claim.probability
        assert (probability.claim, probability.source) == (None, None)
        assert (probability.stance, probability.confidence) == (None, None)


def test_there_is_much_to_find(article: Article) -> None:
    assert len(article.claims) >= 25


def test_spans_have_no_blank_at_their_edges(article: Article) -> None:
    mentions = [span for source in article.sources for span in source.mentions]
    for span in (*mentions, *(s for claim in article.claims for s in spans_of(claim))):
        assert span.of(article.text) == span.of(article.text).strip()


def test_pieces_are_in_order_and_apart(article: Article) -> None:
    for claim in article.claims:
        for pieces in (claim.source, claim.cue, claim.content):
            ends = [piece.end for piece in pieces]
            assert all(a < b.start for a, b in zip(ends, pieces[1:], strict=False)), claim.id


def test_source_and_cue_lie_outside_the_content(article: Article) -> None:
    for claim in article.claims:
        for span in (*claim.source, *claim.cue):
            assert not any(span.overlaps(p) for p in claim.content), name_of(article, claim)


def test_within_names_the_innermost_claim_that_holds_it(article: Article) -> None:
    claims = {claim.id: claim for claim in article.claims}
    for claim in article.claims:
        holders = [other for other in article.claims if content_holds(other, claim)]
        if claim.within is None:
            assert not holders, name_of(article, claim)
            continue
        outer = claims[claim.within]
        assert outer in holders, name_of(article, claim)
        assert not any(content_holds(outer, other) for other in holders), name_of(article, claim)


def test_a_source_span_is_a_mention_of_its_party(article: Article) -> None:
    for claim in article.claims:
        parties = article.sources_of(claim)
        assert parties, name_of(article, claim)
        if len(parties) == 1:
            assert set(claim.source) <= set(parties[0].mentions), name_of(article, claim)
            continue
        for party in parties if claim.source else ():
            assert any(s.contains(m) for s in claim.source for m in party.mentions), party.name


def test_every_source_has_a_claim(article: Article) -> None:
    used = {source_id for claim in article.claims for source_id in claim.source_ids}
    assert used == {source.id for source in article.sources}


def test_implicit_claims_and_only_they_have_no_cue(article: Article) -> None:
    for claim in article.claims:
        assert claim.implicit == (not claim.cue), name_of(article, claim)
        assert not (claim.implicit and claim.source), name_of(article, claim)


def test_labels_follow_the_guideline(article: Article) -> None:
    for claim in article.claims:
        if claim.stance in ("support", "deny"):
            assert claim.confidence in ("certain", "probable", "possible"), name_of(article, claim)
        else:
            assert claim.stance in ("query", "comment"), name_of(article, claim)
            assert claim.confidence == "underspecified", name_of(article, claim)


def test_mode_agrees_with_the_quotation_marks(article: Article) -> None:
    for claim in article.claims:
        assert claim.mode == mode_by_marks(article, claim), name_of(article, claim)
