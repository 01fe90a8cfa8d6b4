"""Sources that several parties share: where one part of 'A, B and C' ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.phrase import core_end

_RELATIVES = frozenset(["who", "whom", "whose", "which", "that"])


def find_cuts(page: Page, names: Names, words: range) -> Iterator[int]:
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
        left, right = names.covering(index - 1), names.covering(index)
        if left is not None and right is not None:
            yield index


def _parts(page: Page, names: Names, first: int, joint: int, stop: int) -> bool:
    """Whether 'and' at ``joint`` parts two parties, rather than two words of one."""
    right = joint + 1
    lexicon = page.lexicon
    name = names.covering(core_end(page, names, right, stop) - 1)
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
    left_is_name = names.covering(_before_brackets(page, first, joint - 1)) is not None
    if name is not None:
        return left_is_name or _is_determined(page, first) or _is_noun(page, joint - 1)
    if is_determined or key in lexicon.pronouns:
        return True
    both_plural = _is_plural(page, joint - 1) and _is_plural(
        page, core_end(page, names, right, stop) - 1
    )
    return (both_plural and _is_noun(page, joint - 1)) or (left_is_name and _is_noun(page, right))


def _before_brackets(page: Page, first: int, index: int) -> int:
    """The word itself, or if it ends a bracket the one before that opens: Doe (X-Ohio)."""
    if ")" not in page.gap(index, index + 1):
        return index
    while index > first and "(" not in page.gap(index - 1, index):
        index -= 1
    return max(first, index - 1)


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
