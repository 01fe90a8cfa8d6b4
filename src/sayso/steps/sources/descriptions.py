"""Noun phrases that name nobody, taken apart: 'the ministry', 'a senior official'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sayso.records import Kind
from sayso.steps.sources.lexicon import Lexicon
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.party import INSTITUTIONS, Party, classify_noun
from sayso.steps.sources.phrase import BREAK, Phrase

Determiner = Literal["definite", "indefinite", "owned", "bare"]
Number = Literal["one", "many", "institution"]

_QUOTE = re.compile(r"[\"“”]")
_SINGLE = frozenset(["a", "an", "another", "one"])


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase that names nobody.

    ``noun`` is the singular it turns on and ``kind`` what that makes of it; ``is_several``
    whether it stands in the plural. ``modifiers`` are the keys between determiner and noun
    and the capitals behind it. ``owner`` is whose it is, where that is known;
    ``has_owner`` whether it is somebody's at all.
    """

    phrase: Phrase
    determiner: Determiner
    noun: str
    kind: Kind
    is_several: bool
    modifiers: frozenset[str] = frozenset()
    owner: Party | None = None
    has_owner: bool = False

    @property
    def number(self) -> Number:
        """Whether it means one person, several, or an institution."""
        if self.kind in INSTITUTIONS:
            return "institution"
        return "many" if self.kind == "group" or self.is_several else "one"

    def name(self, page: Page) -> str:
        """Its own words to the first mark, without 'the'."""
        first = self.phrase.first
        if self.phrase.head > first and page.words[first].key == "the":
            first += 1
        stop = self.phrase.head + 1
        while stop < self.phrase.stop and not _ends_name(page.gap(stop - 1, stop)):
            stop += 1
        end = page.words[stop - 1].after
        end += page.text.startswith("%", end)
        text = page.text[page.words[first].start : end]
        return " ".join(text.split())


def _ends_name(gap: str) -> bool:
    return bool(BREAK.search(gap) or _QUOTE.search(gap))


def describe(page: Page, names: Names, phrase: Phrase, owner: Party | None = None) -> Description:
    """Take a noun phrase apart; ``owner`` is whom its possessive pronoun means, if it has one."""
    lexicon, key = page.lexicon, page.words[phrase.head].key
    determiner = _determiner(page, phrase)
    before = range(phrase.first if determiner == "bare" else phrase.first + 1, phrase.head)
    owned = [i for i in before if page.words[i].is_possessive]
    if page.words[phrase.first].is_possessive and phrase.first < phrase.head:
        owned = owned or [phrase.first]
    has_owner = determiner == "owned"
    if owned:
        owner = owner or _party_at(names, owned[-1])
        before = range(owned[-1] + 1, phrase.head)
    campaigner = None if has_owner else _person_among(names, before)
    if campaigner is not None:
        owner, has_owner, before = campaigner, True, range(0)
    return Description(
        phrase=phrase,
        determiner=determiner,
        noun=lexicon.noun(key),
        kind=_kind(page, phrase, determiner),
        is_several=lexicon.singular(key) != key,
        modifiers=_modifiers(page, phrase, before),
        owner=owner,
        has_owner=has_owner,
    )


def _determiner(page: Page, phrase: Phrase) -> Determiner:
    lexicon, key = page.lexicon, page.words[phrase.first].key
    is_alone = phrase.core - phrase.first == 1
    if key in lexicon.indefinite or key.isdigit():
        return "indefinite"
    if is_alone and key in lexicon.indefinite_pronouns:
        return "indefinite"
    has_possessive = any(page.words[i].is_possessive for i in range(phrase.first, phrase.head))
    if key in lexicon.possessive_pronouns or has_possessive:
        return "owned"
    return "definite" if key in lexicon.definite else "bare"


def _person_among(names: Names, words: range) -> Party | None:
    """The person whose name stands before the noun: the (Rautio) campaign."""
    for index in words:
        party = _party_at(names, index)
        if party is not None:
            return party if party.kind == "person" else None
    return None


def _modifiers(page: Page, phrase: Phrase, before: range) -> frozenset[str]:
    keys = {page.words[i].key for i in before}
    keys |= {page.words[i].key for i in range(phrase.core, phrase.stop) if page.words[i].is_capital}
    return frozenset(keys - page.lexicon.function)


def _party_at(names: Names, word: int) -> Party | None:
    number = names.covering(word)
    return None if number is None else names.parties[number]


def _kind(page: Page, phrase: Phrase, determiner: Determiner) -> Kind:
    """By the noun; people whom an indefinite phrase keeps unnamed are ``unnamed``."""
    key = page.words[phrase.head].key
    kind = classify_noun(page.lexicon, key)
    if kind is None:
        return "unnamed"
    if determiner != "indefinite" or kind == "document":
        return kind
    is_single = page.words[phrase.first].key in _SINGLE and not page.lexicon.is_plural(key)
    return kind if is_single and kind in INSTITUTIONS else "unnamed"


def is_plural(lexicon: Lexicon, description: Description, opening: str) -> bool:
    """Whether 'they' is the pronoun for it; ``opening`` is the key of its first word."""
    if opening in _SINGLE:
        return description.noun in lexicon.groups
    is_many = description.is_several or description.noun in lexicon.groups
    return is_many and description.kind != "authority"
