"""Descriptions: 'the ministry', 'a senior official', 'his campaign', and which party each means."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from sayso.records import Kind
from sayso.steps.sources.choice import pick_clear
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.party import Party, classify_noun
from sayso.steps.sources.phrase import Phrase
from sayso.steps.sources.roles import role_in

Determiner = Literal["definite", "indefinite", "owned", "bare"]

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
        self._by_noun: dict[str, list[Party]] = defaultdict(list)
        self._places: dict[Party, list[int]] = defaultdict(list)
        for run, party in zip(names.runs, names.parties, strict=True):
            if not self._places[party]:
                for noun in party.nouns:
                    self._by_noun[noun].append(party)
            self._places[party].append(page.words[run.first].start)

    def resolve(self, description: Description) -> Party:
        """The party a description means: an earlier one where that is clear, or a new one."""
        position = self._page.words[description.phrase.first].start
        earlier = self._find_earlier(description, position)
        party = earlier or self._make(description)
        self._places[party].append(position)
        return party

    def _find_earlier(self, description: Description, position: int) -> Party | None:
        if description.determiner == "indefinite" or not self._may_recur(description):
            return None
        noun = self._page.noun(description.phrase.head)
        fitting = {
            party: self._places[party]
            for party in self._by_noun[noun]
            if self._places[party][0] < position and self._fits(description, party)
        }
        if fitting:
            return pick_clear(self._page, fitting, position)
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
        kind = classify_noun(lexicon, self._page.words[description.phrase.head].key)
        if kind in ("person", "unnamed", "group") or party.kind in ("person", "group"):
            is_crowd = lexicon.is_plural(self._page.words[description.phrase.head].key)
            if kind == "group" and party.kind == "authority":
                return False
            if party.is_institution and kind != "authority":
                return False
            if kind not in ("group", "authority") and is_crowd != party.is_plural:
                return False
            if (
                kind in ("authority", "organisation", "media", "document")
                and not party.is_institution
            ):
                return False
        if _PAST & party.words and not _PAST & description.modifiers:
            return False
        if description.has_owner and not self._has_owner(description, party):
            return False
        words = {lexicon.noun(word) for word in party.words}
        return all(lexicon.noun(word) in words for word in description.modifiers)

    def _has_owner(self, description: Description, party: Party) -> bool:
        owner = description.owner
        if owner is None:
            return False
        return party.owner is owner or (
            party is not owner and bool(owner.words) and owner.words <= party.words
        )

    def _stand_in(self, noun: str, position: int) -> Party | None:
        """The only party of a kind so far, for a noun that may mean any of that kind."""
        kind = self._page.lexicon.stand_ins.get(noun)
        fitting = [
            party
            for party, places in self._places.items()
            if party.kind == kind and places and places[0] < position and self._is_plain(party)
        ]
        return fitting[0] if len(fitting) == 1 else None

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
            owner=description.owner,
        )
        if party.kind == "unnamed" and role is not None and role.is_person:
            party.affiliation = role.affiliation
            if description.owner is not None and description.owner.words:
                party.affiliation = party.affiliation or description.owner.name
            if party.affiliation:
                party.role = role.text
        party.nouns.add(lexicon.noun(head.key))
        party.words.update(
            page.words[i].key for i in range(description.phrase.first, description.phrase.stop)
        )
        if description.owner is not None:
            party.words.update(description.owner.words)
        for noun in party.nouns:
            self._by_noun[noun].append(party)
        return party


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
    opens = page.words[first].key
    if description.phrase.head > first and (opens == "the" or description.determiner == "definite"):
        first += 1
    text = page.text[page.words[first].start : page.words[description.phrase.stop - 1].after]
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
