"""Descriptions: 'the ministry', 'a senior official', 'his campaign', and which party each means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.records import Kind
from sayso.steps.sources.choice import pick_clear
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.party import INSTITUTIONS, Party, classify_noun
from sayso.steps.sources.phrase import Phrase
from sayso.steps.sources.roles import role_in

# 'The company' may stand for a name so many paragraphs back or nearer. Assumed, not measured.
STAND_IN_PARAGRAPHS = 2

Determiner = Literal["definite", "indefinite", "owned", "bare"]
Number = Literal["one", "many", "institution"]

_BREAK = re.compile(r"[,;:()\[\]\"“”—]|\s[–-]\s|--")
_PAST = frozenset({"former", "ex"})
_SINGLE = frozenset(["a", "an", "another", "the", "this", "that", "one"])


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase that names nobody.

    ``modifiers`` are the keys between determiner and head and the capitals behind it,
    ``owner`` the party whose it is, where that is known.
    """

    phrase: Phrase
    determiner: Determiner
    modifiers: frozenset[str] = frozenset()
    owner: Party | None = None
    has_owner: bool = False


class Nominals:
    """Resolves descriptions in text order; each may become a party that later ones take up."""

    def __init__(self, page: Page, names: Names) -> None:
        self._page = page
        # By singular noun, and whether the party is called by its plural.
        self._by_noun: dict[tuple[str, bool], list[Party]] = defaultdict(list)
        self._places: dict[Party, list[int]] = defaultdict(list)
        for run, party in zip(names.runs, names.parties, strict=True):
            if not self._places[party]:
                for noun in party.nouns:
                    self._by_noun[noun, False].append(party)
            self._places[party].append(page.words[run.first].start)

    def resolve(self, description: Description) -> Party:
        """The party a description means: an earlier one where that is clear, or a new one."""
        position = self._page.words[description.phrase.first].start
        earlier = self._find_earlier(description, position)
        party = earlier or self._make(description)
        self._places[party].append(position)
        return party

    def names_person(self, noun: str) -> bool:
        """Whether some person of the text is called by the noun."""
        return any(party.kind == "person" for party in self._by_noun.get((noun, False), ()))

    def known(self, description: Description) -> Party | None:
        """The person named before that a description means, if that is clear."""
        position = self._page.words[description.phrase.first].start
        found = self._find_earlier(description, position)
        return found if found is not None and found.kind == "person" else None

    def _find_earlier(self, description: Description, position: int) -> Party | None:
        if description.determiner == "indefinite" or not self._may_recur(description):
            return None
        noun = self._page.noun(description.phrase.head)
        fitting = {
            party: self._places[party]
            for party in self._by_noun[noun, self._is_several(description)]
            if self._places[party][0] < position and self._fits(description, party)
        }
        if fitting:
            return pick_clear(self._page, fitting, position, near_only=True)
        if description.modifiers or description.determiner != "definite":
            return None
        return self._stand_in(noun, position)

    def _may_recur(self, description: Description) -> bool:
        """Whether the same words, said again, mean the same party."""
        if description.determiner != "bare":
            return True
        return _kind(self._page, description) not in ("group", "unnamed", "person")

    def _fits(self, description: Description, party: Party) -> bool:
        lexicon = self._page.lexicon
        if _number_of(party) != self._number(description):
            return False
        if _PAST & party.words and not _PAST & description.modifiers:
            return False
        if description.has_owner and not _is_owned(party, description.owner):
            return False
        words = {lexicon.noun(word) for word in party.words}
        return all(lexicon.noun(word) in words for word in description.modifiers)

    def _is_several(self, description: Description) -> bool:
        key = self._page.words[description.phrase.head].key
        return self._page.lexicon.singular(key) != key

    def _number(self, description: Description) -> Number:
        """Whether the description means one person, several, or an institution."""
        key = self._page.words[description.phrase.head].key
        kind = classify_noun(self._page.lexicon, key)
        if kind in INSTITUTIONS:
            return "institution"
        return "many" if kind == "group" or self._page.lexicon.is_plural(key) else "one"

    def _stand_in(self, noun: str, position: int) -> Party | None:
        """The only party of a kind so far, for a noun that may mean any of that kind."""
        kind = self._page.lexicon.stand_ins.get(noun)
        fitting = [
            party
            for party, places in self._places.items()
            if party.kind == kind and self._is_plain(party) and self._is_at_hand(places, position)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _is_at_hand(self, places: Sequence[int], position: int) -> bool:
        index = bisect_left(places, position)
        if not index:
            return False
        distance = self._page.paragraph_at(position) - self._page.paragraph_at(places[index - 1])
        return distance <= STAND_IN_PARAGRAPHS

    def _is_plain(self, party: Party) -> bool:
        """Whether no noun of the party's own says what it is, other than that it is a firm."""
        nouns = party.nouns & self._page.lexicon.institutions.keys()
        return party.kind == "media" or nouns <= self._page.lexicon.corporate

    def _make(self, description: Description) -> Party:
        page, lexicon = self._page, self._page.lexicon
        role = role_in(page, description.phrase.first, description.phrase.stop)
        head = page.words[description.phrase.head]
        party = Party(
            name=_name(page, description),
            kind=_kind(page, description),
            gender=lexicon.gender_of(page.noun(description.phrase.head)),
            is_plural=_is_plural(page, description),
            is_human=lexicon.is_person_noun(page.noun(description.phrase.head)),
            owner=description.owner,
        )
        if party.kind == "unnamed" and role is not None and role.is_person:
            party.affiliation = role.affiliation
            if description.owner is not None and description.owner.keys:
                party.affiliation = party.affiliation or description.owner.name
            if party.affiliation:
                party.role = role.text
        party.nouns.add(lexicon.noun(head.key))
        party.words.update(
            page.words[i].key for i in range(description.phrase.first, description.phrase.stop)
        )
        if description.owner is not None:
            party.words.update(description.owner.keys)
        for noun in party.nouns:
            self._by_noun[noun, self._is_several(description)].append(party)
        return party


def _number_of(party: Party) -> Number:
    if party.is_institution:
        return "institution"
    return "many" if party.is_plural or party.kind == "group" else "one"


def _is_owned(party: Party, owner: Party | None) -> bool:
    if owner is None or party is owner:
        return False
    return party.owner is owner or not owner.keys.isdisjoint(party.words)


def describe(page: Page, names: Names, phrase: Phrase, owner: Party | None = None) -> Description:
    """Take a noun phrase apart; ``owner`` is whom its possessive pronoun means, if it has one."""
    lexicon = page.lexicon
    first, head = phrase.first, phrase.head
    begin = first
    key = page.words[first].key
    owned = [i for i in range(first, head) if page.words[i].is_possessive]
    determiner: Determiner = "bare"
    has_owner = key in lexicon.possessive_pronouns or bool(owned)
    if (
        key in lexicon.indefinite
        or key.isdigit()
        or (phrase.core - first == 1 and key in lexicon.indefinite_pronouns)
    ):
        determiner = "indefinite"
    elif has_owner:
        determiner = "owned"
        begin = owned[-1] + 1 if owned else first + 1
    elif key in lexicon.definite:
        determiner, begin = "definite", first + 1
    if owned and owner is None:
        owner = _party_at(names, owned[-1])
    rest = range(begin, head)
    modifying = next((i for i in rest if names.covering(i) is not None), None)
    if owner is None and modifying is not None:
        party = _party_at(names, modifying)
        if party is not None and party.kind == "person":
            owner, has_owner = party, True
            rest = range(head, head)
    modifiers = {page.words[i].key for i in rest if page.words[i].key not in lexicon.function}
    modifiers |= {
        page.words[i].key for i in range(phrase.core, phrase.stop) if page.words[i].is_capital
    } - lexicon.function
    return Description(phrase, determiner, frozenset(modifiers), owner, has_owner)


def _party_at(names: Names, word: int) -> Party | None:
    number = names.covering(word)
    return None if number is None else names.parties[number]


def _name(page: Page, description: Description) -> str:
    first = description.phrase.first
    if description.phrase.head > first and page.words[first].key == "the":
        first += 1
    stop = description.phrase.head + 1
    while stop < description.phrase.stop and not _BREAK.search(page.gap(stop - 1, stop)):
        stop += 1
    text = page.text[page.words[first].start : page.words[stop - 1].after]
    return " ".join(text.split())


def _kind(page: Page, description: Description) -> Kind:
    kind = classify_noun(page.lexicon, page.words[description.phrase.head].key)
    if kind is None:
        return "unnamed"
    if description.determiner != "indefinite":
        return kind
    is_single = page.words[description.phrase.first].key in _SINGLE and not page.lexicon.is_plural(
        page.words[description.phrase.head].key
    )
    if kind == "document" or (is_single and kind not in ("person", "group")):
        return kind
    return "unnamed"


def _is_plural(page: Page, description: Description) -> bool:
    if page.words[description.phrase.first].key in ("a", "an", "one", "another"):
        return page.noun(description.phrase.head) in page.lexicon.groups
    key = page.words[description.phrase.head].key
    return page.lexicon.is_plural(key) and classify_noun(page.lexicon, key) != "authority"
