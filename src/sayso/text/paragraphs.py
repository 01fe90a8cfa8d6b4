"""Paragraphs of a plain text: one to a line, or several hard-wrapped lines joined.

News text as collected puts each paragraph on a line of its own, with or without blank lines
between. Text from mail, wires and old pages is wrapped by hand or machine at a fixed width
instead; taken line by line it would be cut in the middle of its sentences. Which of the two a
text is, its own line breaks tell (``_wrap_width``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sayso.records import Span, Spans

# A wrapped text is 60 to 80 columns wide by custom; the bounds leave room on both sides.
# Assumed, not measured.
_MIN_WIDTH = 40
_MAX_WIDTH = 100
# Of a wrapped text's line breaks, the share before which the next word had no room, and the
# share after which a lower-case word goes on. PolNeAR's 84 dev articles wrapped at 60, 72 and 80
# columns have medians of 0.73 and 0.56 where no blank line parts paragraphs, and 1.0 and 0.8
# where one does (least: 0.45 and 0.13); 33 articles with other line breaks 0.6 and 0.0.
_MIN_FULL_SHARE = 0.45
_MIN_LOWER_SHARE = 0.3
# Lines longer than this part of all are outliers (an address) and do not tell the width.
_WIDTH_QUANTILE = 0.9

# A page break or paragraph separator parts paragraphs even where the text is wrapped.
_HARD_BREAKS = "\f\x1c\x1d\x1e\u2029"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: its text without blanks at the edges, and its columns."""

    span: Span
    indent: int
    goes_on: bool
    """Whether the line stands right under another, with no blank line or page break between."""

    @property
    def width(self) -> int:
        return self.indent + len(self.span)


def find_paragraphs(text: str) -> Spans:
    """Find the paragraphs of a text, without blanks at their edges, in text order.

    Each line is a paragraph, unless the text is hard-wrapped: then lines with no blank line
    between are joined, except where a line ends early and the next starts with a capital or
    digit, or the next is indented further. Line ends are those of ``str.splitlines`` (with a
    lone carriage return, form feed, and U+2028 and U+2029 among them).
    """
    lines = list(_find_lines(text))
    width = _wrap_width(text, lines)
    paragraphs: list[Span] = []
    previous: _Line | None = None
    for line in lines:
        if previous is not None and width is not None and _is_wrapped(text, previous, line, width):
            paragraphs[-1] = Span(paragraphs[-1].start, line.span.end)
        else:
            paragraphs.append(line.span)
        previous = line
    return tuple(paragraphs)


def _find_lines(text: str) -> Iterator[_Line]:
    offset = 0
    goes_on = False
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if body:
            indent = len(raw) - len(raw.lstrip())
            yield _Line(Span(offset + indent, offset + indent + len(body)), indent, goes_on)
        goes_on = bool(body) and raw[-1] not in _HARD_BREAKS
        offset += len(raw)


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """The column at which the text is wrapped; ``None`` where each line is a paragraph."""
    breaks = [(upper, lower) for upper, lower in pairwise(lines) if lower.goes_on]
    if not breaks:
        return None
    widths = sorted(upper.width for upper, _ in breaks)
    width = widths[int(_WIDTH_QUANTILE * (len(widths) - 1))]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return None
    n_full = sum(_is_full(text, upper, lower, width) for upper, lower in breaks)
    n_lower = sum(_starts_lower(text, lower) for _, lower in breaks)
    if n_full < _MIN_FULL_SHARE * len(breaks) or n_lower < _MIN_LOWER_SHARE * len(breaks):
        return None
    return width


def _is_wrapped(text: str, upper: _Line, lower: _Line, width: int) -> bool:
    if not lower.goes_on:
        return False
    if _starts_lower(text, lower):
        return True
    return lower.indent <= upper.indent and _is_full(text, upper, lower, width)


def _is_full(text: str, upper: _Line, lower: _Line, width: int) -> bool:
    """Whether the first word of the lower line had no room on the upper one."""
    start = lower.span.start
    first_word = text[start : min(start + width, lower.span.end)].split(None, 1)[0]
    return upper.width + 1 + len(first_word) > width


def _starts_lower(text: str, line: _Line) -> bool:
    return text[line.span.start].islower()
