"""From the heads' numbers to cues and pieces of source and content; pure numpy."""

from __future__ import annotations

import numpy as np

from sayso.model.frame import CUE_B, CUE_I, CUE_O, Bools, Floats, Ints, TokenSpan


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Probability of each logit."""
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)


def average_words(values: Floats, words: Ints) -> Floats:
    """Give every piece of a word the word's mean, so that no span ends inside a word.

    Args:
        values: ``(n_tokens, n)``.
        words: ``(n_tokens,)`` rising word indices.
    """
    if not len(words):
        return values
    starts = np.flatnonzero(np.diff(words, prepend=words[0] - 1))
    counts = np.diff(starts, append=len(words))
    means = np.add.reduceat(values, starts, axis=0) / counts[:, None]
    return np.asarray(np.repeat(means, counts, axis=0), dtype=np.float32)


def find_cues(probabilities: Floats, words: Ints, threshold: float) -> list[TokenSpan]:
    """Cues in a row of tokens: a word that is likelier a cue than ``threshold`` opens one.

    A cue goes on over the words that are likelier inside than outside it.

    Args:
        probabilities: ``(n_tokens, 3)`` of the cue tags.
        words: ``(n_tokens,)`` rising word indices.
        threshold: Least probability, in [0, 1], that a cue begins.
    """
    if not len(words):
        return []
    starts = np.flatnonzero(np.diff(words, prepend=words[0] - 1))
    ends = np.append(starts[1:], len(words))
    # A word begins a cue where its first piece does; it is inside one as its mean piece is.
    begin = probabilities[starts, CUE_B]
    means = average_words(probabilities, words)[starts]
    inside = means[:, CUE_I] > np.maximum(means[:, CUE_O], begin)
    is_begin = (begin >= threshold) & ~inside
    cues = []
    for first in np.flatnonzero(is_begin):
        last = int(first)
        while last + 1 < len(starts) and inside[last + 1] and not is_begin[last + 1]:
            last += 1
        cues.append(TokenSpan(int(starts[first]), int(ends[last])))
    return cues


def find_runs(tags: Ints, tag: int) -> list[TokenSpan]:
    """The unbroken runs of one tag, in order."""
    is_tag = np.concatenate([[False], tags == tag, [False]])
    edges = np.flatnonzero(is_tag[1:] != is_tag[:-1])
    return [TokenSpan(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def best_paths(log_probabilities: Floats, log_steps: Floats, is_joined: Bools) -> Ints:
    """The likeliest sequence of tags in each row (Viterbi 1967).

    Args:
        log_probabilities: ``(n_rows, n_tokens, n_tags)``.
        log_steps: ``(n_tags, n_tags)``, from one token's tag to the next one's.
        is_joined: ``(n_rows, n_tokens)``, true where a token must keep the tag before it.

    Returns:
        ``(n_rows, n_tokens)`` tags.
    """
    n_rows, n_tokens, n_tags = log_probabilities.shape
    forbidden = np.where(np.eye(n_tags, dtype=bool), 0.0, -1e6).astype(np.float32)
    score = log_probabilities[:, 0]
    back = np.zeros((n_tokens, n_rows, n_tags), dtype=np.int64)
    for position in range(1, n_tokens):
        steps = np.where(is_joined[:, position, None, None], forbidden, log_steps)
        ways = score[:, :, None] + steps
        back[position] = ways.argmax(axis=1)
        score = ways.max(axis=1) + log_probabilities[:, position]
    paths = np.zeros((n_rows, n_tokens), dtype=np.int64)
    paths[:, -1] = score.argmax(axis=1)
    rows = np.arange(n_rows)
    for position in range(n_tokens - 1, 0, -1):
        paths[:, position - 1] = back[position, rows, paths[:, position]]
    return paths
