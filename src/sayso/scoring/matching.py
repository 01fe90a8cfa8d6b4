"""Claims of gold and prediction, matched one to one so that their contents overlap the most.

The assignment is optimal (Kuhn 1955, as scipy solves it), not greedy, so that no order of the
claims matters. Where several assignments overlap equally, the one whose sources, cues and
labels agree best is taken; that too is a matter of the claims and not of their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy.optimize import linear_sum_assignment

from sayso.gold import GoldArticle
from sayso.records import Article, Claim, Spans
from sayso.scoring.parties import Party, find_parties, is_right_party
from sayso.scoring.sentences import find_plain_sentences
from sayso.scoring.traits import Traits, find_traits
from sayso.scoring.words import Piece, Words

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")

# A pair counts as the same content from this Dice coefficient of its words on.
HALF = 0.5
# Breaks ties of the assignment and nothing else: contents of a few hundred words differ by more.
_TIE_BREAK = 1e-9


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of one role of one claim, and its unbroken pieces."""

    pieces: frozenset[Piece]
    words: frozenset[int]


@dataclass(frozen=True, eq=False, slots=True)
class ReadClaim:
    """A claim with all the scorer needs to know of it; equal only to itself."""

    claim: Claim
    source: RoleWords
    cue: RoleWords
    content: RoleWords
    around: frozenset[int]
    """The words of the content this claim stands in; empty where it is nested in none."""
    parties: tuple[Party, ...]
    traits: Traits

    def role(self, role: Role) -> RoleWords:
        words: RoleWords = getattr(self, role)
        return words


@dataclass(frozen=True, eq=False, slots=True)
class Match:
    """One gold and one predicted claim; ``overlap`` is the Dice coefficient of their contents."""

    gold: ReadClaim
    predicted: ReadClaim
    overlap: float

    @property
    def is_half(self) -> bool:
        return self.overlap >= HALF

    @property
    def is_exact(self) -> bool:
        return self.overlap == 1.0

    @property
    def is_attributed(self) -> bool:
        """The same content, from sources that meet (or that are both empty)."""
        gold, predicted = self.gold.source.words, self.predicted.source.words
        return self.is_half and (bool(gold & predicted) or not (gold or predicted))

    @property
    def is_exactly_attributed(self) -> bool:
        return self.is_half and self.gold.source.words == self.predicted.source.words

    @property
    def is_right_party(self) -> bool:
        return self.is_half and is_right_party(self.gold.parties, self.predicted.parties)


@dataclass(frozen=True)
class Compared:
    """One gold article beside its prediction, claim by claim."""

    article: GoldArticle
    prediction: Article | None
    words: Words
    gold: tuple[ReadClaim, ...]
    predicted: tuple[ReadClaim, ...]
    matches: tuple[Match, ...]

    @cached_property
    def match_of(self) -> dict[ReadClaim, Match]:
        """The match of each claim, of either side, that has one."""
        both = ((claim, match) for match in self.matches for claim in (match.gold, match.predicted))
        return dict(both)


def compare_article(gold: GoldArticle, prediction: Article | None) -> Compared:
    """Match the claims of one article; ``None`` for an article nobody predicted."""
    words = Words(gold.article.text)
    sentences = gold.article.sentences or find_plain_sentences(gold.article.text)
    gold_claims = _read_claims(gold.article, words, sentences, gold.publisher)
    predicted = (
        () if prediction is None else _read_claims(prediction, words, sentences, gold.publisher)
    )
    return Compared(
        article=gold,
        prediction=prediction,
        words=words,
        gold=gold_claims,
        predicted=predicted,
        matches=tuple(match_claims(gold_claims, predicted)),
    )


def match_claims(gold: Sequence[ReadClaim], predicted: Sequence[ReadClaim]) -> list[Match]:
    """Pair the claims so that the sum of their overlaps is greatest; pairs share a word."""
    overlaps = np.array([[_overlap(g, p) for p in predicted] for g in gold]).reshape(
        len(gold), len(predicted)
    )
    # Claims that overlap nothing take no part, so that they cannot sway how ties fall.
    rows, columns = np.flatnonzero(overlaps.any(axis=1)), np.flatnonzero(overlaps.any(axis=0))
    weights = overlaps[np.ix_(rows, columns)]
    for i, j in zip(*np.nonzero(weights), strict=True):
        weights[i, j] += _TIE_BREAK * _likeness(gold[rows[i]], predicted[columns[j]])
    pairs = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    found = ((rows[i], columns[j]) for i, j in pairs)
    return [Match(gold[i], predicted[j], overlaps[i, j]) for i, j in found if overlaps[i, j] > 0]


def dice(left: frozenset[int], right: frozenset[int]) -> float:
    """Dice coefficient of two sets; 1 where both are empty."""
    n_both = len(left) + len(right)
    return 2 * len(left & right) / n_both if n_both else 1.0


def _overlap(gold: ReadClaim, predicted: ReadClaim) -> float:
    if gold.content.words and predicted.content.words:
        return dice(gold.content.words, predicted.content.words)
    # A content without a word (a dash, an emoji) is found where its very characters are.
    return float(sorted(gold.claim.content) == sorted(predicted.claim.content))


def _likeness(gold: ReadClaim, predicted: ReadClaim) -> float:
    """How alike two claims are in all but their content, in [0, 1]."""
    return (
        0.4 * dice(gold.source.words, predicted.source.words)
        + 0.3 * dice(gold.cue.words, predicted.cue.words)
        + 0.1 * (gold.around == predicted.around)
        + 0.1 * is_right_party(gold.parties, predicted.parties)
        + 0.1 * (_labels(gold) == _labels(predicted))
    )


def _labels(one: ReadClaim) -> tuple[object, ...]:
    return (one.claim.stance, one.claim.confidence, one.traits)


def _read_claims(
    article: Article, words: Words, sentences: Spans, publisher: str | None
) -> tuple[ReadClaim, ...]:
    contents = {claim.id: _role_words(words, claim.content) for claim in article.claims}

    def read(claim: Claim) -> ReadClaim:
        parties = find_parties(article, claim)
        return ReadClaim(
            claim=claim,
            source=_role_words(words, claim.source),
            cue=_role_words(words, claim.cue),
            content=contents[claim.id],
            around=frozenset() if claim.within is None else contents[claim.within].words,
            parties=parties,
            traits=find_traits(claim, parties, sentences, publisher),
        )

    return tuple(sorted(map(read, article.claims), key=_order))


def _role_words(words: Words, spans: Spans) -> RoleWords:
    pieces = words.pieces(spans)
    inside = (number for first, last in pieces for number in range(first, last + 1))
    return RoleWords(pieces, frozenset(inside))


def _order(one: ReadClaim) -> tuple[object, ...]:
    """A key by all that is scored, so that a claim's place in the record means nothing."""
    claim = one.claim
    spans = (sorted(claim.content), sorted(claim.source), sorted(claim.cue))
    return (*spans, sorted(one.around), one.parties, str(_labels(one)), str(claim.probability))
