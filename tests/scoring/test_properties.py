"""What must hold of every figure, whatever the claims."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records import Article, Claim, Source, Span
from sayso.scoring.evaluation import Evaluation, evaluate_predictions
from sayso.scoring.resampling import Figure
from sayso.scoring.settings import Settings
from tests.scoring.building import gold_set
from tests.scoring.strategies import TEXT, articles, gold_and_predictions

FEW = Settings(draws=5)
T = TypeVar("T")


def all_figures(evaluation: Evaluation) -> list[Figure]:
    scores = evaluation.headline
    return [*scores.figures, *(figure for split in scores.splits for figure in split.figures)]


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3), st.data())
def test_gold_against_itself_is_100_in_every_figure(texts: list[str], data: st.DataObject) -> None:
    gold = [data.draw(articles(f"a{n}", text)) for n, text in enumerate(texts)]
    evaluation = evaluate_predictions(gold_set(*gold), gold, settings=FEW)
    measured = [figure for figure in all_figures(evaluation) if figure.value is not None]
    assert len(measured) > 3
    for figure in measured:
        assert round(figure.value or 0, 9) == 100, figure


def mix(items: Sequence[T], rng: random.Random) -> tuple[T, ...]:
    return tuple(rng.sample(list(items), len(items)))


def mix_article(article: Article, rng: random.Random) -> Article:
    """The same claims in other words of the record: other orders, other ids."""
    ids = {one.id: f"x{rng.random()}" for one in article.claims}

    def mix_claim(claim: Claim) -> Claim:
        return replace(
            claim,
            id=ids[claim.id],
            within=None if claim.within is None else ids[claim.within],
            content=mix(claim.content, rng),
            source=mix(claim.source, rng),
            cue=mix(claim.cue, rng),
            source_ids=mix(claim.source_ids, rng),
        )

    def mix_source(source: Source) -> Source:
        return replace(source, mentions=mix(source.mentions, rng))

    return replace(
        article,
        claims=mix([mix_claim(one) for one in article.claims], rng),
        sources=mix([mix_source(one) for one in article.sources], rng),
    )


@settings(max_examples=50, deadline=None)
@given(gold_and_predictions(), st.integers(0, 2**32))
def test_no_order_of_claims_articles_or_pieces_changes_anything(
    sets: tuple[list[Article], list[Article]], seed: int
) -> None:
    gold, predicted = sets
    rng = random.Random(seed)
    mixed_gold, mixed_predicted = (
        mix([mix_article(one, rng) for one in side], rng) for side in (gold, predicted)
    )
    plain = evaluate_predictions(gold_set(*gold), predicted, settings=FEW)
    mixed = evaluate_predictions(gold_set(*mixed_gold), mixed_predicted, settings=FEW)
    assert mixed.headline == plain.headline


@settings(max_examples=50, deadline=None)
@given(gold_and_predictions(), st.data())
def test_a_wrong_claim_never_raises_precision(
    sets: tuple[list[Article], list[Article]], data: st.DataObject
) -> None:
    gold, predicted = ([replace(one, text=one.text + " tail end") for one in side] for side in sets)
    end = len(gold[0].text)
    wrong = Claim(
        id="wrong",
        content=(Span(end - 8, end),),
        source=data.draw(st.sampled_from([(), (Span(end - 8, end - 4),)])),
        cue=data.draw(st.sampled_from([(), (Span(end - 3, end),)])),
        mode=data.draw(st.sampled_from(["direct", "indirect"])),
    )
    more = [replace(predicted[0], claims=(*predicted[0].claims, wrong)), *predicted[1:]]
    before = evaluate_predictions(gold_set(*gold), predicted, settings=FEW).headline
    after = evaluate_predictions(gold_set(*gold), more, settings=FEW).headline
    precisions = [one for one in before.figures if one.name.endswith(".precision")]
    assert len(precisions) >= 11
    for one in precisions:
        now = after.figure(one.name)
        assert now is not None
        if one.value is not None:
            assert now.value is not None
            assert now.value <= one.value + 1e-9, one.name


@settings(max_examples=50, deadline=None)
@given(gold_and_predictions())
def test_every_figure_lies_between_0_and_100_and_in_no_empty_interval(
    sets: tuple[list[Article], list[Article]],
) -> None:
    gold, predicted = sets
    for figure in all_figures(evaluate_predictions(gold_set(*gold), predicted, settings=FEW)):
        assert figure.value is None or -1e-9 <= figure.value <= 100 + 1e-9
        if figure.low is not None:
            assert figure.high is not None
            assert -1e-9 <= figure.low <= figure.high <= 100 + 1e-9


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["one", "two", "three"]), min_size=4, max_size=8))
def test_spans_that_touch_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    cut = text.index(" ") + 1
    gold = Article(text=text, id="a", claims=(Claim(id="c", content=(Span(0, cut),)),))
    beside = Article(text=text, id="a", claims=(Claim(id="c", content=(Span(cut, len(text)),)),))
    headline = evaluate_predictions(gold_set(gold), [beside], settings=FEW).headline
    for name in ("content.soft", "tok.content", "exact.content"):
        figure = headline.figure(name)
        assert figure is not None
        assert figure.value == 0
