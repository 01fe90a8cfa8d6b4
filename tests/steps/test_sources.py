"""Whose each claim is: the rows of ``cases/sources.toml``, and what holds for every text."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sayso.records import Article, Claim, Entity, Source, Span, Spans
from sayso.steps.sources import Resolution, resolve_sources
from sayso.text.quotes import find_quotations

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "sources.toml").read_text(encoding="utf-8")
)["case"]

_MARK = re.compile(r"([{\[<])(\d+):|([}\]>])")
_SENTENCE = re.compile(
    r"[^\n]+?(?:(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSen)(?<!\bSens)"
    r"(?<!\bJr)[.!?][”’\"']?(?=\s+[\"“A-Z])|(?=\n)|$)"
)
_PARTS = {"{": "source", "[": "cue", "<": "content"}


@dataclass
class Marked:
    """The plain text of a row and the pieces of its claims by number and part."""

    text: str = ""
    pieces: dict[int, dict[str, list[Span]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def read_marks(marked: str) -> Marked:
    out, at = Marked(), 0
    open_: list[tuple[str, int, int]] = []
    for match in _MARK.finditer(marked):
        out.text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            open_.append((_PARTS[match[1]], int(match[2]), len(out.text)))
        else:
            part, number, start = open_.pop()
            out.pieces[number][part].append(Span(start, len(out.text)))
    assert not open_, marked
    out.text += marked[at:]
    return out


def find_sentences(text: str) -> Spans:
    return tuple(Span(*m.span()) for m in _SENTENCE.finditer(text) if m[0].strip())


def find_entities(text: str, table: dict[str, list[str]]) -> tuple[Entity, ...]:
    """Every place of each string, the longest first where two overlap."""
    found: list[Entity] = []
    rows = [(surface, label) for label, surfaces in table.items() for surface in surfaces]
    for surface, label in sorted(rows, key=lambda row: -len(row[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            span = Span(*match.span())
            if not any(span.overlaps(entity.span) for entity in found):
                found.append(Entity(span, label))
    return tuple(sorted(found, key=lambda entity: entity.span))


def claims_of(case: dict[str, Any], marked: Marked) -> list[Claim]:
    return [
        Claim(
            id=f"c{number}",
            **{part: tuple(sorted(spans)) for part, spans in marked.pieces[number].items()},
            implicit=number in case.get("implicit", ()),
        )
        for number in sorted(marked.pieces)
    ]


def resolve(case: dict[str, Any]) -> tuple[Article, Resolution]:
    marked = read_marks(case["text"])
    sentences = find_sentences(marked.text)
    entities = find_entities(marked.text, case.get("entities", {}))
    quotations = find_quotations(marked.text)
    claims = claims_of(case, marked)
    found = resolve_sources(marked.text, sentences, entities, quotations, claims)
    article = Article(
        marked.text,
        sentences=sentences,
        entities=entities,
        sources=found.sources,
        claims=found.claims,
    )
    return article, found


def shown(source: Source) -> str:
    parts = [source.name, source.kind, source.role or "", source.affiliation or ""]
    return "; ".join(parts).rstrip("; ").replace(";  ;", "; ;")


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_rows(case: dict[str, Any]) -> None:
    article, _ = resolve(case)
    parties = {
        letter: "; ".join(p.strip() for p in want.split(";"))
        for letter, want in case["parties"].items()
    }
    letters: dict[str, str] = {}
    got = []
    for claim, wanted in zip(article.claims, case["to"], strict=True):
        for source_id, letter in zip(claim.source_ids, wanted.split("+"), strict=False):
            letters.setdefault(source_id, letter)
        got.append("+".join(letters.get(i, "?") for i in claim.source_ids))
    found = {letters.get(s.id, s.id): shown(s) for s in article.sources}
    assert (got, found) == (case["to"], parties), case["why"]
    assert len(set(letters.values())) == len(letters), case["why"]
