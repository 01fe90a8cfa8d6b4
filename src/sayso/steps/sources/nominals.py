"""Which party a description means: one named before, one described before, or a new one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict

from sayso.records import Kind
from sayso.steps.sources.choice import pick_clear
from sayso.steps.sources.descriptions import Description, Number, is_plural
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.party import Party
from sayso.steps.sources.roles import role_in

# 'The company' may stand for a name so many paragraphs back or nearer. Assumed, not measured.
STAND_IN_PARAGRAPHS = 2
# How many parties, the last ones, are tried for one description: more are never clear.
MAX_CANDIDATES = 30

_PAST = frozenset({"former", "ex"})


class _Called:
    """The parties called by one noun, each at its first place, in text order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._parties: list[Party] = []

    def add(self, start: int, party: Party) -> None:
        index = bisect_left(self._starts, start)
        self._starts.insert(index, start)
        self._parties.insert(index, party)

    def before(self, position: int) -> list[Party]:
        stop = bisect_left(self._starts, position)
        return self._parties[max(0, stop - MAX_CANDIDATES) : stop]


class Nominals:
    """Resolves descriptions in text order; each may become a party that later ones take up."""

    def __init__(self, page: Page, names: Names) -> None:
        self._page = page
        # By singular noun, and whether the party is called by its plural.
        self._called: dict[tuple[str, bool], _Called] = defaultdict(_Called)
        self._of_kind: dict[Kind, _Called] = defaultdict(_Called)
        self._people_nouns: set[str] = set()
        self._unclear: dict[str, Party] = {}
        self._places: dict[Party, list[int]] = defaultdict(list)
        for run, party in zip(names.runs, names.parties, strict=True):
            start = page.words[run.first].start
            if party not in self._places:
                for noun in party.nouns:
                    self._called[noun, False].add(start, party)
                if party.kind == "person":
                    self._people_nouns |= party.nouns
            self._of_kind[party.kind].add(start, party)
            self._places[party].append(start)

    def resolve(self, description: Description) -> Party:
        """The party a description means: an earlier one where that is clear, or a new one."""
        start = self._page.words[description.phrase.first].start
        party = self._find_earlier(description, start)
        if party is None:
            party = self._make(description)
            self._add(description, start, party)
        self._of_kind[party.kind].add(start, party)
        insort(self._places[party], start)
        return party

    def _add(self, description: Description, start: int, party: Party) -> None:
        """Let later descriptions take the party up; if it may be any of several, only its like."""
        called = self._called[description.noun, description.is_several]
        is_unclear = description.determiner == "definite" and bool(called.before(start))
        if is_unclear and not description.modifiers:
            self._unclear.setdefault(description.noun, party)
        else:
            called.add(start, party)

    def names_person(self, noun: str) -> bool:
        """Whether some person of the text is called by the noun."""
        return noun in self._people_nouns

    def known_person(self, description: Description) -> Party | None:
        """The person named before that a description means, if that is clear."""
        start = self._page.words[description.phrase.first].start
        found = self._find_earlier(description, start)
        return found if found is not None and found.kind == "person" else None

    def _find_earlier(self, description: Description, start: int) -> Party | None:
        if description.determiner == "indefinite" or not _may_recur(description):
            return None
        called = self._called[description.noun, description.is_several].before(start)
        fitting = {p: self._places[p] for p in called if self._fits(description, p)}
        if fitting:
            found = pick_clear(self._page, fitting, start, near_only=True)
            return found or self._unclear.get(description.noun)
        if description.modifiers or description.determiner != "definite":
            return None
        return self._stand_in(description.noun, start)

    def _fits(self, description: Description, party: Party) -> bool:
        if _number_of(party) != description.number:
            return False
        if _PAST & party.words and not _PAST & description.modifiers:
            return False
        if description.has_owner and not self._is_same_owner(description, party):
            return False
        words = {self._page.lexicon.noun(word) for word in party.words}
        return all(self._page.lexicon.noun(word) in words for word in description.modifiers)

    def _is_same_owner(self, description: Description, party: Party) -> bool:
        owner = description.owner
        if owner is not None:
            return _is_owned(party, owner)
        # Whose it is nobody knows, but the same words mean the same.
        return party.owner is None and self._words(description) == party.words

    def _words(self, description: Description) -> set[str]:
        phrase = description.phrase
        return {self._page.words[i].key for i in range(phrase.first, phrase.stop)}

    def _stand_in(self, noun: str, start: int) -> Party | None:
        """The only party of a kind at hand, for a noun that may mean any of that kind."""
        kind = self._page.lexicon.stand_ins.get(noun)
        if kind is None:
            return None
        fitting = {p for p in self._of_kind[kind].before(start) if self._is_plain(p)}
        at_hand = [party for party in fitting if self._is_at_hand(party, start)]
        return at_hand[0] if len(at_hand) == 1 else None

    def _is_at_hand(self, party: Party, start: int) -> bool:
        places = self._places[party]
        last = places[bisect_left(places, start) - 1]
        distance = self._page.paragraph_at(start) - self._page.paragraph_at(last)
        return distance <= STAND_IN_PARAGRAPHS

    def _is_plain(self, party: Party) -> bool:
        """Whether no noun of the party's own says what it is, other than that it is a firm."""
        nouns = party.nouns & self._page.lexicon.institutions.keys()
        return party.kind == "media" or nouns <= self._page.lexicon.corporate

    def _make(self, description: Description) -> Party:
        phrase, owner, lexicon = description.phrase, description.owner, self._page.lexicon
        party = Party(
            name=description.name(self._page),
            kind=description.kind,
            gender=lexicon.gender_of(self._page.words[phrase.head].key),
            is_plural=is_plural(lexicon, description, self._page.words[phrase.first].key),
            is_human=lexicon.is_person_noun(description.noun),
            owner=owner,
            nouns={description.noun},
            words=self._words(description),
        )
        if owner is not None:
            party.words |= owner.keys
        if party.kind == "unnamed":
            self._tell_affiliation(party, description)
        return party

    def _tell_affiliation(self, party: Party, description: Description) -> None:
        """Say of somebody unnamed whose spokesman or official that is, where the text does."""
        role = role_in(self._page, description.phrase.first, description.phrase.stop)
        if role is None or not role.is_person:
            return
        owner = description.owner
        known = owner.name if owner is not None and owner.keys else None
        party.affiliation = role.affiliation or known
        if party.affiliation:
            party.role = role.text


def _may_recur(description: Description) -> bool:
    """Whether the same words, said again, mean the same party."""
    return description.determiner != "bare" or description.number == "institution"


def _number_of(party: Party) -> Number:
    if party.is_institution:
        return "institution"
    return "many" if party.is_plural or party.kind == "group" else "one"


def _is_owned(party: Party, owner: Party) -> bool:
    if party is owner:
        return False
    return party.owner is owner or not owner.keys.isdisjoint(party.words)
