"""A text as batches of windows for the encoder, and the way between spans and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.model.frame import Bools, Ints
from sayso.model.tokens import Tokenizer, Tokens
from sayso.records import Span
from sayso.text.paragraphs import find_paragraphs
from sayso.text.windows import Window, find_windows

# Windows read at once. Bounds memory; more is no faster on one core. Assumed, not measured.
N_WINDOWS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of one text read together, with a special token at either end of each.

    ``ids`` ``(n_windows, n_tokens)`` is padded; ``lengths`` count each window's tokens, the
    special ones among them.
    """

    tokens: Tokens
    windows: tuple[Window, ...]
    ids: Ints
    lengths: tuple[int, ...]

    @property
    def mask(self) -> Bools:
        """``(n_windows, n_tokens)``: true where there is a token."""
        is_token: Bools = np.arange(self.ids.shape[1]) < np.array(self.lengths)[:, None]
        return is_token


def find_batches(
    text: str, tokenizer: Tokenizer, *, max_tokens: int, overlap: int
) -> Iterator[Batch]:
    """Cut a text into batches of windows of whole paragraphs, all of it read.

    Args:
        text: Any text.
        tokenizer: The model's own.
        max_tokens: Tokens in a window, context included, special tokens not.
        overlap: Tokens of context on either side of a window's core.
    """
    tokens = tokenizer.tokenize(text)
    starts = find_paragraph_starts(text, tokens)
    windows = find_windows(starts, len(tokens), max_tokens=max_tokens, overlap=overlap)
    for first in range(0, len(windows), N_WINDOWS_AT_ONCE):
        yield _pad_windows(windows[first : first + N_WINDOWS_AT_ONCE], tokens, tokenizer)


def find_paragraph_starts(text: str, tokens: Tokens) -> list[int]:
    """The first token of each paragraph; the first paragraph starts at token 0."""
    starts = {tokens.covering(paragraph).start for paragraph in find_paragraphs(text)}
    return sorted((starts | {0}) - {len(tokens)})


def find_rows(tokens: Tokens, window: Window, span: Span) -> slice:
    """The rows of a window that a span covers, counting the special token before them."""
    covering = tokens.covering(span)
    first = min(max(covering.start, window.start), window.end) - window.start + 1
    last = min(max(covering.stop, window.start), window.end) - window.start + 1
    return slice(first, max(first, last))


def _pad_windows(windows: Sequence[Window], tokens: Tokens, tokenizer: Tokenizer) -> Batch:
    lengths = tuple(window.end - window.start + 2 for window in windows)
    ids = np.full((len(windows), max(lengths)), tokenizer.pad_id, dtype=np.int64)
    for row, window, length in zip(ids, windows, lengths, strict=True):
        row[0], row[length - 1] = tokenizer.begin_id, tokenizer.end_id
        row[1 : length - 1] = tokens.ids[window.start : window.end]
    return Batch(tokens, tuple(windows), ids, lengths)
