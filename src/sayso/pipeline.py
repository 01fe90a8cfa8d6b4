"""The steps in order: from a text to its claims and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import tee

from sayso.model.model import Model
from sayso.records import Article, Claim
from sayso.steps.claims import find_claims
from sayso.steps.continuation import complete_quoted, extend_quoted
from sayso.steps.nesting import link_nested
from sayso.steps.sentences import Tagged, Tagger
from sayso.steps.sources import resolve_sources
from sayso.text.quotes import find_mode, find_quotations


class Pipeline:
    """Finds the claims of articles, one at a time or in a stream."""

    def __init__(self, model: Model, tagger: Tagger) -> None:
        self._model = model
        self._tagger = tagger

    def run(self, article: Article) -> Article:
        """The article with its sentences, entities, sources and claims.

        Whatever of these it held before is replaced; text, metadata and diagnostics stay.
        """
        return self._finish(article, self._tagger.tag(article.text))

    def run_many(self, articles: Iterable[Article]) -> Iterator[Article]:
        """As ``run`` for each article, in order and one by one, at a lower cost per article."""
        articles, again = tee(articles)
        tagged = self._tagger.tag_many(article.text for article in articles)
        for article, found in zip(again, tagged, strict=True):
            yield self._finish(article, found)

    def _finish(self, article: Article, tagged: Tagged) -> Article:
        text = article.text
        quotations = find_quotations(text)
        whole = complete_quoted(find_claims(text, self._model), quotations)
        found = extend_quoted(text, whole, quotations)
        claims = tuple(
            replace(claim, mode=find_mode(claim.content, quotations, text))
            for claim in link_nested(_number(found))
        )
        resolution = resolve_sources(text, tagged.sentences, tagged.entities, quotations, claims)
        return replace(
            article,
            sentences=tagged.sentences,
            entities=tagged.entities,
            sources=resolution.sources,
            claims=resolution.claims,
            model=self._model.info,
            diagnostics=tuple(dict.fromkeys((*article.diagnostics, *quotations.diagnostics))),
        )


def _number(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims in text order under the ids c1, c2, …; whatever linked them is undone."""
    ordered = sorted(claims, key=lambda claim: (claim.extent, claim.cue, claim.content))
    return tuple(
        replace(claim, id=f"c{n}", within=None) for n, claim in enumerate(ordered, start=1)
    )
