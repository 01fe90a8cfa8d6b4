"""Descriptions set off by a comma or dash beside a name: 'Jane Doe, an expert in law,'."""

from __future__ import annotations

import re

from sayso.records import Span
from sayso.steps.sources.page import Page
from sayso.steps.sources.runs import NameRun

RELATIVES = frozenset(["who", "which", "that", "whose", "whom", "where", "when", "now"])

# What may stand between a name and its apposition: a tag in brackets, an age, then the mark.
_MARK = re.compile(
    r"\s*(?:\([^()\n]{1,40}\)\s*)?(?:,\s*\d{1,3})?(?:,\s*[—–]|,|\s[—–-]\s|\s?--|—)\s*"
)
_END = re.compile(r"[,;:.()\"“”\n]|\s[—–-]\s|--|—")
_SETS_OFF = re.compile(r"\s*(?:[,()\"“”]|[—–]|-\s|--)")

# Longest description before a name, in words. Assumed, not measured.
MAX_WORDS_BEFORE = 12
# A name that stands so near the start of its sentence opens it ('According to Acme, the bank
# is broke'), and what follows to the full stop is the sentence itself.
MAX_OPENING_WORDS = 5


def find_phrase_behind(page: Page, run: NameRun) -> range | None:
    """The words of the apposition behind a name, if the words there are one."""
    match = _MARK.match(page.text, page.words[run.stop - 1].after)
    first = run.stop
    while match and first < len(page.words) and page.words[first].start < match.end():
        first += 1
    if match is None or first >= len(page.words):
        return None
    words = _up_to_end(page, first, match.end())
    if not len(words) or not _may_open(page, first):
        return None
    if any(page.words[i].key in page.lexicon.verbs for i in words):
        return None
    return words if _is_closed(page, run, words) else None


def find_phrase_before(page: Page, run: NameRun) -> range | None:
    """The words of a description that a comma parts from the name behind it."""
    last = run.start - 1
    if last < 0 or page.gap(last, run.start).strip() != ",":
        return None
    if not _SETS_OFF.match(page.text, page.words[run.stop - 1].after):
        return None
    for first in range(last, max(last - MAX_WORDS_BEFORE, -1), -1):
        if page.words[first].key in page.lexicon.verbs or (
            first < last and not page.gap(first, first + 1).isspace()
        ):
            return None
        if page.first_in_sentence[first]:
            return range(first, last + 1) if _may_open(page, first) else None
        if page.words[first].key in page.lexicon.determiners and _stands_free(page, first):
            return range(first, last + 1)
    return None


def _stands_free(page: Page, first: int) -> bool:
    """Whether no preposition or noun before it makes the phrase part of a longer one."""
    before = page.words[first - 1]
    return not page.gap(first - 1, first).isspace() or before.key in page.lexicon.verbs


def _up_to_end(page: Page, first: int, start: int) -> range:
    """The words to the next mark, relative pronoun, or 'and a'."""
    match = _END.search(page.text, start)
    end = match.start() if match else len(page.text)
    stop = page.range_of(Span(start, end)).stop if end > start else first
    for index in range(first, stop):
        key = page.words[index].key
        if key in RELATIVES and index > first:
            is_linked = page.words[index - 1].key == "and"
            return range(first, index - 1 if is_linked else index)
        if (
            key == "and"
            and index + 1 < stop
            and (page.words[index + 1].key in page.lexicon.determiners)
        ):
            return range(first, index)
    return range(first, stop)


def _may_open(page: Page, first: int) -> bool:
    """Whether a description can begin with the word: an article, somebody's, a small noun."""
    word = page.words[first]
    if word.key in page.lexicon.determiners or word.is_possessive:
        return True
    return not word.is_capital and word.key not in page.lexicon.function


def _is_closed(page: Page, run: NameRun, words: range) -> bool:
    """Whether the description ends before its sentence does, or the name did not open that."""
    if words.stop >= len(page.words) or page.sentences[words.stop] != page.sentences[run.first]:
        opening = run.start
        while opening > 0 and not page.first_in_sentence[opening]:
            opening -= 1
        return run.start - opening > MAX_OPENING_WORDS
    return True
