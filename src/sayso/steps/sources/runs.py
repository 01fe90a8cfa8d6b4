"""Names as they stand in the text: runs of capitalised words, parted from titles before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sayso.records import Span
from sayso.steps.sources.page import Page

_NICKNAME_MARKS = {" “": "” ", ' "': '" ', " ‘": "’ ", " '": "' ", " «": "» "}
_LINKS = frozenset({"of", "for", "on"})
_MAX_PARTICLES = 3
# A senator's party and state: R-Ohio.
_PARTY_TAG = re.compile(r"[A-Z]{1,3}-[A-Z]")
_PERSON = "PERSON"


class _Attested:
    """The names that stand where their capitals come from nothing else, and all their words."""

    def __init__(self) -> None:
        self.names: set[tuple[str, ...]] = set()
        self.words: set[str] = set()

    def add(self, keys: tuple[str, ...], is_safe: bool) -> None:
        if is_safe:
            self.names.add(keys)
        if is_safe or len(keys) > 1:
            self.words.update(keys)


@dataclass(frozen=True, slots=True)
class NameRun:
    """One place of a name, in word numbers: titles ``[start, first)``, name ``[first, stop)``."""

    start: int
    first: int
    stop: int

    def span(self, page: Page) -> Span:
        """The name itself, without title and possessive ending."""
        return page.span_of(self.first, self.stop)

    def keys(self, page: Page) -> tuple[str, ...]:
        """The keys of the name's words, without the small words that link them."""
        return tuple(
            key
            for key in (word.key for word in page.words[self.first : self.stop])
            if key not in page.lexicon.function or self.stop - self.first == 1
        )


def find_names(page: Page, spoken: frozenset[int] = frozenset()) -> tuple[NameRun, ...]:
    """Every name of the text, in order.

    A word that opens a sentence counts as part of a name only where the rest of the text or
    an entity says so, or where it is one of the words that name a source (``spoken``, by
    number). Headlines, where every word has a capital, are searched for the names of the
    text below alone.
    """
    runs = list(_find_runs(page, spoken))
    attested = _Attested()
    for start, stop in runs:
        is_safe = not page.first_in_sentence[start] or start in spoken
        if not page.in_headline[start] and not _is_shouted_heading(page, start, stop):
            attested.add(_surface(page, start, stop), is_safe or page.labels[start] is not None)
    found: list[NameRun] = []
    for start, stop in runs:
        if page.in_headline[start] or _is_shouted_heading(page, start, stop):
            found += _find_attested(page, start, stop, attested)
        else:
            begin = _drop_common_start(page, start, stop, attested)
            if begin < stop:
                found += _part_title(page, begin, stop, attested)
    return tuple(run for run in found if is_proper(page, run.first, run.stop))


def is_proper(page: Page, first: int, stop: int) -> bool:
    """Whether the words name one party, and are not only a role or an institution's noun."""
    lexicon = page.lexicon
    nouns = [lexicon.noun(word.key) for word in page.words[first:stop]]
    if all(noun.isdigit() for noun in nouns):
        return False
    if stop - first == 1 and _PARTY_TAG.match(page.words[first].text):
        return False
    common = all(
        lexicon.is_portfolio(noun) or noun in lexicon.function or lexicon.is_listed(noun)
        for noun in nouns
    )
    if not common or page.labels[first] in (_PERSON, "NORP"):
        return True
    return len(nouns) > 1 and any(noun in lexicon.institutions for noun in nouns)


def _find_runs(page: Page, spoken: frozenset[int]) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(page.words):
        if not _may_name(page, index):
            index += 1
            continue
        stop = index + 1
        while (longer := _extend(page, index, stop)) > stop:
            if _is_cut(page, stop, spoken):
                break
            stop = longer
        yield index, stop
        index = stop


def _is_cut(page: Page, index: int, spoken: frozenset[int]) -> bool:
    """Whether a source begins at the word, though another name ends right before it."""
    begins = index in spoken and index - 1 not in spoken
    is_title = page.noun(index - 1) in page.lexicon.titles
    return begins and not is_title and not _is_one_entity(page, index - 1, index)


def _may_name(page: Page, index: int) -> bool:
    word = page.words[index]
    if word.is_caseless:
        return page.labels[index] is not None
    if not word.is_capital:
        return _has_prefix_particle(page, index)
    if word.key in page.lexicon.function:
        return _is_name_after_all(page, index)
    return not word.is_contraction


def _is_name_after_all(page: Page, index: int) -> bool:
    """Whether a function word is a name here: WHO, Theresa May."""
    word = page.words[index]
    if word.is_shouted:
        return not page.in_headline[index] and page.labels[index] is not None
    if word.key not in page.lexicon.also_names:
        return False
    return page.labels[index] == _PERSON or (index > 0 and page.words[index - 1].is_capital)


def _has_prefix_particle(page: Page, index: int) -> bool:
    """Whether the word is like al-Hamdani: a small particle joined to a capital."""
    surface = page.words[index].text
    for mark in "-’'":
        head, _, tail = surface.partition(mark)
        if tail and tail[0].isupper() and head.casefold() in page.lexicon.prefix_particles:
            return True
    return False


def _extend(page: Page, start: int, stop: int) -> int:
    """Where the run ends with one more part; ``stop`` itself if nothing more belongs to it."""
    if stop >= len(page.words) or page.words[stop - 1].is_possessive:
        return stop
    if not _is_joined(page, stop):
        return _after_nickname(page, stop)
    if _may_name(page, stop):
        is_apart = page.words[stop].is_caseless and not _is_one_entity(page, stop - 1, stop)
        return stop if is_apart else stop + 1
    if page.words[stop].key in page.lexicon.inner_particles:
        return _after_particles(page, stop)
    return _after_link(page, start, stop)


def _is_joined(page: Page, right: int) -> bool:
    if page.is_joined(right - 1):
        return True
    is_generation = page.words[right].key in page.lexicon.generations
    return is_generation and page.gap(right - 1, right) == ", "


def _after_nickname(page: Page, stop: int) -> int:
    closing = _NICKNAME_MARKS.get(page.gap(stop - 1, stop))
    if closing is None:
        return stop
    for after in (stop + 1, stop + 2):
        if after < len(page.words) and page.gap(after - 1, after) == closing:
            return after + 1 if _may_name(page, after) else stop
    return stop


def _after_particles(page: Page, stop: int) -> int:
    for after in range(stop + 1, min(stop + 1 + _MAX_PARTICLES, len(page.words))):
        if not _is_joined(page, after):
            return stop
        if _may_name(page, after):
            return after + 1
        if page.words[after].key not in page.lexicon.inner_particles:
            return stop
    return stop


def _after_link(page: Page, start: int, stop: int) -> int:
    """Past 'of (the)', 'for (the)', 'and', '&' and the capital behind it, inside one name."""
    link = page.words[stop].key
    after = stop + 1
    if after < len(page.words) and page.words[after].key == "the" and link in _LINKS:
        after += 1
    if after >= len(page.words) or not _may_name(page, after):
        return stop
    if not all(_is_joined(page, i) for i in range(stop, after + 1)):
        return stop
    if link == "and":
        return after + 1 if _is_one_with_and(page, start, stop, after) else stop
    if link in _LINKS and (_holds_institution(page, start, stop) or _is_office(page, stop, after)):
        return after + 1
    return after + 1 if _is_one_entity(page, stop - 1, after) else stop


def _is_one_entity(page: Page, left: int, right: int) -> bool:
    number = page.entity_numbers[left]
    return number is not None and number == page.entity_numbers[right]


def _is_one_with_and(page: Page, start: int, stop: int, after: int) -> bool:
    """Whether 'and' stands within a name: an entity, a firm of namesakes, Health and Welfare."""
    if _is_one_entity(page, stop - 1, after) or page.words[stop - 1].key == page.words[after].key:
        return True
    if stop - start == 1 and page.lexicon.is_modifier(page.words[start].key):
        return _is_before_institution(page, after)
    if page.entity_numbers[after] is not None or not _holds_institution(page, start, stop):
        return False
    linked = any(page.words[i].key in _LINKS for i in range(start, stop))
    return linked and page.lexicon.is_portfolio(page.words[after].key)


def _is_before_institution(page: Page, index: int) -> bool:
    """Whether the capitals from a word on end in an institution: (Foreign and) Overseas Office."""
    stop = index + 1
    while stop < len(page.words) and page.is_joined(stop - 1) and _may_name(page, stop):
        stop += 1
    return stop - index > 1 and page.noun(stop - 1) in page.lexicon.institutions


def _holds_institution(page: Page, start: int, stop: int) -> bool:
    nouns = (page.lexicon.noun(page.words[i].key) for i in range(start, stop))
    return any(noun in page.lexicon.institutions for noun in nouns)


def _is_office(page: Page, stop: int, after: int) -> bool:
    """Whether the words are an office like Secretary of State."""
    lexicon = page.lexicon
    return lexicon.noun(page.words[stop - 1].key) in lexicon.titles and lexicon.is_portfolio(
        page.words[after].key
    )


def _is_shouted_heading(page: Page, start: int, stop: int) -> bool:
    """Whether several words are all capitals and no entity: a heading, not a name."""
    return (
        stop - start > 1
        and page.labels[start] is None
        and all(word.is_shouted for word in page.words[start:stop])
    )


def _surface(page: Page, start: int, stop: int) -> tuple[str, ...]:
    return tuple(word.key for word in page.words[start:stop])


def _find_attested(page: Page, start: int, stop: int, attested: _Attested) -> Iterator[NameRun]:
    """The longest known names in a headline's run, from left to right."""
    while start < stop:
        for end in range(stop, start, -1):
            if _surface(page, start, end) in attested.names:
                yield from _part_title(page, start, end, attested)
                start = end
                break
        else:
            start += 1


def _drop_common_start(page: Page, start: int, stop: int, attested: _Attested) -> int:
    """The run's start, past a common word that has its capital from the sentence alone."""
    word = page.words[start]
    if not page.first_in_sentence[start] or word.is_shouted:
        return start
    if _surface(page, start, stop) in attested.names:
        return start
    if stop - start > 1 and _is_one_entity(page, start, start + 1):
        return start
    lexicon = page.lexicon
    noun = lexicon.noun(word.key)
    is_common = word.key in page.lower_keys or lexicon.is_listed(noun) or lexicon.is_portfolio(noun)
    if stop - start == 1 and (is_common or word.key not in attested.words):
        return start if page.labels[start] and word.key not in page.lower_keys else stop
    if is_common and _holds_institution(page, start + 1, stop):
        return start
    return start + 1 if is_common and noun not in lexicon.titles else start


def _part_title(page: Page, start: int, stop: int, attested: _Attested) -> Iterator[NameRun]:
    """The run with its titles and other words before the name told apart."""
    first = start
    for index in range(start, stop - 1):
        noun = page.lexicon.noun(page.words[index].key)
        if noun in page.lexicon.titles or page.words[index].key in page.lexicon.titles:
            first = index + 1
    if first > start and not _is_title_end(page, first, stop):
        first = start
    if first == start:
        first = _after_other_entity(page, start, stop)
    if first == start:
        first = _at_attested_tail(page, start, stop, attested)
    yield NameRun(start, first, stop)


def _is_title_end(page: Page, first: int, stop: int) -> bool:
    """Whether a person's name begins here: no link ('of State') and no institution follows."""
    lexicon = page.lexicon
    if page.words[first].key in lexicon.function or page.words[first].key in lexicon.generations:
        return False
    return page.labels[stop - 1] == _PERSON or not _holds_institution(page, first, stop)


def _after_other_entity(page: Page, start: int, stop: int) -> int:
    """Where a person's name begins behind another entity: (NORP) (PERSON)."""
    for left, right in pairwise(range(start, stop)):
        if page.labels[right] == _PERSON and page.labels[left] not in (None, _PERSON):
            return right
    return start


def _at_attested_tail(page: Page, start: int, stop: int, attested: _Attested) -> int:
    """Where a name of two words or more begins that stands alone elsewhere: Rival Jane Doe."""
    word = page.words[start]
    is_common = word.key in page.lower_keys or page.lexicon.is_listed(page.noun(start))
    if _holds_institution(page, start, stop) or not page.first_in_sentence[start] or not is_common:
        return start
    for first in range(start + 1, stop - 1):
        if _surface(page, first, stop) in attested.names:
            return first
    return start
