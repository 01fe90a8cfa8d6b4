"""The quotation marks of one paragraph, paired.

Double marks, guillemets and corner brackets are paired first: they mean nothing else. Single
marks are paired between and inside those, since each may be an apostrophe.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.records import Span
from sayso.text.marks import MARK_CHARACTERS, Family, Lean, Mark

# What begins with so many blanks and marks holds no words. Assumed, not measured.
_MAX_EMPTY_CHARS = 100
_CONTENT = re.compile(rf"[^\s{re.escape(MARK_CHARACTERS)}]")

_MAX_NICKNAME_CHARS = 40
_NICKNAME = re.compile(r"(?:[^\W\d_][\w.’'-]* ?){1,3}")
_NAME_BEFORE = re.compile(r"\b[^\W\d_][\w.’'-]* $")
_NAME_AFTER = re.compile(r" ([^\W\d_]\w*)")
_CONTEXT_CHARS = 100
# Of the longer words of a headline so many begin with a capital; there a quoted word between
# two others is no nickname. Assumed, not measured.
_HEADLINE_SHARE = 0.7
_LONGER_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening mark and the one that closes it."""

    opening: Mark
    closing: Mark

    @property
    def span(self) -> Span:
        return Span(self.opening.start, self.closing.end)


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs of one paragraph, and its marks left over, each in text order.

    ``unclosed`` and ``unopened`` stand outside all pairs. ``dangling`` are those inside one.
    """

    paragraph: Span
    pairs: tuple[Pair, ...]
    unclosed: tuple[Mark, ...]
    unopened: tuple[Mark, ...]
    dangling: tuple[Mark, ...]


def find_pairs(paragraph: Span, marks: Sequence[Mark], *, singles_speak: bool) -> Pairing:
    """Pair the marks of one paragraph.

    Args:
        paragraph: Where it lies in the text.
        marks: Its marks, in text order.
        singles_speak: Whether the text quotes speech in single marks. Where it does not, a
            lone single mark is an apostrophe and not mentioned, and straight ones are paired
            only where both are beyond doubt.
    """
    sure = _Matcher(singles_speak)
    for mark in marks:
        if mark.family is not Family.SINGLE:
            sure.read(mark)
    sure.finish()
    single = _read_singles(marks, sure.pairs, _Matcher(singles_speak))
    pairs = sure.pairs + single.pairs
    lone = [mark for mark in single.unclosed if _is_no_apostrophe(mark, singles_speak)]
    unclosed = _part(sure.unclosed + lone, pairs)
    lone = [mark for mark in single.unopened if mark.at_speech_end]
    unopened = _part(sure.unopened + lone, pairs)
    if _are_one_quotation(unclosed.outside, unopened.outside):
        pairs.append(Pair(unclosed.outside.pop(), unopened.outside.pop()))
    return Pairing(
        paragraph,
        tuple(sorted(pairs, key=lambda pair: pair.opening.start)),
        _to_report(unclosed.outside, with_singles=singles_speak),
        _to_report(unopened.outside, with_singles=singles_speak),
        _to_report(sure.dangling + unclosed.inside + unopened.inside, with_singles=False),
    )


def _is_no_apostrophe(opening: Mark, singles_speak: bool) -> bool:
    return not opening.is_doubtful and (singles_speak or not opening.is_straight)


def _are_one_quotation(unclosed: list[Mark], unopened: list[Mark]) -> bool:
    """Whether one mark opens and one of another family closes: “We won,» he said."""
    return len(unclosed) == len(unopened) == 1 and unclosed[0].start < unopened[0].start


@dataclass(frozen=True, slots=True)
class _Parted:
    outside: list[Mark]
    inside: list[Mark]


def _part(marks: list[Mark], pairs: list[Pair]) -> _Parted:
    """Part the marks outside all pairs from those inside one."""
    starts: list[int] = []
    ends: list[int] = [0]
    for span in sorted(pair.span for pair in pairs):
        if span.start >= ends[-1]:
            starts.append(span.start)
            ends.append(span.end)
    parted = _Parted([], [])
    for mark in marks:
        is_inside = mark.start < ends[bisect_right(starts, mark.start)]
        (parted.inside if is_inside else parted.outside).append(mark)
    return parted


def _to_report(marks: list[Mark], *, with_singles: bool) -> tuple[Mark, ...]:
    reported = (mark for mark in marks if with_singles or mark.family is not Family.SINGLE)
    return tuple(sorted(reported, key=lambda mark: mark.start))


def _read_singles(marks: Sequence[Mark], pairs: list[Pair], single: _Matcher) -> _Matcher:
    """Read the single marks, those between ``pairs`` apart from those inside each."""
    opening = {pair.opening.start for pair in pairs}
    closing = {pair.closing.start for pair in pairs}
    for mark in marks:
        if mark.start in opening:
            single.enter()
        elif mark.start in closing:
            single.leave()
        elif mark.family is Family.SINGLE:
            single.read(mark)
    single.finish()
    return single


@dataclass(slots=True)
class _Open:
    """A mark not yet closed, and the first doubtful mark that would close it."""

    mark: Mark
    doubtful: Mark | None = None


@dataclass(slots=True)
class _Level:
    """What is open between or inside the quotations of other families."""

    stack: list[_Open] = field(default_factory=list)
    n_open: Counter[Family] = field(default_factory=Counter)

    def push(self, mark: Mark) -> None:
        self.stack.append(_Open(mark))
        self.n_open[mark.family] += 1

    def pop(self) -> _Open:
        opened = self.stack.pop()
        self.n_open[opened.mark.family] -= 1
        return opened


@dataclass(slots=True)
class _Matcher:
    """Reads marks in text order and pairs them with a stack.

    A doubtful closing mark counts only if no better one comes before the next opening mark or
    the end: in 'the drivers' fault' the second mark is an apostrophe because of the third.
    """

    singles_speak: bool
    pairs: list[Pair] = field(default_factory=list)
    unclosed: list[Mark] = field(default_factory=list)
    unopened: list[Mark] = field(default_factory=list)
    dangling: list[Mark] = field(default_factory=list)
    _level: _Level = field(default_factory=_Level)
    _outside: list[_Level] = field(default_factory=list)

    def read(self, mark: Mark) -> None:
        is_open = self._level.n_open[mark.family] > 0
        if mark.lean is Lean.OPEN or (mark.lean is Lean.EITHER and not is_open):
            self._read_opening(mark)
        elif is_open:
            self._read_closing(mark)
        elif not mark.is_doubtful:
            self.unopened.append(mark)

    def enter(self) -> None:
        """Step into a quotation of another family: what is open outside stays outside."""
        self._outside.append(self._level)
        self._level = _Level()

    def leave(self) -> None:
        """Step out of it again: what is still open inside stays unclosed."""
        while self._level.stack:
            self._settle(self._level.pop(), self.dangling)
        self._level = self._outside.pop()

    def finish(self) -> None:
        """End the paragraph."""
        while self._level.stack:
            self._settle(self._level.pop(), self.unclosed)

    def _read_opening(self, mark: Mark) -> None:
        level = self._level
        top = level.stack[-1] if level.stack else None
        if top is not None and top.mark.family is mark.family and top.doubtful is not None:
            self._settle(level.pop(), self.unclosed)
        if not (mark.is_doubtful and level.n_open[mark.family]):
            level.push(mark)

    def _read_closing(self, mark: Mark) -> None:
        level = self._level
        top = level.stack[-1]
        if mark.is_doubtful:
            if top.mark.family is mark.family and top.doubtful is None:
                top.doubtful = mark
            return
        while (opened := level.pop()).mark.family is not mark.family:
            self._settle(opened, self.dangling)
        self.pairs.append(Pair(opened.mark, mark))

    def _settle(self, opened: _Open, left_over: list[Mark]) -> None:
        """Close a mark with its doubtful one, if it may be believed."""
        is_sure = not opened.mark.is_straight or self.singles_speak
        if opened.mark.family is not Family.SINGLE:
            is_sure = True
        if opened.doubtful is not None and is_sure and not opened.mark.is_doubtful:
            self.pairs.append(Pair(opened.mark, opened.doubtful))
        else:
            left_over.append(opened.mark)


def has_quotation(text: str, pair: Pair) -> bool:
    """Whether a pair quotes anything: it is not empty, and holds no nickname."""
    start = pair.opening.end
    end = min(pair.closing.start, start + _MAX_EMPTY_CHARS)
    return _CONTENT.search(text, start, end) is not None and not _is_nickname(text, pair)


def _is_nickname(text: str, pair: Pair) -> bool:
    """Whether a name is quoted between two others, as in John "Johnny" Smith."""
    start, end = pair.opening.start, pair.closing.end
    if end - start > _MAX_NICKNAME_CHARS:
        return False
    before = _NAME_BEFORE.search(text, max(0, start - _CONTEXT_CHARS), start)
    inner = _NICKNAME.fullmatch(text, pair.opening.end, pair.closing.start)
    after = _NAME_AFTER.match(text, end)
    if before is None or inner is None or after is None:
        return False
    names = (before[0], *inner[0].split(), after[1])
    if not all(name[0].isupper() for name in names):
        return False
    return not _is_headline(text, before.start(), after.end())


def _is_headline(text: str, start: int, end: int) -> bool:
    """Whether most words on the line before ``start`` and after ``end`` begin with a capital."""
    first = max(0, start - _CONTEXT_CHARS)
    before = text[first:start].rpartition("\n")[2]
    after = text[end : end + _CONTEXT_CHARS].partition("\n")[0]
    words = _LONGER_WORD.findall(f"{before} {after}")
    n_capital = sum(word[0].isupper() for word in words)
    return bool(words) and n_capital >= _HEADLINE_SHARE * len(words)
