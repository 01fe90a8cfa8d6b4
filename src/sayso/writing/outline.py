"""The claims of an article in the order a person reads them, nested ones after their holder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.records import Article, Claim, Source, Spans

PIECE_GAP = " … "


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim at its place: ``number`` counts from 1, ``depth`` the claims it lies within."""

    claim: Claim
    number: int
    depth: int
    sources: tuple[Source, ...]

    @property
    def names(self) -> str:
        """The canonical names of its parties; empty where it has none."""
        return ", ".join(source.name for source in self.sources)


def outline(article: Article) -> tuple[Entry, ...]:
    """The claims in text order, each followed by those within it.

    A hand-made record may have claims within each other in a ring; they come last.
    """
    by_holder: dict[str | None, list[Claim]] = defaultdict(list)
    for claim in sorted(article.claims, key=_place):
        by_holder[claim.within].append(claim)
    sources = {source.id: source for source in article.sources}
    entries: dict[str, Entry] = {}

    def enter(claims: Iterable[Claim]) -> None:
        waiting = [(claim, 0) for claim in reversed(list(claims))]
        while waiting:
            claim, depth = waiting.pop()
            if claim.id in entries:
                continue
            parties = tuple(sources[one] for one in claim.source_ids)
            entries[claim.id] = Entry(claim, len(entries) + 1, depth, parties)
            waiting.extend((inner, depth + 1) for inner in reversed(by_holder[claim.id]))

    enter(by_holder[None])
    enter(article.claims)
    return tuple(entries.values())


def join_pieces(text: str, spans: Spans) -> str:
    """The words of all spans, with an ellipsis where other words stand between them."""
    return PIECE_GAP.join(span.of(text) for span in spans)


def _place(claim: Claim) -> tuple[int, int]:
    extent = claim.extent
    return extent.start, -extent.end
