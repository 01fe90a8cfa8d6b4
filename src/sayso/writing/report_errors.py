"""The error browser of a report: each claim in its text, gold and prediction over each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from sayso.records import Claim, Span
from sayso.scoring.matching import Compared
from sayso.scoring.outcomes import Outcome, find_outcomes
from sayso.text.visible import make_visible

LABELS = "label"
SHOWN: Final = ("missed", "wrong", "other source", "partial", LABELS)
"""What is browsed: all that is not right and, last, right claims with another label or party."""

# Characters of text shown before and after a claim, and of one longer stretch within it that
# no claim marks or that a single mark covers. Assumed, not measured.
_CONTEXT = 90
_MAX_STRETCH = 420
_GAP = " […] "
_PARAGRAPH_END = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Example:
    """One outcome with its text."""

    article_id: str
    overlap: str
    notes: tuple[str, ...]
    text: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """The examples of one kind in one article."""

    article_id: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All examples of one kind of error, by article."""

    kind: str
    n: int
    groups: tuple[Group, ...]


def find_shelves(compared: Iterable[Compared]) -> list[Shelf]:
    """The shelves in the order of ``SHOWN``; the articles in their own."""
    by_article = [(one, find_outcomes(one)) for one in compared]
    shelves = []
    for kind in SHOWN:
        groups = [
            Group(one.article.article.id, tuple(_example(one, o) for o in outcomes))
            for one, found in by_article
            if (outcomes := [outcome for outcome in found if _kind(outcome) == kind])
        ]
        shelves.append(Shelf(kind, sum(len(group.examples) for group in groups), tuple(groups)))
    return shelves


def _kind(outcome: Outcome) -> str:
    return LABELS if outcome.verdict == "right" and outcome.differing else outcome.verdict


def _example(compared: Compared, outcome: Outcome) -> Example:
    return Example(
        article_id=compared.article.article.id,
        overlap=f"{outcome.overlap:.0%} of the content" if outcome.overlap else "",
        notes=tuple(_notes(outcome)),
        text=_paint(compared.article.article.text, outcome),
    )


def _notes(outcome: Outcome) -> Iterable[str]:
    gold, predicted = outcome.gold, outcome.predicted
    for name in outcome.differing:
        if gold is not None and predicted is not None and name != "party":
            yield f"{name}: gold {getattr(gold, name)}, predicted {getattr(predicted, name)}"
        else:
            yield f"another {name}"
    for claim in (gold, predicted):
        if claim is not None and claim.implicit:
            yield "implicit"
        if claim is not None and claim.within is not None:
            yield "nested"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of the text and the class it is shown with."""

    span: Span
    css: str


def _paint(text: str, outcome: Outcome) -> Markup:
    """The text around the outcome: gold underlined, predictions shaded, a colour for each role."""
    marks = [*_marks(outcome.gold, "g"), *_marks(outcome.predicted, "p")]
    start = max(min(mark.span.start for mark in marks) - _CONTEXT, 0)
    end = min(max(mark.span.end for mark in marks) + _CONTEXT, len(text))
    edges = {start, end, *(edge for m in marks for edge in (m.span.start, m.span.end))}
    shown = make_visible(text)
    parts = [Markup("… ") if start else Markup("")]
    for left, right in pairwise(sorted(edges)):
        css = sorted({m.css for m in marks if m.span.start <= left and right <= m.span.end})
        words = _shorten(shown[left:right])
        parts.append(
            Markup('<span class="{}">{}</span>').format(" ".join(css), words)
            if css
            else Markup.escape(words)
        )
    parts.append(Markup(" …") if end < len(text) else Markup(""))
    return Markup("").join(parts)


def _marks(claim: Claim | None, side: str) -> list[_Mark]:
    if claim is None:
        return []
    roles = (("source", claim.source), ("cue", claim.cue), ("content", claim.content))
    return [_Mark(span, f"{side}-{role}") for role, spans in roles for span in spans]


def _shorten(words: str) -> str:
    words = _PARAGRAPH_END.sub(" ¶ ", words)
    if len(words) <= _MAX_STRETCH:
        return words
    half = _MAX_STRETCH // 2
    return words[:half] + _GAP + words[-half:]
