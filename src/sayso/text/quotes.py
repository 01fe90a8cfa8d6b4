"""Quotations of a plain text, from its quotation marks alone; and a content's mode from them.

Double marks, guillemets and corner brackets are paired first: they mean nothing else. Single
marks are paired between and inside those, since each may be an apostrophe. Whether a text quotes
speech in single marks (the British habit) is decided over the whole of it, by which pairs are
more frequent: then a single mark that was never closed is taken as seriously as a double one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from sayso.records import Diagnostic, Mode, Span, Spans
from sayso.text.marks import Family, Lean, Mark, find_marks
from sayso.text.pairs import Pairing, find_pairs, has_quotation
from sayso.text.paragraphs import find_paragraphs


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, its marks included.

    ``continues`` is true where the paragraph carries on the quotation that the paragraph
    before left open; the one left open runs to the end of its paragraph. ``depth`` is 0 for
    the outermost and counts the quotations around the others.
    """

    span: Span
    continues: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Quotations:
    """The quotations of a text by rising start (an outer one before those inside it).

    Diagnostics: ``unclosed-quote`` and ``unopened-quote``, on the mark that stands alone.
    """

    quotations: tuple[Quotation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    outermost: tuple[Quotation, ...] = field(init=False, repr=False, compare=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        outermost = tuple(q for q in self.quotations if q.depth == 0)
        object.__setattr__(self, "outermost", outermost)
        object.__setattr__(self, "_starts", tuple(q.span.start for q in outermost))

    def overlapping(self, span: Span) -> Iterator[Quotation]:
        """The outermost quotations that share a character with ``span``, in text order."""
        index = max(0, bisect_right(self._starts, span.start) - 1)
        while index < len(self._starts) and self._starts[index] < span.end:
            if self.outermost[index].span.overlaps(span):
                yield self.outermost[index]
            index += 1

    def is_quoted(self, span: Span) -> bool:
        """Whether ``span`` lies inside one quotation, over paragraphs if it goes on over them."""
        end = None
        for quotation in self.overlapping(span):
            if end is None and quotation.span.start > span.start:
                return False
            if end is not None and not quotation.continues:
                return False
            end = quotation.span.end
        return end is not None and span.end <= end


def find_quotations(text: str) -> Quotations:
    """Find the quotations of a text by its quotation marks.

    A mark that is never closed ends with its paragraph at the latest, and counts as a
    quotation there only where it opens a sentence, or where the next paragraph goes on with
    the same mark. A closing mark that was never opened, beside a comma or an end of sentence,
    closes what its paragraph began with. Nicknames (John "Johnny" Smith) are left out.
    """
    joiner = _Joiner(text)
    pairings = _pair_all(text)
    is_resumed = False
    for pairing, following in zip_longest(pairings, pairings[1:]):
        is_resumed = joiner.read(pairing, following, is_resumed=is_resumed)
    return Quotations(tuple(joiner.quotations), tuple(joiner.diagnostics))


def find_mode(content: Spans, quotations: Quotations, text: str) -> Mode:
    """Whether a content is quoted whole (``direct``), in part (``mixed``) or not at all.

    What counts are its letters and digits; where it has none, every character.
    """
    inside = outside = False
    for span in content:
        at = span.start
        for quotation in quotations.overlapping(span):
            outside = outside or _has_word(text, at, quotation.span.start)
            at = min(quotation.span.end, span.end)
            inside = inside or _has_word(text, max(span.start, quotation.span.start), at)
        outside = outside or _has_word(text, at, span.end)
    if not inside and not outside:
        inside = bool(content) and all(quotations.is_quoted(span) for span in content)
    if inside:
        return "mixed" if outside else "direct"
    return "indirect"


_WORD = re.compile(r"[^\W_]")


def _has_word(text: str, start: int, end: int) -> bool:
    return _WORD.search(text, start, end) is not None


def _pair_all(text: str) -> list[Pairing]:
    divided = _divide(list(find_marks(text)), find_paragraphs(text))
    pairings = [find_pairs(p.span, p.marks, singles_speak=False) for p in divided]
    if not _singles_speak(pairings):
        return pairings
    return [find_pairs(p.span, p.marks, singles_speak=True) for p in divided]


@dataclass(frozen=True, slots=True)
class _Marked:
    """A paragraph and its marks."""

    span: Span
    marks: Sequence[Mark]


def _divide(marks: list[Mark], paragraphs: Spans) -> list[_Marked]:
    divided = []
    at = 0
    for paragraph in paragraphs:
        first = at
        while at < len(marks) and marks[at].start < paragraph.end:
            at += 1
        divided.append(_Marked(paragraph, marks[first:at]))
    return divided


def _singles_speak(pairings: Iterable[Pairing]) -> bool:
    """Whether single marks quote more often than all others, outside other quotations."""
    n_single = n_other = 0
    for pairing in pairings:
        end = 0
        for pair in pairing.pairs:
            if pair.opening.start >= end:
                end = pair.closing.end
                is_single = pair.opening.family is Family.SINGLE
                n_single, n_other = n_single + is_single, n_other + (not is_single)
    return n_single > n_other


class _Joiner:
    """Makes quotations of the pairs, and joins those that go on over paragraphs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quotations: list[Quotation] = []
        self.diagnostics: list[Diagnostic] = []

    def read(self, pairing: Pairing, following: Pairing | None, *, is_resumed: bool) -> bool:
        """Add one paragraph's; whether its last is left open for the next to go on with."""
        spans = [pair.span for pair in pairing.pairs if has_quotation(self.text, pair)]
        spans += self._opened_before(pairing, is_resumed)
        left_open = _left_open(pairing, following)
        spans += self._never_closed(pairing, left_open)
        if left_open is not None:
            spans.append(Span(left_open.start, pairing.paragraph.end))
        for mark in pairing.dangling:
            self._complain("unopened" if mark.lean is Lean.CLOSE else "unclosed", mark)
        self._add(spans, pairing.paragraph.start if is_resumed else None)
        return left_open is not None

    def _opened_before(self, pairing: Pairing, is_resumed: bool) -> Iterator[Span]:
        """What closing marks without an opening one close."""
        is_alone = len(pairing.unopened) == 1
        for index, mark in enumerate(pairing.unopened):
            is_first = index == 0 and mark.start < _first_opening(pairing)
            if not (is_first and is_resumed):
                self._complain("unopened", mark)
            if is_first and (is_resumed or (mark.at_speech_end and is_alone)):
                yield Span(pairing.paragraph.start, mark.end)

    def _never_closed(self, pairing: Pairing, left_open: Mark | None) -> Iterator[Span]:
        starts = _opening_starts(pairing)
        for mark in pairing.unclosed:
            if mark is not left_open:
                self._complain("unclosed", mark)
                if _opens_sentence(self.text, mark, pairing.paragraph):
                    later = bisect_right(starts[mark.family], mark.start)
                    ends = [*starts[mark.family][later : later + 1], pairing.paragraph.end]
                    yield _until(self.text, mark, ends[0])

    def _complain(self, what: str, mark: Mark) -> None:
        self.diagnostics.append(Diagnostic(f"{what}-quote", Span(mark.start, mark.end)))

    def _add(self, spans: list[Span], resumed_at: int | None) -> None:
        """Add quotations with their depth; of two that cross, the later one goes."""
        ends: list[int] = []
        for span in sorted(spans, key=lambda span: (span.start, -span.end)):
            while ends and ends[-1] <= span.start:
                ends.pop()
            if ends and span.end > ends[-1]:
                continue
            continues = span.start == resumed_at and not ends
            self.quotations.append(Quotation(span, continues, len(ends)))
            ends.append(span.end)


def _left_open(pairing: Pairing, following: Pairing | None) -> Mark | None:
    """The last unclosed mark, if the following paragraph goes on with it."""
    if not pairing.unclosed or following is None:
        return None
    mark = pairing.unclosed[-1]
    return mark if _resumes(following, mark.family) else None


def _resumes(pairing: Pairing, family: Family) -> bool:
    """Whether the paragraph begins with such a mark, or closes one before it opens any."""
    first = _first_opening(pairing)
    if first == pairing.paragraph.start:
        openings = (*(pair.opening for pair in pairing.pairs), *pairing.unclosed)
        return any(mark.start == first and mark.family is family for mark in openings)
    unopened = pairing.unopened[:1]
    return any(mark.family is family and mark.start < first for mark in unopened)


def _first_opening(pairing: Pairing) -> int:
    starts = [pair.opening.start for pair in pairing.pairs[:1]]
    starts += [mark.start for mark in pairing.unclosed[:1]]
    return min(starts, default=pairing.paragraph.end)


def _opens_sentence(text: str, mark: Mark, paragraph: Span) -> bool:
    if mark.start == paragraph.start:
        return True
    before = text[max(paragraph.start, mark.start - 6) : mark.start].rstrip()
    if before.endswith(" that"):
        return True
    return before.endswith(tuple(".?!:,;…")) and text[mark.end : mark.end + 1].isupper()


def _opening_starts(pairing: Pairing) -> dict[Family, list[int]]:
    starts: dict[Family, list[int]] = {}
    for mark in (*(pair.opening for pair in pairing.pairs), *pairing.unclosed):
        starts.setdefault(mark.family, []).append(mark.start)
    return {family: sorted(of_family) for family, of_family in starts.items()}


def _until(text: str, mark: Mark, end: int) -> Span:
    """From an unclosed mark to ``end``, without the blanks before it."""
    while text[end - 1].isspace():
        end -= 1
    return Span(mark.start, end)
