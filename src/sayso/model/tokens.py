"""A text as word pieces. Token offsets stay in here and in the steps that read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Encoding
from tokenizers import Tokenizer as FastTokenizer

from sayso.errors import ModelError
from sayso.model.frame import Ints
from sayso.records import Span

# The longest stretch handed to the tokenizer at once, in characters: it bounds its memory.
MAX_CHARS_AT_ONCE = 200_000
# Addresses and compounds are one word, so that no span ends inside them.
WORD = re.compile(r"\w+(?:[.\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word pieces of one text.

    ``ids``, ``starts``, ``ends`` and ``words`` are ``(n_tokens,) int64``: vocabulary ids,
    half-open code-point offsets, and the index of the word each piece belongs to
    (rising by at most one).
    """

    ids: Ints
    starts: Ints
    ends: Ints
    words: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def covering(self, span: Span) -> slice:
        """The tokens that share a character with the span, as a slice (empty if none do)."""
        first = int(np.searchsorted(self.ends, span.start, side="right"))
        last = int(np.searchsorted(self.starts, span.end, side="left"))
        return slice(first, max(first, last))

    def span(self, start: int, end: int) -> Span:
        """The characters of tokens ``[start, end)``, which must not be empty."""
        return Span(int(self.starts[start]), int(self.ends[end - 1]))


class Tokenizer:
    """A BERT-style word-piece tokenizer with offsets, and its special ids."""

    def __init__(self, path: Path) -> None:
        try:
            self._fast = FastTokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception for any bad file
            raise ModelError(f"{path}: not a tokenizer file: {error}") from error
        self._fast.no_truncation()
        self._fast.no_padding()
        self.begin_id = self._special("[CLS]", "<s>")
        self.end_id = self._special("[SEP]", "</s>")
        self.pad_id = self._special("[PAD]", "<pad>")

    def tokenize(self, text: str) -> Tokens:
        """Cut a text into word pieces; special tokens are not among them."""
        chunks = [
            _chunk_arrays(self._fast.encode(text[start:end], add_special_tokens=False), start)
            for start, end in _chunk_bounds(text)
        ]
        ids, starts, ends = np.concatenate(chunks, axis=1)
        return Tokens(ids, starts, ends, _number_words(text, starts))

    def _special(self, *names: str) -> int:
        for name in names:
            token_id = self._fast.token_to_id(name)
            if token_id is not None:
                return int(token_id)
        raise ModelError(f"the tokenizer has none of the special tokens {', '.join(names)}")


def _chunk_bounds(text: str) -> list[tuple[int, int]]:
    """Cut a long text at line ends or blanks near the bound (in the middle if it has none)."""
    bounds = []
    start = 0
    while len(text) - start > MAX_CHARS_AT_ONCE:
        limit = start + MAX_CHARS_AT_ONCE
        cut = max(text.rfind("\n", start, limit), text.rfind(" ", start, limit))
        end = limit if cut <= start else cut
        bounds.append((start, end))
        start = end
    return [*bounds, (start, len(text))]


def _chunk_arrays(encoding: Encoding, start: int) -> Ints:
    """``(3, n_tokens)``: ids, starts and ends of one chunk, without empty pieces."""
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2) + start
    rows = np.stack([np.array(encoding.ids, dtype=np.int64), offsets[:, 0], offsets[:, 1]])
    return rows[:, offsets[:, 1] > offsets[:, 0]]


def _number_words(text: str, starts: Ints) -> Ints:
    """``(n_tokens,)``: the word each piece belongs to; marks between words count as words."""
    bounds = np.array([match.span() for match in WORD.finditer(text)], dtype=np.int64)
    if not len(bounds):
        return np.arange(len(starts), dtype=np.int64)
    word = np.searchsorted(bounds[:, 0], starts, side="right") - 1
    is_inside = (word >= 0) & (starts < bounds[word, 1])
    goes_on = np.zeros(len(starts), dtype=bool)
    goes_on[1:] = is_inside[1:] & is_inside[:-1] & (word[1:] == word[:-1])
    return np.asarray(np.cumsum(~goes_on) - 1, dtype=np.int64)
