"""What is right, and out of how many, in one article: pieces, words, whole claims, parties.

Each row of counts has four columns: right among the predicted, predicted, found among the
gold, gold. The first and third differ only where a part of the claims is looked at: a claim
of that part is right where it matches any claim of the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.records import Article
from sayso.scoring.matching import HALF, ROLES, Compared, Match, ReadClaim, Role, dice
from sayso.scoring.words import Piece

Counts = NDArray[np.float64]
"""``(n_rows, 4)``, or with further axes before these."""

Row = list[float]
"""One row of counts."""

Keep = Callable[[ReadClaim], bool]

PIECE_FIGURES: Final = tuple(f"exact.{role}" for role in ROLES)
WORD_FIGURES: Final = tuple(f"tok.{role}" for role in ROLES)

_MATCH_VALUES: Final[dict[str, Callable[[Match], float]]] = {
    "content.soft": lambda match: match.overlap,
    "content.50": lambda match: match.is_half,
    "content.exact": lambda match: match.is_exact,
    "attributed": lambda match: match.is_attributed,
    "attributed.exact-source": lambda match: match.is_exactly_attributed,
}
UNLINKED: Final = (*PIECE_FIGURES, *WORD_FIGURES)
"""What can be counted where nobody says which parts belong together."""
CLAIM_FIGURES: Final = tuple(_MATCH_VALUES)
PARTY_FIGURE: Final = "party"
COUNTED: Final = (*UNLINKED, *CLAIM_FIGURES, PARTY_FIGURE)
"""The rows of ``count_article``, in order."""


def count_article(compared: Compared, keep: Keep = lambda _: True) -> Counts:
    """Count one article, of both sides only the claims to be kept: ``(len(COUNTED), 4)``."""
    rows = [
        *(_count_items(compared, keep, partial(_pieces, role)) for role in ROLES),
        *(_count_items(compared, keep, partial(_words, role)) for role in ROLES),
        *(_count_matches(compared, keep, value) for value in _MATCH_VALUES.values()),
        _count_parties(compared, keep),
    ]
    return np.array(rows, dtype=np.float64)


def _pieces(role: Role, claim: ReadClaim) -> frozenset[Piece]:
    return claim.role(role).pieces


def _words(role: Role, claim: ReadClaim) -> frozenset[int]:
    return claim.role(role).words


def _count_items(
    compared: Compared, keep: Keep, items: Callable[[ReadClaim], frozenset[object]]
) -> Row:
    """Count what several claims may share, a piece or a word, once."""

    def union(claims: Iterable[ReadClaim]) -> frozenset[object]:
        return frozenset[object]().union(*map(items, claims))

    gold = union(filter(keep, compared.gold))
    predicted = union(filter(keep, compared.predicted))
    return [
        len(predicted & union(compared.gold)),
        len(predicted),
        len(gold & union(compared.predicted)),
        len(gold),
    ]


def _count_matches(compared: Compared, keep: Keep, value: Callable[[Match], float]) -> Row:
    def total(claims: list[ReadClaim]) -> float:
        found = (compared.match_of.get(claim) for claim in claims)
        return sum(value(match) for match in found if match is not None)

    gold = list(filter(keep, compared.gold))
    predicted = list(filter(keep, compared.predicted))
    return [total(predicted), len(predicted), total(gold), len(gold)]


def _count_parties(compared: Compared, keep: Keep) -> Row:
    """Claims with the right party named; what gold resolves to no party is left aside."""
    unresolved = {claim for claim in compared.gold if not claim.parties}
    if len(unresolved) == len(compared.gold):
        return [0.0, 0.0, 0.0, 0.0]
    unresolved |= {match.predicted for match in compared.matches if match.gold in unresolved}
    return _count_matches(
        compared,
        lambda claim: keep(claim) and claim not in unresolved,
        lambda match: match.is_right_party,
    )


def count_nesting(compared: Compared) -> Counts:
    """Nested claims found with the claim around them: one row of counts."""

    def is_right(match: Match) -> bool:
        return match.is_half and dice(match.gold.around, match.predicted.around) >= HALF

    row = _count_matches(compared, lambda claim: bool(claim.around), is_right)
    return np.array(row, dtype=np.float64)


def count_mentions(compared: Compared) -> Counts:
    """B-cubed over the mentions of sources (Bagga and Baldwin 1998): one row of counts.

    Two mentions are the same where they share first and last word; one that the other side
    lacks scores 0 (as in Pradhan et al. 2014). A mention of several parties counts for each,
    with the party of the other side that suits it best.
    """
    gold = _clusters(compared, compared.article.article)
    predicted = _clusters(compared, compared.prediction)
    if not gold:
        return np.zeros(4)
    right, found = _shared_parts(predicted, gold), _shared_parts(gold, predicted)
    return np.array([sum(right), len(right), sum(found), len(found)], dtype=np.float64)


def _clusters(compared: Compared, article: Article | None) -> list[frozenset[Piece]]:
    if article is None:
        return []
    clusters = (compared.words.pieces(source.mentions) for source in article.sources)
    return [cluster for cluster in clusters if cluster]


def _shared_parts(own: list[frozenset[Piece]], other: list[frozenset[Piece]]) -> list[float]:
    """For each mention of each own cluster, the part of the cluster that the other side shares."""
    parts = [
        max((len(cluster & one) for one in other if mention in one), default=0) / len(cluster)
        for cluster in own
        for mention in cluster
    ]
    return sorted(parts)  # sums of floats must not hang on the order of sources
