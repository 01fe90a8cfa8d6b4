"""Whom a pronoun means: the most prominent fitting party before it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sayso.records import Spans
from sayso.steps.sources.containers import Containers
from sayso.steps.sources.page import Page
from sayso.steps.sources.party import Party

# How prominent a place makes its party, as a weight: who spoke, who is first in the sentence,
# any other place, somebody's possession. Assumed, not measured.
SPEAKER = 4.0
FIRST = 3.0
OTHER = 1.0
POSSESSOR = 0.8
# What is left of a weight inside something said elsewhere, or quoted, and with each sentence.
IN_CONTENT = 0.5
IN_QUOTATION = 0.4
PER_SENTENCE = 0.6
# What is left of it where the party fits less well: nobody told its gender, an institution is
# 'they', one unnamed person is 'they'.
UNTOLD = 0.75
INSTITUTION_AS_THEY = 0.8
PERSON_AS_THEY = 0.5
NAMELESS = 0.6
# A country or town: more often where something happens than who acts.
COUNTRY = 0.6
# A pronoun goes to the heaviest only where that is this many times heavier than the next.
MIN_LEAD = 1.15
# How far back a pronoun reaches, in sentences and in places.
MAX_SENTENCES = 6
MAX_PLACES = 60

Parties = tuple[Party, ...]
Fit = Callable[[Parties], float]


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a party, or several together, were named."""

    position: int
    weight: float
    parties: Parties


class Scene:
    """Where the parties of a text were named; it grows while pronouns are resolved."""

    def __init__(self, page: Page, containers: Containers) -> None:
        self._page = page
        self._containers = containers
        self._places: list[Place] = []

    def add(self, position: int, parties: Parties, weight: float) -> None:
        """Note that the parties were named at a character."""
        insort(self._places, Place(position, weight, parties), key=lambda place: place.position)

    def antecedent(
        self, position: int, fit: Fit, own_content: Spans = (), barred: Sequence[Party] = ()
    ) -> Parties:
        """Whom a pronoun at a character means; nobody where none leads clearly.

        ``fit`` gives the share, 0 to 1, to which parties can be meant. Places inside
        ``own_content``, what the pronoun itself is said to say, do not count, nor do parties
        that are ``barred``.
        """
        weights: dict[Parties, float] = {}
        stop = bisect_left(self._places, position, key=lambda place: place.position)
        sentence = self._page.sentence_at(position)
        for place in reversed(self._places[max(0, stop - MAX_PLACES) : stop]):
            distance = sentence - self._page.sentence_at(place.position)
            if distance > MAX_SENTENCES:
                break
            if any(span.start <= place.position < span.end for span in own_content):
                continue
            if any(party in barred for party in place.parties):
                continue
            weight = place.weight * PER_SENTENCE**distance * fit(place.parties)
            weight *= self._share_through_walls(place.position, position)
            if weight > weights.get(place.parties, 0.0):
                weights[place.parties] = weight
        return _leader(weights)

    def _share_through_walls(self, place: int, position: int) -> float:
        """What is left of a weight that reaches out of a quotation or a content."""
        quotation = self._containers.quotation_at(place)
        if quotation is not None and quotation != self._containers.quotation_at(position):
            return IN_QUOTATION
        content = self._containers.content_at(place)
        if content is not None and content != self._containers.content_at(position):
            return IN_CONTENT
        return 1.0


def fit_pronoun(pronoun_class: str) -> Fit:
    """How well parties fit a class of third-person pronouns (see ``Lexicon.pronouns``)."""
    if pronoun_class == "neuter":
        return _fit_neuter
    if pronoun_class == "plural":
        return _fit_plural
    return lambda parties: _fit_person(parties, pronoun_class)


def _fit_person(parties: Parties, gender: str) -> float:
    if len(parties) > 1 or not parties[0].is_human or parties[0].is_plural:
        return 0.0
    if parties[0].gender not in (None, gender):
        return 0.0
    share = UNTOLD if parties[0].gender is None else 1.0
    return share * NAMELESS if parties[0].kind == "unnamed" else share


def _fit_neuter(parties: Parties) -> float:
    party = parties[0]
    if len(parties) > 1 or not party.is_institution or party.is_plural:
        return 0.0
    return COUNTRY if party.kind == "authority" and not party.nouns else 1.0


def _fit_plural(parties: Parties) -> float:
    if len(parties) > 1 or parties[0].is_plural or parties[0].kind == "group":
        return 1.0
    if parties[0].is_institution and parties[0].kind != "document":
        return INSTITUTION_AS_THEY * _fit_neuter(parties)
    is_nameless = parties[0].kind == "unnamed" and parties[0].is_human
    return PERSON_AS_THEY if is_nameless else 0.0


def _leader(weights: dict[Parties, float]) -> Parties:
    ranked: Sequence[tuple[Parties, float]] = sorted(
        weights.items(), key=lambda item: item[1], reverse=True
    )
    if not ranked or ranked[0][1] == 0.0:
        return ()
    if len(ranked) > 1 and ranked[0][1] < MIN_LEAD * ranked[1][1]:
        return ()
    return ranked[0][0]
