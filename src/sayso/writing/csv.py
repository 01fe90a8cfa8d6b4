"""Claims as comma-separated values: one row a claim, for spreadsheets and data frames."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import TextIO

from sayso.records import Article, Spans
from sayso.writing.outline import Entry, join_pieces, outline

NAME_GAP = "; "

# A spreadsheet takes a cell that starts so for a formula, and would run what an article says.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns in their order. Pieces of one part are joined by `` … ``, spans by blanks."""

    article: str
    claim: str
    within: str | None
    sources: str
    kinds: str
    source: str
    cue: str
    content: str
    stance: str | None
    confidence: str | None
    mode: str
    implicit: str
    p_claim: float | None
    p_source: float | None
    p_stance: float | None
    p_confidence: float | None
    source_spans: str
    cue_spans: str
    content_spans: str


COLUMNS = tuple(one.name for one in fields(_Row))


def write_csv(articles: Iterable[Article], stream: TextIO) -> None:
    """Write a heading, then the claims of each article as soon as it comes, in reading order."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for article in articles:
        for entry in outline(article):
            writer.writerow(_defused(value) for value in asdict(_row(article, entry)).values())
        stream.flush()


def _row(article: Article, entry: Entry) -> _Row:
    claim, probability = entry.claim, entry.claim.probability
    return _Row(
        article=article.id,
        claim=claim.id,
        within=claim.within,
        sources=NAME_GAP.join(source.name for source in entry.sources),
        kinds=NAME_GAP.join(source.kind for source in entry.sources),
        source=join_pieces(article.text, claim.source),
        cue=join_pieces(article.text, claim.cue),
        content=join_pieces(article.text, claim.content),
        stance=claim.stance,
        confidence=claim.confidence,
        mode=claim.mode,
        implicit="true" if claim.implicit else "false",
        p_claim=probability.claim,
        p_source=probability.source,
        p_stance=probability.stance,
        p_confidence=probability.confidence,
        source_spans=_ranges(claim.source),
        cue_spans=_ranges(claim.cue),
        content_spans=_ranges(claim.content),
    )


def _ranges(spans: Spans) -> str:
    return " ".join(f"{span.start}:{span.end}" for span in spans)


def _defused(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
