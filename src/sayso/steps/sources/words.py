"""The words of a text as names are read from them, keyed without case or accents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from sayso.records import Span

# Letters with dots ('U.S.', 'J.'), or letters and digits joined by inner marks ('O’Neill',
# 'al-Hamdani', 'Kvarta.net').
_WORD = re.compile(r"(?:[^\W\d_]\.)+(?![^\W_])|[^\W_]+(?:[.'’‘&\-‐‑–][^\W_]+)*")
_ENDING = re.compile(r"['’](s|ve|re|ll|d|m)$", re.IGNORECASE)
_CONTRACTION = re.compile(r"n['’]t$", re.IGNORECASE)
_NOT_KEY = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word without 's, 've and the like; ``end`` is where the bare word ends."""

    start: int
    end: int
    text: str
    key: str
    is_possessive: bool
    after: int
    """Where the word ends together with its ending."""

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].istitle()

    @property
    def is_caseless(self) -> bool:
        """Whether it is written in letters that have no capitals (Arabic, Chinese)."""
        return self.text.isalpha() and self.text.lower() == self.text.upper()

    @property
    def is_contraction(self) -> bool:
        """Whether it is a verb and 'not' in one: don't."""
        return _CONTRACTION.search(self.text) is not None

    @property
    def is_shouted(self) -> bool:
        """Whether it is two letters or more, all of them capitals."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter and a dot, or one capital alone."""
        return len(self.key) == 1 and self.is_capital


def find_words(text: str, span: Span | None = None) -> tuple[Word, ...]:
    """The words of the text, or of the part of it that ``span`` marks, in order."""
    start, end = (0, len(text)) if span is None else (span.start, span.end)
    return tuple(_words(text, start, end))


def key_of(text: str) -> str:
    """The text without case, accents, script and marks; the text itself where nothing is left."""
    plain = text if text.isascii() else anyascii(text)
    return _NOT_KEY.sub("", plain.lower()) or text.casefold()


def keys_of(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.key for word in words)


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    for match in _WORD.finditer(text, start, end):
        surface = match[0]
        ending = _ENDING.search(surface)
        bare = surface[: ending.start()] if ending else surface
        is_owner = ending is not None and ending[1] in "sS"
        yield Word(
            start=match.start(),
            end=match.start() + len(bare),
            text=bare,
            key=key_of(bare),
            is_possessive=is_owner or _has_plural_possessive(text, match),
            after=match.end(),
        )


def _has_plural_possessive(text: str, match: re.Match[str]) -> bool:
    """Whether an apostrophe and a small letter follow a plural: the workers’ union."""
    after = text[match.end() : match.end() + 3]
    return (
        match[0][-1] in "sS"
        and len(after) == 3
        and after[0] in "'’"
        and after[1] == " "
        and after[2].isalpha()
    )
