"""Annotated articles as windows of token labels."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.model.batches import find_paragraph_starts, find_rows
from sayso.model.frame import (
    CUE_B,
    CUE_I,
    ROLE_CONTENT,
    ROLE_SOURCE,
    Ints,
    TokenSpan,
)
from sayso.model.tokens import Tokenizer, Tokens
from sayso.records import CONFIDENCES, STANCES, Article, Claim, Span, Spans
from sayso.text.windows import Window, find_windows

UNKNOWN = -100  # torch's cross entropy leaves such labels out
FIRST_WORD = re.compile(r"\W*\w+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An annotated article; in ``unknown`` the absence of a cue means nothing.

    PolNeAR's annotators left out attributions inside the content of another, so a network must
    not learn from their silence there.
    """

    article: Article
    unknown: Spans


@dataclass(frozen=True, slots=True)
class ClaimLabels:
    """One claim in a window: its cue, ``(n_tokens,)`` roles, and label ids or ``UNKNOWN``."""

    cue: TokenSpan
    roles: Ints
    stance: int
    confidence: int


@dataclass(frozen=True, slots=True)
class WindowLabels:
    """One window with special tokens: ``ids`` and ``cue_tags`` are ``(n_tokens,)``."""

    ids: Ints
    cue_tags: Ints
    claims: tuple[ClaimLabels, ...]


def label_unnested(article: Article) -> Labelled:
    """An article whose annotators marked outermost attributions only."""
    return Labelled(article, tuple(s for claim in article.claims for s in claim.content))


def label_windows(
    labelled: Labelled, tokenizer: Tokenizer, rng: random.Random, *, max_tokens: int, overlap: int
) -> Iterator[WindowLabels]:
    """The windows of one article, their size drawn anew so that no two epochs cut alike."""
    text = labelled.article.text
    tokens = tokenizer.tokenize(text)
    starts = find_paragraph_starts(text, tokens)
    size = rng.randint(max_tokens // 2, max_tokens)
    overlap = rng.choice((0, overlap))
    for window in find_windows(starts, len(tokens), max_tokens=size, overlap=overlap):
        yield _label_window(labelled, tokens, window, tokenizer)


def _label_window(
    labelled: Labelled, tokens: Tokens, window: Window, tokenizer: Tokenizer
) -> WindowLabels:
    pieces = tokens.ids[window.start : window.end]
    ids = np.concatenate([[tokenizer.begin_id], pieces, [tokenizer.end_id]]).astype(np.int64)
    cue_tags = np.zeros(len(ids), dtype=np.int64)
    for span in labelled.unknown:
        # A content's first word stays known: it is where the cue before it must end.
        first_word = FIRST_WORD.match(labelled.article.text, span.start, span.end)
        known_end = first_word.end() if first_word else span.start
        if known_end < span.end:
            cue_tags[find_rows(tokens, window, Span(known_end, span.end))] = UNKNOWN
    claims = []
    for claim in labelled.article.claims:
        cue = _cue_rows(tokens, window, claim)
        if cue is None:
            continue
        cue_tags[cue.start : cue.end] = CUE_I
        cue_tags[cue.start] = CUE_B
        claims.append(_label_claim(tokens, window, claim, cue, len(ids)))
    return WindowLabels(ids, cue_tags, tuple(claims))


def _label_claim(
    tokens: Tokens, window: Window, claim: Claim, cue: TokenSpan, n_rows: int
) -> ClaimLabels:
    roles = np.zeros(n_rows, dtype=np.int64)
    for span in claim.content:
        roles[find_rows(tokens, window, span)] = ROLE_CONTENT
    for span in claim.source:
        roles[find_rows(tokens, window, span)] = ROLE_SOURCE
    stance = UNKNOWN if claim.stance is None else STANCES.index(claim.stance)
    confidence = UNKNOWN
    if claim.confidence is not None and claim.confidence != "underspecified":
        confidence = CONFIDENCES.index(claim.confidence)
    return ClaimLabels(cue, roles, stance, confidence)


def _cue_rows(tokens: Tokens, window: Window, claim: Claim) -> TokenSpan | None:
    """The cue's rows, or ``None`` where it is empty or not wholly in the window."""
    if not claim.cue:
        return None
    covering = tokens.covering(Span(claim.cue[0].start, claim.cue[-1].end))
    if covering.start < window.start or covering.stop > window.end:
        return None
    first, last = covering.start - window.start + 1, covering.stop - window.start + 1
    return TokenSpan(first, last) if first < last else None


def pad_rows(rows: Sequence[Ints], fill: int) -> Ints:
    """Stack rows of unequal length: ``(n_rows, longest)``."""
    out = np.full((len(rows), max(len(row) for row in rows)), fill, dtype=np.int64)
    for target, row in zip(out, rows, strict=True):
        target[: len(row)] = row
    return out
