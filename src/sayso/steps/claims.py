"""Claims: the cues of a text, and around each cue its source and its content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sayso.model.decode import average_words, best_paths, find_cues, find_runs, softmax
from sayso.model.frame import (
    CUE_B,
    ROLE_CONTENT,
    ROLE_CUE,
    ROLE_NONE,
    ROLE_SOURCE,
    Contexts,
    Cue,
    Floats,
    Ints,
    TokenSpan,
    build_contexts,
)
from sayso.model.graphs import Encoded, RoleLogits
from sayso.model.model import Model
from sayso.model.tokens import Tokens
from sayso.records import Claim, Probability, Span, Spans
from sayso.steps.labels import classify_claims
from sayso.text.paragraphs import find_paragraphs
from sayso.text.windows import Window, find_windows

# Windows read at once. Bounds memory; more is no faster on one core.
N_WINDOWS_AT_ONCE = 8
WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of one text read together: ``ids`` ``(n_windows, n_tokens)``, padded."""

    windows: tuple[Window, ...]
    ids: Ints
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """What the role head found: ``tags`` and ``probabilities`` of tags, for each cue."""

    contexts: Contexts
    tags: Ints
    probabilities: Floats
    claim_logits: Floats


def find_claims(text: str, model: Model) -> tuple[Claim, ...]:
    """Find the claims of a text, in the order of their cues.

    Their ids are provisional and they name no parties yet; claims below the model's
    threshold are among them, for ``keep_likely`` to judge once it is known which are nested.
    """
    tokens = model.tokenizer.tokenize(text)
    claims = [
        claim
        for batch in _find_batches(text, tokens, model)
        for claim in _read_batch(text, tokens, batch, model)
    ]
    claims.sort(key=lambda claim: (claim.cue[0], claim.content[0]))
    return tuple(replace(claim, id=f"c{n}") for n, claim in enumerate(claims, start=1))


def keep_likely(claims: Sequence[Claim], model: Model) -> tuple[Claim, ...]:
    """The claims whose probability reaches the model's threshold for their kind."""
    settings = model.settings
    return tuple(
        claim
        for claim in claims
        if (claim.probability.claim or 0.0)
        >= (settings.claim_threshold if claim.within is None else settings.nested_threshold)
    )


def find_paragraph_starts(text: str, tokens: Tokens) -> list[int]:
    """The first token of each paragraph; the first paragraph starts at token 0."""
    starts = {tokens.covering(paragraph).start for paragraph in find_paragraphs(text)}
    return sorted((starts | {0}) - {len(tokens)})


def _find_batches(text: str, tokens: Tokens, model: Model) -> Iterator[Batch]:
    settings = model.settings
    windows = find_windows(
        find_paragraph_starts(text, tokens),
        len(tokens),
        max_tokens=settings.max_tokens,
        overlap=settings.overlap,
    )
    for first in range(0, len(windows), N_WINDOWS_AT_ONCE):
        yield _pad_windows(windows[first : first + N_WINDOWS_AT_ONCE], tokens, model)


def _pad_windows(windows: Sequence[Window], tokens: Tokens, model: Model) -> Batch:
    lengths = tuple(window.end - window.start + 2 for window in windows)
    ids = np.full((len(windows), max(lengths)), model.tokenizer.pad_id, dtype=np.int64)
    for row, window, length in zip(ids, windows, lengths, strict=True):
        row[0], row[length - 1] = model.tokenizer.begin_id, model.tokenizer.end_id
        row[1 : length - 1] = tokens.ids[window.start : window.end]
    return Batch(tuple(windows), ids, lengths)


def _read_batch(text: str, tokens: Tokens, batch: Batch, model: Model) -> list[Claim]:
    mask = np.arange(batch.ids.shape[1]) < np.array(batch.lengths)[:, None]
    encoded = model.graphs.encode(batch.ids, mask)
    cue_probabilities = softmax(encoded.cue_logits)
    cues = _find_cues(tokens, batch, cue_probabilities, model)
    if not cues:
        return []
    roles = _find_roles(tokens, batch, cues, encoded, model)
    labels = classify_claims(encoded.hidden, roles.contexts, roles.tags, model)
    claims = []
    for number, cue in enumerate(cues):
        window = batch.windows[cue.row]
        pieces = _Pieces(text, tokens, window.start - 1 + int(roles.contexts.index[number, 0]))
        content = pieces.of(roles.tags[number], ROLE_CONTENT)
        if content:
            begin = float(cue_probabilities[cue.row, cue.tokens.start, CUE_B])
            probability = _calibrate(roles, number, begin, model)
            claim = Claim(
                id=str(number),
                content=content,
                source=pieces.of(roles.tags[number], ROLE_SOURCE),
                cue=pieces.of(roles.tags[number], ROLE_CUE),
                probability=probability,
            )
            if claim.cue:
                claims.append(labels[number].put_on(claim))
    return claims


def _find_cues(tokens: Tokens, batch: Batch, probabilities: Floats, model: Model) -> list[Cue]:
    """The cues that begin in the core of each window."""
    cues = []
    for row, window in enumerate(batch.windows):
        words = tokens.words[window.start : window.end]
        found = find_cues(
            probabilities[row, 1 : len(words) + 1], words, model.settings.cue_threshold
        )
        cues += [
            Cue(row, TokenSpan(cue.start + 1, cue.end + 1))
            for cue in found
            if window.core_start <= cue.start + window.start < window.core_end
        ]
    return cues


def _find_roles(
    tokens: Tokens, batch: Batch, cues: Sequence[Cue], encoded: Encoded, model: Model
) -> Roles:
    contexts = build_contexts(cues, batch.lengths)
    logits: RoleLogits = model.graphs.score_roles(encoded.hidden, contexts)
    probabilities = softmax(logits.tags)
    for number, cue in enumerate(cues):
        _average_context(tokens, batch, cue, contexts.index[number], probabilities[number])
    tags = best_paths(np.log(probabilities + 1e-6), model.settings.stay)
    is_special = (contexts.index == 0) | (
        contexts.index == np.array(batch.lengths)[contexts.rows] - 1
    )
    tags[~contexts.mask | is_special] = ROLE_NONE
    tags[contexts.inside] = ROLE_CUE
    return Roles(contexts, tags, probabilities, logits.claims)


def _average_context(
    tokens: Tokens, batch: Batch, cue: Cue, index: Ints, probabilities: Floats
) -> None:
    """Average tag probabilities over words, in place, leaving special tokens as they are."""
    window = batch.windows[cue.row]
    first, last = max(int(index[0]), 1), min(int(index[-1]), batch.lengths[cue.row] - 2) + 1
    words = tokens.words[window.start + first - 1 : window.start + last - 1]
    here = slice(first - int(index[0]), last - int(index[0]))
    probabilities[here] = average_words(probabilities[here], words)


def _calibrate(roles: Roles, number: int, begin: float, model: Model) -> Probability:
    features = claim_features(roles, number, begin)
    calibration = model.calibration
    return Probability(
        claim=calibration.claim.apply(features), source=calibration.source.apply(features)
    )


def claim_features(roles: Roles, number: int, begin: float) -> tuple[float, ...]:
    """What a claim's probabilities are computed from, each as log-odds.

    The cue's begin, the claim logit, and how sure the tags of content and source are: the mean
    log-odds of the tokens given that role (for an empty source, of those that might have been).
    """
    tags, probabilities = roles.tags[number], roles.probabilities[number]
    mask = roles.contexts.mask[number]
    content = probabilities[tags == ROLE_CONTENT, ROLE_CONTENT]
    if (tags == ROLE_SOURCE).any():
        source = float(probabilities[tags == ROLE_SOURCE, ROLE_SOURCE].mean())
    else:
        source = 1.0 - float(probabilities[mask, ROLE_SOURCE].max())
    return (
        _log_odds(begin),
        float(roles.claim_logits[number]),
        _log_odds(float(content.mean()) if len(content) else 0.0),
        _log_odds(source),
    )


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1.0 - 1e-4)
    return float(np.log(bounded / (1.0 - bounded)))


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Turns tags into spans; ``first_token`` is the text's token of the first tag."""

    text: str
    tokens: Tokens
    first_token: int

    def of(self, tags: Ints, role: int) -> Spans:
        """The pieces of a role in the text, those parted by no word joined."""
        spans: list[Span] = []
        for run in find_runs(tags, role):
            span = self.tokens.span(self.first_token + run.start, self.first_token + run.end)
            if spans and not WORD.search(self.text, spans[-1].end, span.start):
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        return tuple(span for span in spans if role == ROLE_CUE or WORD.search(span.of(self.text)))
