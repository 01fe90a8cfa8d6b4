"""The words of a claim's source taken apart: one mention for each party it names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sayso.records import Span
from sayso.steps.sources.coordination import find_cuts
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.phrase import Phrase, core_end

Shape = Literal["empty", "pronoun", "relative", "name", "nominal"]

_NOT_DESCRIBED = frozenset(["and", "or", "who", "whom", "whose", "which", "that"])
_LEADING = frozenset(["both", "either", "neither"])


@dataclass(frozen=True, slots=True)
class Mention:
    """One party's part of a source; ``phrase`` is its words, ``None`` if it has none."""

    span: Span
    shape: Shape
    phrase: Phrase | None = None


def find_mentions(page: Page, names: Names, piece: Span) -> list[Mention]:
    """The parties' parts of a piece of a source, in order; one empty mention if it has no word."""
    words = page.range_of(piece)
    if not len(words):
        return [Mention(piece, "empty")]
    bounds = [words.start, *find_cuts(page, names, words), words.stop]
    parts = [_read_part(page, names, first, stop, piece) for first, stop in pairwise(bounds)]
    full = [part for part in parts if part.shape != "empty"]
    return full or parts[:1]


def _read_part(page: Page, names: Names, first: int, stop: int, piece: Span) -> Mention:
    whole = _clip(page, first, stop, piece)
    while first < stop and page.words[stop - 1].key in page.lexicon.conjunctions:
        stop -= 1
    while first < stop and _is_filler(page, first):
        first += 1
    if first == stop:
        return Mention(whole, "empty")
    span = _clip(page, first, stop, piece)
    word, lexicon = page.words[first], page.lexicon
    core = core_end(page, names, first, stop)
    if word.key in lexicon.relatives and core - first == 1 and _is_relative(page, first):
        return Mention(span, "relative", Phrase(first, core, stop, first))
    owns = word.key in lexicon.possessive_pronouns and core - first > 1
    if word.key in lexicon.pronouns and not word.is_shouted and not owns:
        return Mention(span, "pronoun", Phrase(first, core, stop, first))
    run = names.covering(core - 1)
    if run is not None and _is_part_of_group(page, names, first, run):
        run = None
    elif run is None and core < stop:
        run = _apposed_name(page, names, core, stop)
    if run is not None:
        return Mention(span, "name", Phrase(first, core, stop, names.runs[run].stop - 1, run))
    return Mention(span, "nominal", Phrase(first, core, stop, _head(page, first, core)))


def _is_part_of_group(page: Page, names: Names, first: int, run: int) -> bool:
    """Whether the words before a camp's name take a part of it: many Unionists, young Unionists."""
    begin = first + (page.words[first].key == "the")
    return names.parties[run].kind == "group" and begin < names.runs[run].start


def _clip(page: Page, first: int, stop: int, piece: Span) -> Span:
    """The part's characters, from its first word to its last, within the piece as marked."""
    start = piece.start if first == page.range_of(piece).start else page.words[first].start
    end = piece.end if stop == page.range_of(piece).stop else page.words[stop - 1].after
    return Span(start, max(end, start + 1))


def _is_filler(page: Page, index: int) -> bool:
    """Whether the word only leads up to the source: by, according to, even, both."""
    lexicon, word = page.lexicon, page.words[index]
    if word.key in _LEADING:
        return True
    is_content = (
        word.key in lexicon.definite
        or word.key in lexicon.indefinite
        or word.key in lexicon.pronouns
        or word.key in lexicon.relatives
        or word.key in lexicon.indefinite_pronouns
        or word.key in lexicon.possessive_pronouns
        or word.is_shouted
    )
    return word.key in lexicon.function and not is_content


def _is_relative(page: Page, index: int) -> bool:
    """Whether who, which or that takes up a noun before it, and asks or points to nothing."""
    key = page.words[index].key
    if index == 0 or page.sentences[index] != page.sentences[index - 1]:
        return False
    before = page.words[index - 1]
    if page.paragraphs[index] != page.paragraphs[index - 1]:
        return False
    return key != "that" or before.key not in page.lexicon.function


def _apposed_name(page: Page, names: Names, core: int, stop: int) -> int | None:
    """The person's name behind a description: (An attorney for the family,) Mark Roe."""
    for index in range(core, stop):
        if page.gap(index - 1, index).strip() not in (",", "—", "–", "--", "-"):
            continue
        if page.words[index].key in page.lexicon.function - page.lexicon.determiners:
            return None
        if any(page.words[i].key in _NOT_DESCRIBED for i in range(core, index)):
            return None
        run = names.covering(core_end(page, names, index, stop) - 1)
        return run if run is not None and names.parties[run].kind == "person" else None
    return None


def _head(page: Page, first: int, core: int) -> int:
    """The noun a description turns on: the last one known, or else its last word."""
    for index in range(core - 1, first - 1, -1):
        word = page.words[index]
        if word.key not in page.lexicon.function and page.lexicon.is_noun(page.noun(index)):
            return index if not word.is_possessive or index == core - 1 else core - 1
    return core - 1
