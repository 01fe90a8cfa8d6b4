"""Articles for the scorer's tests, their claims given in words instead of offsets."""

from __future__ import annotations

import re
from typing import Any

from sayso.gold import GoldArticle, GoldSet
from sayso.records import Article, Claim, Source, Span, Spans
from sayso.scoring.matching import Compared, compare_article

BRIDGE = "The mayor said the bridge is safe . Critics denied it loudly ."


def spans_of(text: str, words: str) -> Spans:
    """Where pieces stand, joined by " … "; each is the first after the one before."""
    spans: list[Span] = []
    for piece in words.split(" … ") if words else ():
        match = re.compile(rf"(?<!\S){re.escape(piece)}(?!\S)").search(
            text, spans[-1].end if spans else 0
        )
        assert match is not None, f"{piece!r} is not in {text!r}"
        spans.append(Span(*match.span()))
    return tuple(spans)


def claim(
    text: str, source: str, cue: str, content: str, claim_id: str = "", **fields: Any
) -> Claim:
    """A claim by the words of its parts; its id is its content where none is given."""
    parts = {"source": source, "cue": cue, "content": content}
    spans = {role: spans_of(text, words) for role, words in parts.items()}
    return Claim(id=claim_id or content, **spans, **fields)


def article(text: str, *claims: Claim, sources: tuple[Source, ...] = (), **fields: Any) -> Article:
    return Article(text=text, id=fields.pop("id", "a"), claims=claims, sources=sources, **fields)


def source(text: str, source_id: str, name: str, *mentions: str, kind: str = "person") -> Source:
    """A source by its name and the words of its mentions, each the first such words."""
    spans = tuple(span for mention in mentions for span in spans_of(text, mention))
    return Source(id=source_id, name=name, kind=kind, mentions=spans)  # type: ignore[arg-type]


def gold_set(*articles: Article) -> GoldSet:
    return GoldSet(tuple(GoldArticle(one, name=one.id) for one in articles))


def compare(gold: Article, predicted: Article | None) -> Compared:
    return compare_article(GoldArticle(gold, name=gold.id), predicted)
