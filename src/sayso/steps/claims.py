"""Claims: the cues of a text, and around each cue its source and its content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.model.batches import Batch, find_batches
from sayso.model.calibration import Calibration
from sayso.model.decode import average_words, best_paths, find_cues, find_runs, softmax
from sayso.model.frame import (
    CUE_B,
    N_PREDICTED_ROLES,
    ROLE_CONTENT,
    ROLE_CUE,
    ROLE_NONE,
    ROLE_SOURCE,
    Bools,
    Contexts,
    Cue,
    Floats,
    Ints,
    TokenSpan,
    build_contexts,
)
from sayso.model.graphs import Encoded
from sayso.model.model import Model, Settings
from sayso.model.tokens import Tokens
from sayso.records import Claim, Probability, Span, Spans
from sayso.steps.labels import LabelScores, score_labels
from sayso.steps.nesting import link_nested

# Cues read at once. Bounds memory: each has some 200 tokens around it. Assumed, not measured.
N_CUES_AT_ONCE = 32

WORD = re.compile(r"\w")
MARK = re.compile('["“”„«»‘’]')


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as the network has it: its pieces, and scores that are no probabilities yet.

    ``features`` are log-odds: the cue's begin, the claim head's own, and the mean of content
    and of source (for an empty source, that no token was likely to be one).
    """

    source: Spans
    cue: Spans
    content: Spans
    features: tuple[float, ...]
    labels: LabelScores


def find_drafts(text: str, model: Model) -> list[Draft]:
    """Find everything in a text that may be a claim, in the order of the cues."""
    settings = model.settings
    batches = find_batches(
        text, model.tokenizer, max_tokens=settings.max_tokens, overlap=settings.overlap
    )
    drafts = [draft for batch in batches for draft in _read_batch(text, batch, model)]
    return sorted(drafts, key=lambda draft: (draft.cue, draft.content))


def find_claims(text: str, model: Model) -> tuple[Claim, ...]:
    """Find the claims of a text, in the order of their cues.

    They name no parties yet.
    """
    claims = [
        make_claim(draft, f"c{number}", model.calibration)
        for number, draft in enumerate(find_drafts(text, model), start=1)
    ]
    return keep_likely(claims, model.settings)


def make_claim(draft: Draft, claim_id: str, calibration: Calibration) -> Claim:
    """The claim of a draft, its probabilities calibrated."""
    labels = draft.labels.choose(calibration)
    return Claim(
        id=claim_id,
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        stance=labels.stance,
        confidence=labels.confidence,
        probability=Probability(
            claim=calibration.claim.apply(draft.features),
            source=calibration.source.apply(draft.features),
            stance=labels.stance_probability,
            confidence=labels.confidence_probability,
        ),
    )


def keep_likely(claims: Sequence[Claim], settings: Settings) -> tuple[Claim, ...]:
    """The claims whose probability reaches the threshold; nested ones have a lower one.

    A claim counts as nested only in one that is kept itself.
    """
    least = min(settings.claim_threshold, settings.nested_threshold)
    linked = link_nested([claim for claim in claims if (claim.probability.claim or 0.0) >= least])
    kept: dict[str, Claim] = {}
    for claim in sorted(linked, key=lambda c: -sum(map(len, c.content))):
        is_nested = claim.within in kept
        threshold = settings.nested_threshold if is_nested else settings.claim_threshold
        if (claim.probability.claim or 0.0) >= threshold:
            kept[claim.id] = claim
    return link_nested([claim for claim in claims if claim.id in kept])


@dataclass(frozen=True, slots=True)
class _Roles:
    """What the role head found around each cue.

    ``tags`` ``(n_cues, n_tokens)``, ``probabilities`` ``(n_cues, n_tokens, 3)``,
    ``claim_logits`` ``(n_cues,)``.
    """

    contexts: Contexts
    tags: Ints
    probabilities: Floats
    claim_logits: Floats


def _read_batch(text: str, batch: Batch, model: Model) -> Iterator[Draft]:
    encoded = model.graphs.encode(batch.ids, batch.mask)
    begins = softmax(encoded.cue_logits)
    cues = _find_cues(batch, begins, model.settings)
    for first in range(0, len(cues), N_CUES_AT_ONCE):
        yield from _read_cues(text, batch, cues[first : first + N_CUES_AT_ONCE], encoded, model)


def _read_cues(
    text: str, batch: Batch, cues: Sequence[Cue], encoded: Encoded, model: Model
) -> Iterator[Draft]:
    """Draft the claims of some cues; those that will not be kept are not labelled."""
    roles = _find_roles(batch, cues, encoded, model)
    features = [_features(roles, n, _begin(encoded, cue)) for n, cue in enumerate(cues)]
    least = min(model.settings.claim_threshold, model.settings.nested_threshold)
    likely = [n for n, row in enumerate(features) if model.calibration.claim.apply(row) >= least]
    if not likely:
        return
    labels = score_labels(
        encoded.hidden, roles.contexts.take(likely), roles.tags[likely], model.graphs
    )
    for number, scores in zip(likely, labels, strict=True):
        first_row = int(roles.contexts.index[number, 0])
        first_token = batch.windows[cues[number].row].start - 1 + first_row
        pieces = _Pieces(text, batch.tokens, first_token)
        tags = roles.tags[number]
        content = pieces.of(tags, ROLE_CONTENT)
        if content:
            yield Draft(
                source=pieces.likeliest(tags, ROLE_SOURCE, roles.probabilities[number]),
                cue=pieces.of(tags, ROLE_CUE),
                content=content,
                features=features[number],
                labels=scores,
            )


def _begin(encoded: Encoded, cue: Cue) -> float:
    return float(softmax(encoded.cue_logits[cue.row, cue.tokens.start])[CUE_B])


def _find_cues(batch: Batch, probabilities: Floats, settings: Settings) -> list[Cue]:
    """The cues that begin in the core of each window."""
    cues = []
    for row, window in enumerate(batch.windows):
        words = batch.tokens.words[window.start : window.end]
        found = find_cues(probabilities[row, 1 : len(words) + 1], words, settings.cue_threshold)
        cues += [
            Cue(row, TokenSpan(cue.start + 1, cue.end + 1))
            for cue in found
            if window.core_start <= cue.start + window.start < window.core_end
        ]
    return cues


def _find_roles(batch: Batch, cues: Sequence[Cue], encoded: Encoded, model: Model) -> _Roles:
    contexts = build_contexts(cues, batch.lengths)
    logits = model.graphs.score_roles(encoded.hidden, contexts)
    probabilities = softmax(logits.tags)
    is_joined = np.zeros(contexts.index.shape, dtype=bool)
    for number, cue in enumerate(cues):
        _join_words(batch, cue, contexts.index[number], probabilities[number], is_joined[number])
    steps = _role_steps(model.settings.switch_cost)
    tags = best_paths(np.log(probabilities + 1e-6), steps, is_joined)
    ends = np.array(batch.lengths)[contexts.rows] - 1
    tags[~contexts.mask | (contexts.index == 0) | (contexts.index == ends)] = ROLE_NONE
    tags[contexts.inside] = ROLE_CUE
    return _Roles(contexts, tags, probabilities, logits.claims)


def _role_steps(switch_cost: float) -> Floats:
    """Steps between roles: into and out of content costs, so that contents hold together."""
    steps = np.zeros((N_PREDICTED_ROLES, N_PREDICTED_ROLES), dtype=np.float32)
    steps[ROLE_CONTENT, :] = steps[:, ROLE_CONTENT] = -switch_cost
    steps[ROLE_CONTENT, ROLE_CONTENT] = 0.0
    return steps


def _join_words(
    batch: Batch, cue: Cue, index: Ints, probabilities: Floats, is_joined: Bools
) -> None:
    """Average tag probabilities over words and join their pieces, both in place."""
    window = batch.windows[cue.row]
    first = max(int(index[0]), 1)
    last = min(int(index[-1]), batch.lengths[cue.row] - 2) + 1
    words = batch.tokens.words[window.start + first - 1 : window.start + last - 1]
    here = slice(first - int(index[0]), last - int(index[0]))
    probabilities[here] = average_words(probabilities[here], words)
    is_joined[here] = np.diff(words, prepend=words[:1] - 1) == 0


def _features(roles: _Roles, number: int, begin: float) -> tuple[float, ...]:
    tags, probabilities = roles.tags[number], roles.probabilities[number]
    content = probabilities[tags == ROLE_CONTENT, ROLE_CONTENT]
    source = probabilities[tags == ROLE_SOURCE, ROLE_SOURCE]
    if len(source):
        sure_of_source = float(source.mean())
    else:
        sure_of_source = 1.0 - float(probabilities[roles.contexts.mask[number], ROLE_SOURCE].max())
    return (
        _log_odds(begin),
        float(roles.claim_logits[number]),
        _log_odds(float(content.mean()) if len(content) else 0.0),
        _log_odds(sure_of_source),
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
        """The pieces of a role, those parted by no word joined, those of no word left out.

        A piece that runs over a paragraph's end keeps its longest paragraph and what is quoted:
        headings, datelines and captions are glued on otherwise.
        """
        spans: list[Span] = []
        for run in self._without_headings(find_runs(tags, role)):
            span = self.tokens.span(self.first_token + run.start, self.first_token + run.end)
            if spans and not WORD.search(self.text, spans[-1].end, span.start):
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        return tuple(span for span in spans if role == ROLE_CUE or WORD.search(span.of(self.text)))

    def _without_headings(self, runs: Sequence[TokenSpan]) -> Iterator[TokenSpan]:
        for run in runs:
            parts = list(self._within_paragraphs(run))
            longest = max(parts, key=lambda part: part.end - part.start)
            for part in parts:
                span = self.tokens.span(self.first_token + part.start, self.first_token + part.end)
                if part is longest or MARK.search(span.of(self.text)):
                    yield part

    def likeliest(self, tags: Ints, role: int, probabilities: Floats) -> Spans:
        """The one unbroken piece of a role, within a paragraph, that is likeliest in sum.

        Of 20,831 sources of PolNeAR's train part 10 have more pieces than one.
        """
        runs = [part for run in find_runs(tags, role) for part in self._within_paragraphs(run)]
        runs.sort(key=lambda run: -float(probabilities[run.start : run.end, role].sum()))
        spans = (
            self.tokens.span(self.first_token + r.start, self.first_token + r.end) for r in runs
        )
        return tuple(span for span in spans if WORD.search(span.of(self.text)))[:1]

    def _within_paragraphs(self, run: TokenSpan) -> Iterator[TokenSpan]:
        start = run.start
        for at in range(run.start + 1, run.end):
            token = self.first_token + at
            gap = self.text[self.tokens.ends[token - 1] : self.tokens.starts[token]]
            if "\n" in gap or "\r" in gap:
                yield TokenSpan(start, at)
                start = at
        yield TokenSpan(start, run.end)
