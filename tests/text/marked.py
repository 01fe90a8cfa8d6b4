"""Marked-up text of the case files, read back into plain text and positions."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sayso.records import Span
from sayso.text.quotes import Quotation

CASES = Path(__file__).parents[1] / "cases"


def load_cases(name: str, table: str = "case") -> list[Any]:
    """The rows of a case file as parameters, named by their reason."""
    rows = tomllib.loads((CASES / name).read_text(encoding="utf-8"))[table]
    return [pytest.param(row, id=row["why"]) for row in rows]


def read_quotations(marked: str) -> tuple[str, list[Quotation]]:
    """Read ⟦…⟧ as quotations, ⟦~…⟧ as those that go on with the one before."""
    text = ""
    opened: list[tuple[int, bool]] = []
    found: list[Quotation] = []
    for character in marked.strip("\n"):
        if character == "⟦":
            opened.append((len(text), False))
        elif character == "~" and opened and opened[-1] == (len(text), False):
            opened[-1] = (len(text), True)
        elif character == "⟧":
            start, continues = opened.pop()
            found.append(Quotation(Span(start, len(text)), continues, len(opened)))
        else:
            text += character
    assert not opened, "a case opens a quotation and never closes it"
    return text, sorted(found, key=lambda quotation: (quotation.span.start, -quotation.span.end))


def read_cuts(marked: str) -> tuple[str, list[int]]:
    """Read ¦ as a place where a sentence starts."""
    text = ""
    cuts = []
    for character in marked.strip("\n"):
        if character == "¦":
            cuts.append(len(text))
        else:
            text += character
    return text, cuts
