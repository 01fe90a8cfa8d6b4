"""One article laid out in words, each with its sentence, paragraph and entity label."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from sayso.records import Entity, Span, Spans
from sayso.steps.sources.lexicon import Lexicon, load_lexicon
from sayso.steps.sources.words import Word, find_words
from sayso.text.paragraphs import find_paragraphs

_OPENING = re.compile(r"[\"“„«‘'(\[]\s*$|[:–—]\s+$")

# A line is a headline when at least this share of its words, function words left out, has a
# capital, and it has so many of them; more where a full stop ends it. Assumed, not measured.
HEADLINE_CAPITALS = 0.8
HEADLINE_WORDS = 4
STOPPED_CAPITALS = 0.9
STOPPED_WORDS = 6
# Longest title that is written with a dot: Prof. Assumed, not measured.
MAX_ABBREVIATION_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A text with everything about its words that the rules ask for.

    The lists run parallel to ``words``; ``labels`` and ``entity_numbers`` hold ``None`` for
    a word outside every entity.
    """

    text: str
    words: tuple[Word, ...]
    starts: list[int]
    labels: list[str | None]
    entity_numbers: list[int | None]
    first_in_sentence: list[bool]
    in_headline: list[bool]
    sentence_starts: list[int]
    paragraphs: list[int]
    """The paragraph of each word."""
    sentences: list[int]
    """The sentence of each word."""
    lower_keys: frozenset[str]
    lexicon: Lexicon = field(default_factory=load_lexicon)

    def gap(self, left: int, right: int) -> str:
        """The characters between two words, without a possessive ending of the left one."""
        return self.text[self.words[left].after : self.words[right].start]

    def is_adjacent(self, left: int) -> bool:
        """Whether only blanks stand between the word and the next of its paragraph."""
        right = left + 1
        return (
            right < len(self.words)
            and self.paragraphs[left] == self.paragraphs[right]
            and not self.words[left].is_possessive
            and self.gap(left, right).isspace()
        )

    def is_joined(self, left: int) -> bool:
        """Whether the word and the next can be one name: blanks, or a dot of an abbreviation."""
        if self.is_adjacent(left):
            return True
        right = left + 1
        if right >= len(self.words) or self.words[left].is_possessive:
            return False
        gap, word = self.gap(left, right), self.words[left]
        return gap[:1] == "." and gap[1:].isspace() and (word.is_initial or self._is_short(word))

    def _is_short(self, word: Word) -> bool:
        return word.key in self.lexicon.titles and len(word.key) <= MAX_ABBREVIATION_LETTERS

    def noun(self, index: int) -> str:
        """The singular noun a word stands for."""
        return self.lexicon.noun(self.words[index].key)

    def surface(self, first: int, stop: int) -> str:
        """The text from one word to before another, without a possessive ending."""
        return self.span_of(first, stop).of(self.text)

    def range_of(self, span: Span) -> range:
        """The words that lie in the span, cut words included."""
        first = bisect_left(self.starts, span.start)
        if first and self.words[first - 1].end > span.start:
            first -= 1
        return range(first, bisect_left(self.starts, span.end))

    def span_of(self, first: int, stop: int) -> Span:
        """From the first word to the last before ``stop``, without a possessive ending."""
        return Span(self.words[first].start, self.words[stop - 1].end)

    def sentence_at(self, position: int) -> int:
        """The number of the sentence; what stands before the first is in sentence -1."""
        return bisect_right(self.sentence_starts, position) - 1

    def paragraph_at(self, position: int) -> int:
        """The number of the paragraph of the last word that starts at or before a character."""
        index = bisect_right(self.starts, position) - 1
        return self.paragraphs[index] if index >= 0 else 0


def lay_out(text: str, sentences: Spans, entities: tuple[Entity, ...]) -> Page:
    """Cut the text into words and note where each of them stands."""
    words = find_words(text)
    starts = [word.start for word in words]
    labels: list[str | None] = [None] * len(words)
    numbers: list[int | None] = [None] * len(words)
    for number, entity in enumerate(entities):
        first = bisect_left(starts, entity.span.start)
        for index in range(first, bisect_left(starts, entity.span.end)):
            labels[index], numbers[index] = entity.label, number
    sentence_starts = sorted(sentence.start for sentence in sentences)
    paragraphs = find_paragraphs(text)
    paragraph_starts = [paragraph.start for paragraph in paragraphs]
    return Page(
        text=text,
        words=words,
        starts=starts,
        labels=labels,
        entity_numbers=numbers,
        first_in_sentence=_find_first_words(
            text, words, starts, sentence_starts + paragraph_starts
        ),
        in_headline=_find_headline_words(text, words, starts, paragraphs),
        sentence_starts=sentence_starts,
        paragraphs=[bisect_right(paragraph_starts, start) for start in starts],
        sentences=[bisect_right(sentence_starts, start) - 1 for start in starts],
        lower_keys=frozenset(word.key for word in words if word.text[0].islower()),
    )


def _find_first_words(
    text: str, words: tuple[Word, ...], starts: list[int], first_characters: list[int]
) -> list[bool]:
    first = [bool(_OPENING.search(text, max(0, word.start - 3), word.start)) for word in words]
    for start in first_characters:
        index = bisect_left(starts, start)
        if index < len(first):
            first[index] = True
    return first


def _find_headline_words(
    text: str, words: tuple[Word, ...], starts: list[int], paragraphs: Spans
) -> list[bool]:
    flags = [False] * len(words)
    function = load_lexicon().function
    for line in paragraphs:
        indices = range(bisect_left(starts, line.start), bisect_left(starts, line.end))
        telling = [words[i] for i in indices if words[i].key not in function]
        is_stopped = line.of(text).endswith(".")
        if len(telling) < (STOPPED_WORDS if is_stopped else HEADLINE_WORDS):
            continue
        share = sum(word.is_capital for word in telling) / len(telling)
        if share >= (STOPPED_CAPITALS if is_stopped else HEADLINE_CAPITALS):
            for i in indices:
                flags[i] = True
    return flags
