"""A noun phrase by the numbers of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page

# What ends a noun phrase between two of its words.
BREAK = re.compile(r"[,;:()\[\]—]|\s[–-]\s|--")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``[first, stop)``; ``core`` is where its first noun phrase ends, ``head`` its noun.

    ``run`` is the number of the name it is, if it is one.
    """

    first: int
    core: int
    stop: int
    head: int
    run: int | None = None


def core_end(page: Page, names: Names, first: int, stop: int) -> int:
    """Where the noun phrase that begins at a word ends: before a mark, preposition or relative."""
    index = first
    while index < stop:
        if index > first and BREAK.search(page.gap(index - 1, index)):
            return index
        number = names.covering(index)
        if number is not None:
            index = names.runs[number].stop
            continue
        is_last = index + 1 >= stop
        key = page.words[index].key
        if index > first and key in page.lexicon.boundaries and (key != "and" or is_last):
            return index
        index += 1
    return min(index, stop)
