"""What became of each claim: found, found in part, missed, or predicted and wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sayso.records import Claim
from sayso.scoring.labels import LABELS, label_of
from sayso.scoring.matching import Compared, Match, ReadClaim

Verdict = Literal["right", "other source", "partial", "missed", "wrong"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A gold claim, a predicted one, or both where they were matched.

    ``right`` and ``other source`` share at least half of their content, ``partial`` less.
    ``differing`` names what else differs: "party", "stance", "confidence".
    """

    verdict: Verdict
    gold: Claim | None
    predicted: Claim | None
    overlap: float = 0.0
    differing: tuple[str, ...] = ()

    @property
    def place(self) -> int:
        """The character at which the first of its claims starts."""
        return min(one.extent.start for one in (self.gold, self.predicted) if one is not None)


def find_outcomes(compared: Compared) -> list[Outcome]:
    """All outcomes of one article, in the order of its text."""
    outcomes = [_matched(match) for match in compared.matches]
    missed = (claim for claim in compared.gold if claim not in compared.match_of)
    wrong = (claim for claim in compared.predicted if claim not in compared.match_of)
    outcomes += [Outcome("missed", claim.claim, None) for claim in missed]
    outcomes += [Outcome("wrong", None, claim.claim) for claim in wrong]
    return sorted(outcomes, key=lambda outcome: outcome.place)


def _matched(match: Match) -> Outcome:
    verdict: Verdict = "right" if match.is_attributed else "other source"
    return Outcome(
        verdict=verdict if match.is_half else "partial",
        gold=match.gold.claim,
        predicted=match.predicted.claim,
        overlap=match.overlap,
        differing=tuple(_differing(match)),
    )


def _differing(match: Match) -> Iterator[str]:
    if match.gold.parties and match.is_half and not match.is_right_party:
        yield "party"
    for name in LABELS:
        gold = label_of(match.gold, name)
        if gold is not None and gold != label_of(match.predicted, name):
            yield name


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim in the words of its article, to be read by people."""

    article_id: str
    start: int
    source: str
    cue: str
    content: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What one system finds that the other does not, and the other way round.

    A gold claim is found where it is attributed. A wrong claim is one whose content matches no
    gold claim by half; new and gone are told by the very words of its content.
    """

    gained: tuple[ClaimText, ...]
    lost: tuple[ClaimText, ...]
    new_wrong: tuple[ClaimText, ...]
    gone_wrong: tuple[ClaimText, ...]


def find_changes(compared: Sequence[Compared], against: Sequence[Compared]) -> Changes:
    """What the first has over the second, on the same gold articles in the same order."""
    pairs = list(zip(compared, against, strict=True))
    return Changes(
        gained=tuple(text for new, old in pairs for text in _only_found_by(new, old)),
        lost=tuple(text for new, old in pairs for text in _only_found_by(old, new)),
        new_wrong=tuple(text for new, old in pairs for text in _only_wrong_in(new, old)),
        gone_wrong=tuple(text for new, old in pairs for text in _only_wrong_in(old, new)),
    )


def _only_found_by(one: Compared, other: Compared) -> list[ClaimText]:
    # Both hold the same gold claims in the same order, read anew for each.
    return [
        claim_text(one, mine)
        for mine, theirs in zip(one.gold, other.gold, strict=True)
        if _is_found(one, mine) and not _is_found(other, theirs)
    ]


def _is_found(compared: Compared, gold: ReadClaim) -> bool:
    match = compared.match_of.get(gold)
    return match is not None and match.is_attributed


def _only_wrong_in(one: Compared, other: Compared) -> list[ClaimText]:
    known = {claim.content.words for claim in _wrong(other)}
    return [claim_text(one, claim) for claim in _wrong(one) if claim.content.words not in known]


def _wrong(compared: Compared) -> Iterator[ReadClaim]:
    for claim in compared.predicted:
        match = compared.match_of.get(claim)
        if match is None or not match.is_half:
            yield claim


def claim_text(compared: Compared, one: ReadClaim) -> ClaimText:
    """The claim in words; pieces are joined by " … "."""
    text, claim = compared.article.article.text, one.claim

    def surface(role: Literal["source", "cue", "content"]) -> str:
        return " … ".join(span.of(text) for span in getattr(claim, role))

    return ClaimText(
        article_id=compared.article.article.id,
        start=claim.extent.start,
        source=surface("source"),
        cue=surface("cue"),
        content=surface("content"),
    )
