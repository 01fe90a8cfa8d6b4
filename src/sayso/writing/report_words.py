"""What the figures of a report are called, for people who have not read the scorer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """A short name, and a sentence that says what counts as right."""

    name: str
    meaning: str


FIGURES: Final[Mapping[str, Wording]] = {
    "attributed": Wording("Claim with its source", "half of the content's words, and sources meet"),
    "attributed.exact-source": Wording("… with the exact source", "the source's very words"),
    "content.50": Wording("Content, at least half", "Dice of the content's words is 0.5 or more"),
    "content.soft": Wording("Content, in proportion", "each pair counts by its Dice"),
    "content.exact": Wording("Content, exact", "the very same words of content"),
    "exact.source": Wording("Source pieces", "first and last word are right, linked or not"),
    "exact.cue": Wording("Cue pieces", "first and last word are right, linked or not"),
    "exact.content": Wording("Content pieces", "first and last word are right, linked or not"),
    "tok.source": Wording("Source words", "words marked as source, linked or not"),
    "tok.cue": Wording("Cue words", "words marked as cue, linked or not"),
    "tok.content": Wording("Content words", "words marked as content, linked or not"),
    "party": Wording("Right party named", "half of the content, and every party by its name"),
    "b-cubed": Wording("Mentions resolved (B³)", "mentions of sources grouped as in gold"),
    "nesting": Wording("Nested in the right claim", "a nested claim and the one around it"),
}
"""In the order of the report: whole claims first."""

LABEL_FIGURES: Final[Mapping[str, str]] = {
    "stance.macro-f1": "Stance, macro-F1",
    "stance.accuracy": "Stance, accuracy",
    "stance.uniform.macro-f1": "Stance, macro-F1, uniform draw",
    "stance.uniform.accuracy": "Stance, accuracy, uniform draw",
    "confidence.macro-f1": "Confidence, macro-F1",
    "confidence.accuracy": "Confidence, accuracy",
    "confidence.uniform.macro-f1": "Confidence, macro-F1, uniform draw",
    "confidence.uniform.accuracy": "Confidence, accuracy, uniform draw",
}

TRAITS: Final[Mapping[str, str]] = {
    "mode": "Mode of the content",
    "distance": "Distance of the source",
    "kind": "Kind of source",
    "publisher": "Publisher",
    "nested": "Nesting",
    "implicit": "Implicit continuation",
}

ERRORS: Final[Mapping[str, Wording]] = {
    "missed": Wording("Missed", "gold claims whose content no prediction shares"),
    "wrong": Wording("Wrong", "predicted claims whose content no gold claim shares"),
    "other source": Wording("Other source", "the content is right, the source is not"),
    "partial": Wording("Partial", "less than half of the content is shared"),
    "label": Wording("Other label", "a right claim with another stance, confidence or party"),
}


def figure_name(name: str) -> str:
    """The short name of any figure; its own name where it has no other."""
    if name in LABEL_FIGURES:
        return LABEL_FIGURES[name]
    base, _, part = name.rpartition(".")
    if name in FIGURES:
        return FIGURES[name].name
    return f"{FIGURES[base].name}, {part}" if base in FIGURES else name
