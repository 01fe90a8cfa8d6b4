"""The whole pipeline with the shipped weights, where a user would have them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso.records import Article, Claim, Span, article_from_line, article_to_line

ROOT = Path(__file__).parents[1]
CASES = tomllib.loads((ROOT / "tests/cases/claims.toml").read_text(encoding="utf-8"))["case"]
SHARED_ARTICLES = ROOT.parent / "shared" / "articles"
OPENING = re.compile(r"(\d)([SQC])<|>")


@pytest.fixture(scope="module")
def pipeline() -> sayso.Pipeline:
    return sayso.load("small", n_threads=2)


def read_case(marked: str) -> tuple[str, list[Claim]]:
    """The text of a case and the claims marked in it; marks may nest."""
    text, last = "", 0
    opened: list[tuple[str, str, int]] = []
    spans: dict[str, dict[str, list[Span]]] = {}
    for mark in OPENING.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[1]:
            opened.append((mark[1], mark[2], len(text)))
        else:
            claim, role, start = opened.pop()
            spans.setdefault(claim, {}).setdefault(role, []).append(Span(start, len(text)))
    text += marked[last:]
    claims = [
        Claim(
            id=name,
            source=tuple(roles.get("S", ())),
            cue=tuple(roles.get("Q", ())),
            content=tuple(roles["C"]),
        )
        for name, roles in spans.items()
    ]
    return text, claims


def characters(spans: tuple[Span, ...]) -> set[int]:
    return {n for span in spans for n in range(span.start, span.end)}


def is_found(wanted: Claim, claims: tuple[Claim, ...]) -> bool:
    content, cue = characters(wanted.content), characters(wanted.cue)
    return any(
        2 * len(content & characters(claim.content))
        >= 0.5 * (len(content) + len(characters(claim.content)))
        and cue & characters(claim.cue)
        and (not wanted.source or characters(wanted.source) & characters(claim.source))
        for claim in claims
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_claims_are_found(
    pipeline: sayso.Pipeline, case: dict[str, str], request: pytest.FixtureRequest
) -> None:
    if "fails" in case:
        request.applymarker(pytest.mark.xfail(reason=case["fails"], strict=True))
    text, wanted = read_case(case["text"])
    found = pipeline.run(Article(text)).claims
    assert [claim.id for claim in wanted if not is_found(claim, found)] == []
    assert len(found) == len(wanted)


def test_a_nested_claim_says_so(pipeline: sayso.Pipeline) -> None:
    text, _ = read_case(next(c["text"] for c in CASES if c["why"].startswith("nested")))
    outer, inner = pipeline.run(Article(text)).claims
    assert outer.within is None
    assert inner.within == outer.id


def test_run_many_equals_run(pipeline: sayso.Pipeline) -> None:
    articles = [
        Article(path.read_text(encoding="utf-8"), id=path.stem)
        for path in sorted((ROOT / "data/articles").glob("*.txt"))[:3]
    ] + [Article(""), Article("…"), Article("One word.")]
    assert list(pipeline.run_many(articles)) == [pipeline.run(article) for article in articles]


def test_records_survive_a_round_trip(pipeline: sayso.Pipeline) -> None:
    path = sorted((ROOT / "data/articles").glob("*.txt"))[0]
    article = pipeline.run(Article(path.read_text(encoding="utf-8"), title="A title"))
    assert article.claims
    assert article_from_line(article_to_line(article)) == article
    assert article.title == "A title"
    for claim in article.claims:
        assert claim.source_ids
        assert claim.probability.claim is not None


def test_nothing_of_a_long_article_is_left_unread(pipeline: sayso.Pipeline) -> None:
    padding = "The road runs along the river for some miles. " * 400
    text = f"{padding}\n\nThe mayor said the bridge was safe.\n\n{padding}"
    claims = pipeline.run(Article(text)).claims
    assert any("the bridge was safe" in span.of(text) for c in claims for span in c.content)


def test_one_endless_line_is_read(pipeline: sayso.Pipeline) -> None:
    padding = "The road runs along the river for some miles. " * 2_000
    text = f"{padding}The mayor said the bridge was safe. {padding}"
    claims = pipeline.run(Article(text)).claims
    assert any("the bridge was safe" in span.of(text) for c in claims for span in c.content)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            [
                "“ ",
                " ” ",
                " ' ",
                ' " ',
                " he said ",
                " Anna Sow ",
                "\n",
                "\n\n",
                "\x00",
                " 😀 ",
                "\u202e",
                " é ",
                " ال ",
                " that it rained. ",
                " according to ",
                "\ufeff",
                " ... ",
                " <b> ",
                " {0} ",
                " %s ",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_no_text_raises(pipeline: sayso.Pipeline, text: str) -> None:
    article = pipeline.run(Article(text))
    assert article.text == text
    assert article_from_line(article_to_line(article)) == article


@pytest.mark.skipif(not SHARED_ARTICLES.is_dir(), reason="the seed article is not in the project")
def test_the_seed_explainer_has_its_sources(pipeline: sayso.Pipeline) -> None:
    (path,) = SHARED_ARTICLES.glob("*.txt")
    article = pipeline.run(Article(path.read_text(encoding="utf-8")))
    named = {source.name for claim in article.claims for source in article.sources_of(claim)}
    assert {
        "Russian authorities",
        "Azerbaijani media",
        "Karl Lebt",
        "Shahin Jafarli",
        "Prime Crime",
    } <= named
