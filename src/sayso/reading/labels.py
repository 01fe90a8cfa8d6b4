"""Stance and confidence labelled apart from the spans: a file of items, and gold given them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso.errors import GoldError, ReadingError, RecordError
from sayso.gold import GoldArticle, GoldSet, LabelItem, Problem
from sayso.reading.brat import merge_pieces
from sayso.records import CONFIDENCES, STANCES, Claim, Span, Spans

UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class LabelFile:
    """The items of one file in its order, and what was wrong."""

    items: tuple[LabelItem, ...]
    problems: tuple[Problem, ...]


def load_label_items(path: Path) -> LabelFile:
    """Read a file of one labelled claim a line; a faulty line is a problem.

    Raises:
        ReadingError: The file cannot be read, or holds no labelled claim.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadingError(f"{path}: {error}") from error
    items: list[LabelItem] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                items.append(_item(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            problems.append(Problem(str(path), number, f"no labelled claim: {error}; left out"))
    if not items:
        raise ReadingError(
            f"{path}: found no labelled claim; wanted one JSON object a line with article, "
            "source, cue, content, stance and confidence"
        )
    return LabelFile(tuple(items), tuple(problems))


def label_gold(gold: GoldSet, labels: LabelFile, file: str) -> GoldSet:
    """Give the labels to the gold claims of the same text with the same content and cue.

    Items that fit no claim, and the problems of the label file, become problems of the set.

    Raises:
        GoldError: No item fits any claim.
    """
    by_place: dict[str, list[LabelItem]] = defaultdict(list)
    for item in labels.items:
        by_place[item.article].append(item)
    fitting: set[int] = set()
    articles = tuple(_label_article(one, by_place[one.name], fitting) for one in gold.articles)
    unfitting = [item for item in labels.items if id(item) not in fitting]
    if len(unfitting) == len(labels.items):
        raise GoldError(f"{file}: none of its {len(labels.items)} items fits a claim of the gold")
    lost = (_lost(item, file) for item in unfitting)
    return replace(gold, articles=articles, problems=(*gold.problems, *labels.problems, *lost))


def _label_article(gold: GoldArticle, items: Sequence[LabelItem], fitting: set[int]) -> GoldArticle:
    claims: list[Claim] = []
    enriched: set[str] = set()
    for claim in gold.article.claims:
        item = next((one for one in items if _fits(one, claim, gold.article.text)), None)
        if item is not None:
            fitting.add(id(item))
            claim = replace(claim, stance=item.stance, confidence=item.confidence)
            if item.draw != UNIFORM:
                enriched.add(claim.id)
        claims.append(claim)
    article = replace(gold.article, claims=tuple(claims))
    return replace(gold, article=article, enriched=frozenset(enriched))


def _fits(item: LabelItem, claim: Claim, text: str) -> bool:
    return all(
        merge_pieces(text, mine) == merge_pieces(text, theirs)
        for mine, theirs in ((item.content, claim.content), (item.cue, claim.cue))
    )


def _lost(item: LabelItem, file: str) -> Problem:
    start = item.content[0].start
    return Problem(file, None, f"no gold claim of {item.article!r} has the content at {start}")


def _item(row: Mapping[str, Any]) -> LabelItem:
    for name, allowed in (("stance", STANCES), ("confidence", CONFIDENCES)):
        if row[name] not in allowed:
            raise RecordError(f"{name} must be one of {', '.join(allowed)}; found {row[name]!r}")
    content = _spans(row["content"])
    if not content:
        raise RecordError("it has no content")
    return LabelItem(
        article=row["article"],
        source=_spans(row.get("source") or []),
        cue=_spans(row.get("cue") or []),
        content=content,
        stance=row["stance"],
        confidence=row["confidence"],
        draw=row.get("draw", UNIFORM),
    )


def _spans(values: Iterable[object]) -> Spans:
    return tuple(Span.from_json(value) for value in values)
