"""Which prediction belongs to which gold article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.errors import GoldError
from sayso.gold import GoldArticle, GoldSet
from sayso.records import Article
from sayso.scoring.matching import Compared, compare_article
from sayso.scoring.settings import Scope


@dataclass(frozen=True, slots=True)
class Case:
    """A gold article and what was predicted on its text; ``None`` where nothing was."""

    gold: GoldArticle
    prediction: Article | None


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases of a gold set in its order, and what a reader of the figures should know."""

    cases: tuple[Case, ...]
    remarks: tuple[str, ...] = ()


def pair_articles(gold: GoldSet, predictions: Sequence[Article]) -> Cases:
    """Give each gold article the prediction with its id, else with its name, else with its text.

    So one prediction serves every annotator of its text. A prediction on another text than the
    gold's is none. A gold article without any counts as one where nothing was found.

    Raises:
        GoldError: Gold is empty, two predictions share an id, or none belongs to any article.
    """
    if not gold.articles:
        raise GoldError("the gold set holds no article; nothing can be scored")
    by_id = _by_id(predictions)
    by_text = {one.text: one for one in predictions}
    remarks: list[str] = []
    cases: list[Case] = []
    for one in gold.articles:
        named = by_id.get(one.article.id) or by_id.get(one.name)
        if named is not None and named.text != one.article.text:
            remarks.append(_other_text(one, named))
            named = None
        cases.append(Case(one, named or by_text.get(one.article.text)))
    return Cases(tuple(cases), (*remarks, *_coverage(cases, predictions)))


def _by_id(predictions: Sequence[Article]) -> dict[str, Article]:
    by_id: dict[str, Article] = {}
    for one in predictions:
        if one.id in by_id:
            raise GoldError(f"two predicted articles have the id {one.id!r}; wanted each once")
        by_id[one.id] = one
    return by_id


def _other_text(gold: GoldArticle, named: Article) -> str:
    return (
        f"article {gold.article.id!r}: predicted on another text "
        f"({len(named.text)} characters; gold has {len(gold.article.text)}), so left out"
    )


def _coverage(cases: Sequence[Case], predictions: Sequence[Article]) -> Iterator[str]:
    used = {case.prediction.id for case in cases if case.prediction is not None}
    n_without = sum(case.prediction is None for case in cases)
    if not used:
        raise GoldError(
            f"none of {len(predictions)} predicted articles fits any of {len(cases)} gold articles "
            "by id, name or text; wanted predictions made on the texts of this gold set"
        )
    if n_without:
        yield f"{n_without} of {len(cases)} gold articles have no prediction: nothing found there"
    if len(used) < len(predictions):
        n_unused = len(predictions) - len(used)
        yield f"{n_unused} of {len(predictions)} predicted articles fit no gold article"


def compare_cases(cases: Iterable[Case], scope: Scope = "all") -> tuple[Compared, ...]:
    """Match the claims of every case, those of the scope alone."""
    if scope == "all":
        return tuple(compare_article(case.gold, case.prediction) for case in cases)
    return tuple(
        compare_article(
            replace(case.gold, article=_outermost(case.gold.article)),
            None if case.prediction is None else _outermost(case.prediction),
        )
        for case in cases
    )


def has_nested(articles: Iterable[Article | None]) -> bool:
    """Whether any claim stands within another."""
    return any(
        claim.within is not None
        for article in articles
        if article is not None
        for claim in article.claims
    )


def _outermost(article: Article) -> Article:
    claims = tuple(claim for claim in article.claims if claim.within is None)
    return replace(article, claims=claims)
