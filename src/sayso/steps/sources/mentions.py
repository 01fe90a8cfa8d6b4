"""The words of a claim's source taken apart: one mention for each party it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sayso.records import Span
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.phrase import Phrase

Shape = Literal["empty", "pronoun", "relative", "name", "nominal"]

_BREAK = re.compile(r"[,;:()\[\]—]|\s[–-]\s|--")
_RELATIVES = frozenset(["who", "whom", "whose", "which", "that"])
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
    bounds = [words.start, *_find_cuts(page, names, words), words.stop]
    parts = [_read_part(page, names, first, stop, piece) for first, stop in pairwise(bounds)]
    full = [part for part in parts if part.shape != "empty"]
    return full or parts[:1]


def core_end(page: Page, names: Names, first: int, stop: int) -> int:
    """Where the noun phrase that begins at a word ends: before a mark, preposition or relative."""
    inside = _run_starting_at(names, first)
    index = names.runs[inside].stop if inside is not None else first + 1
    while index < stop:
        if _BREAK.search(page.gap(index - 1, index)):
            return index
        inside = _run_starting_at(names, index)
        if inside is not None:
            index = names.runs[inside].stop
        elif page.words[index].key in page.lexicon.boundaries:
            if page.words[index].key != "and" or index + 1 >= stop:
                return index
            index += 1
        else:
            index += 1
    return min(index, stop)


def _run_starting_at(names: Names, index: int) -> int | None:
    """The run whose first word, title included, is this one."""
    found = names.covering(index)
    return found if found is not None and names.runs[found].start <= index else None


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
    if word.key in lexicon.pronouns and not word.is_shouted | (word.key == "us"):
        owns = word.key in lexicon.possessive_pronouns and core - first > 1
        if not owns:
            return Mention(span, "pronoun", Phrase(first, core, stop, first))
    run = _run_at_end(names, first, core)
    if run is None and core < stop:
        run = _apposed_name(page, names, core, stop)
    if run is not None:
        return Mention(span, "name", Phrase(first, core, stop, names.runs[run].stop - 1, run))
    return Mention(span, "nominal", Phrase(first, core, stop, _head(page, first, core)))


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


def _run_at_end(names: Names, first: int, core: int) -> int | None:
    """The name that ends the noun phrase, which then is that name with a role before it."""
    found = names.covering(core - 1)
    if found is None or names.runs[found].first < first:
        return found if found is not None and names.runs[found].stop >= core else None
    return found


def _apposed_name(page: Page, names: Names, core: int, stop: int) -> int | None:
    """The person's name behind a description: (An attorney for the family,) Mark Roe."""
    for index in range(core, stop):
        if page.gap(index - 1, index).strip() not in (",", "—", "–", "--", "-"):
            continue
        if page.words[index].key in page.lexicon.function - page.lexicon.determiners:
            return None
        end = core_end(page, names, index, stop)
        run = _run_at_end(names, index, end)
        if (
            run is not None
            and names.parties[run].kind == "person"
            and not any(page.words[i].key in ("and", "or", *_RELATIVES) for i in range(core, index))
        ):
            return run
        return None
    return None


def _head(page: Page, first: int, core: int) -> int:
    """The noun a description turns on: the last one known, or else its last word."""
    for index in range(core - 1, first - 1, -1):
        word = page.words[index]
        if word.key not in page.lexicon.function and page.lexicon.is_noun(page.noun(index)):
            return index if not word.is_possessive or index == core - 1 else core - 1
    return core - 1


def _find_cuts(page: Page, names: Names, words: range) -> Iterator[int]:
    """The words at which another party of a coordinated source begins."""
    joints: list[int] = []
    for index in range(words.start + 1, words.stop - 1):
        key = page.words[index].key
        if key in _RELATIVES:
            break
        if key in page.lexicon.conjunctions and names.covering(index) is None:
            begin = joints[-1] if joints else words.start
            if _parts(page, names, begin, index, words.stop):
                joints.append(index + 1)
    if joints:
        yield from _comma_cuts(page, names, words.start, joints[0] - 1)
        yield from joints


def _comma_cuts(page: Page, names: Names, first: int, stop: int) -> Iterator[int]:
    """Where commas part a row of names: A, B and C."""
    for index in range(first + 1, stop):
        if page.gap(index - 1, index).strip() != ",":
            continue
        left, right = names.covering(index - 1), _run_starting_at(names, index)
        if left is not None and right is not None:
            yield index


def _parts(page: Page, names: Names, first: int, joint: int, stop: int) -> bool:
    """Whether 'and' at ``joint`` parts two parties, rather than two words of one."""
    right = joint + 1
    lexicon = page.lexicon
    name = _run_at_end(names, right, core_end(page, names, right, stop))
    key = page.words[right].key
    is_determined = key in lexicon.definite | lexicon.indefinite | lexicon.possessive_pronouns
    has_comma = page.gap(joint - 1, joint).strip() == ","
    if _has_open_apposition(page, names, first, joint) and not (has_comma and name is not None):
        return False
    if _has_complement(page, names, first, joint):
        is_titled = name is not None and names.runs[name].start < names.runs[name].first
        return is_titled or has_comma or (is_determined and _knows_noun(page, right, stop))
    if joint - first == 1 and page.words[first].key in lexicon.function:
        return page.words[first].key in lexicon.pronouns
    left_is_name = names.covering(joint - 1) is not None
    if name is not None:
        return left_is_name or _is_determined(page, first) or _is_noun(page, joint - 1)
    if is_determined or key in lexicon.pronouns:
        return True
    both_plural = _is_plural(page, joint - 1) and _is_plural(
        page, core_end(page, names, right, stop) - 1
    )
    return (both_plural and _is_noun(page, joint - 1)) or (left_is_name and _is_noun(page, right))


def _has_open_apposition(page: Page, names: Names, first: int, joint: int) -> bool:
    for index in range(first + 1, joint):
        if page.gap(index - 1, index).strip() == "," and names.covering(index - 1) is not None:
            return _is_determined(page, index) or _is_noun(page, index)
    return False


def _has_complement(page: Page, names: Names, first: int, joint: int) -> bool:
    """Whether a preposition before 'and' may govern both sides: the (president of A and B)."""
    return any(
        page.words[i].key in page.lexicon.prepositions and names.covering(i) is None
        for i in range(first + 1, joint)
    )


def _is_determined(page: Page, index: int) -> bool:
    lexicon, key = page.lexicon, page.words[index].key
    return key in lexicon.definite | lexicon.indefinite | lexicon.possessive_pronouns


def _knows_noun(page: Page, first: int, stop: int) -> bool:
    return any(_is_noun(page, index) for index in range(first, stop))


def _is_noun(page: Page, index: int) -> bool:
    key = page.words[index].key
    return key not in page.lexicon.function and page.lexicon.is_noun(page.noun(index))


def _is_plural(page: Page, index: int) -> bool:
    return page.lexicon.is_plural(page.words[index].key)
