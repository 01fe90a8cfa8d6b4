"""Quotation marks in plain text, each with what its shape and neighbours say of its role.

An apostrophe, a prime (5'10", 40°26') and a possessive after a quotation are no marks. What
remains is one mark at a time; ``sayso.text.quotes`` pairs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto


class Family(Enum):
    """Marks that may close each other: “this" and ``this'' occur, “this» does not."""

    DOUBLE = auto()
    SINGLE = auto()
    GUILLEMET = auto()
    SINGLE_GUILLEMET = auto()
    CORNER = auto()
    WHITE_CORNER = auto()


class Lean(Enum):
    """What a mark does; ``EITHER`` closes if its family is open, and opens otherwise."""

    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark, characters ``[start, end)`` of the text.

    ``is_straight`` marks do not show their direction. A ``is_doubtful`` one may well be an
    apostrophe or prime: it is believed only where nothing better is found.
    ``at_speech_end`` is true beside a comma or an end of sentence, as in ``We won,' he said``.
    """

    start: int
    end: int
    family: Family
    lean: Lean
    is_straight: bool = False
    is_doubtful: bool = False
    at_speech_end: bool = False


_SHAPES: dict[str, tuple[Family, Lean]] = {
    **dict.fromkeys(("“", "„", "‟", "``", ",,", "‘‘", "‚‚"), (Family.DOUBLE, Lean.OPEN)),
    **dict.fromkeys(("”", "’’"), (Family.DOUBLE, Lean.CLOSE)),
    **dict.fromkeys(('"', "＂", "''"), (Family.DOUBLE, Lean.EITHER)),
    **dict.fromkeys(("‘", "‚", "‛", "`"), (Family.SINGLE, Lean.OPEN)),
    "’": (Family.SINGLE, Lean.CLOSE),
    **dict.fromkeys(("'", "＇"), (Family.SINGLE, Lean.EITHER)),
    **dict.fromkeys(("«", "‹‹"), (Family.GUILLEMET, Lean.OPEN)),
    **dict.fromkeys(("»", "››"), (Family.GUILLEMET, Lean.CLOSE)),
    "‹": (Family.SINGLE_GUILLEMET, Lean.OPEN),
    "›": (Family.SINGLE_GUILLEMET, Lean.CLOSE),
    "「": (Family.CORNER, Lean.OPEN),
    "」": (Family.CORNER, Lean.CLOSE),
    "『": (Family.WHITE_CORNER, Lean.OPEN),
    "』": (Family.WHITE_CORNER, Lean.CLOSE),
}
# Two single marks together stand for a double one only where a text opens with them too, or
# closes with them what a double mark opened.
_TWO_SINGLES = ("''", "‘‘", "’’", "‚‚")
_USE_OF_TWO_SINGLES = re.compile(
    r"(?<!\w)(?:''|‘‘|’’|‚‚|``)(?=\w)|[\"“][^\"“”‘\n]{1,1000}(?:''|’’)(?![\w'’])"
)

# Every character that is, or is part of, a quotation mark; the comma of ,, apart.
MARK_CHARACTERS = "".join(sorted({c for shape in _SHAPES for c in shape} - {","}))
_RUN = re.compile(
    rf"""
      <[A-Za-z/!][^<>\n]{{0,500}}>                                  # <a href="...">
    | (?<!\w)(?P<low>,,)(?=\w)
    | \d\s?['’′]\s?\d+(?:\.\d+)?[½¼¾]?\s?(?:["”″]|''|’’)          # 5'10"
    | °\s?\d+(?:\.\d+)?\s?['’′](?:\s?\d+(?:\.\d+)?\s?(?:["”″]|''|’’))?  # 40°26'46"
    | (?<=[^\W_])['‘’`＇](?=[^\W_])                               # don't
    | (?<![^\W_])['‘’][nN]['‘’](?![^\W_])                         # rock 'n' roll
    | (?<=["”»)\]])['’]s\b                                        # "Hamlet"'s
    | (?P<run>(?:(?!(?<=["”»)\]])['’]s\b)[{re.escape(MARK_CHARACTERS)}])+)
    """,
    re.VERBOSE,
)
# More marks than this in a row are a rule or an ornament. Assumed, not measured.
_MAX_RUN = 4

# Zero-width characters, and those that set the direction of writing.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_DASHES = "-–—―‐‑"
_OPENERS = "([{</¿¡" + _DASHES
_STOPS = ",.;:!?)]}>，。、！？"
_SPEECH_ENDS = ",.!?…，。！？"

# Words that begin with an apostrophe for letters left out; of years, the century.
_ELISION = re.compile(
    r"(?:\d\ds?|em|n|tis|twas|till?|cause|cos|cuz|coz|bout|round|neath|gainst|nuff|fraid|kay"
    r"|im|er|e|is|ave|ere|ow|ello)(?!\w)",
    re.IGNORECASE,
)
# A possessive stands before the name of a thing; before one of these words a mark after s closes.
_NO_POSSESSED_THING = re.compile(
    r"(?:a|about|according|after|against|among|an|are|as|at|because|been|before|but|by|can|could"
    r"|did|does|during|for|from|had|has|have|he|her|his|how|if|in|into|is|it|its|may|might|must"
    r"|not|of|on|or|over|said|saying|says|she|should|since|so|than|that|the|their|there|they|this"
    r"|those|to|told|under|until|was|we|were|what|when|where|which|while|who|whom|whose|why|will"
    r"|with|would|you)(?!\w)",
    re.IGNORECASE,
)
_BEFORE_NEXT_WORD = re.compile(r"\s{1,4}(?=\w)")


def find_marks(text: str) -> Iterator[Mark]:
    """Find the quotation marks of a text, in text order."""
    has_two_singles = _USE_OF_TWO_SINGLES.search(text) is not None
    for found in _RUN.finditer(text):
        if found["low"]:
            yield Mark(found.start(), found.end(), Family.DOUBLE, Lean.OPEN)
        elif found["run"] and len(found["run"]) <= _MAX_RUN:
            yield from _read_run(text, found.start(), found.end(), has_two_singles)


class _After(Enum):
    WORD = auto()
    BLANK = auto()
    STOP = auto()
    DASH = auto()


def _read_run(text: str, start: int, end: int, has_two_singles: bool) -> Iterator[Mark]:
    """Read marks with nothing between; they share what stands before and after them all."""
    is_after_opener = start == 0 or _is_blank(text[start - 1]) or text[start - 1] in _OPENERS
    after = _what_follows(text, end)
    shapes = _split_run(text[start:end], has_two_singles, is_opening=after is _After.WORD)
    at_speech_end = text[start - 1 : start] in tuple(_SPEECH_ENDS) or text[end : end + 1] == ","
    for shape in shapes:
        family, by_shape = _SHAPES[shape]
        lean = _lean(by_shape, is_after_opener, after)
        mark = Mark(
            start,
            start + len(shape),
            family,
            lean,
            is_straight=by_shape is Lean.EITHER,
            is_doubtful=_is_doubtful(text, start, start + len(shape), family, lean),
            at_speech_end=at_speech_end,
        )
        start = mark.end
        if is_after_opener and after is _After.BLANK and family is Family.SINGLE:
            # Between blanks it closes, if anything: “… ‘We won.’ ” has such a blank by custom.
            mark = replace(mark, lean=Lean.CLOSE, is_doubtful=True)
        yield mark


def _is_blank(character: str) -> bool:
    return character.isspace() or character in _INVISIBLE


def _split_run(run: str, has_two_singles: bool, *, is_opening: bool) -> list[str]:
    """Split a run into marks; of ''' the double mark is the outer one."""
    shapes: list[str] = []
    rest = run
    while rest:
        pair = rest[:2]
        is_pair = pair in _SHAPES and len(pair) == 2
        if pair in _TWO_SINGLES:
            n_same = len(rest) - len(rest.lstrip(rest[0]))
            is_pair = has_two_singles and (is_opening or n_same % 2 == 0)
        shapes.append(pair if is_pair else rest[0])
        rest = rest[len(shapes[-1]) :]
    return shapes


def _what_follows(text: str, end: int) -> _After:
    following = text[end : end + 2]
    if not following or _is_blank(following[0]):
        return _After.BLANK
    if following[0] in _DASHES or following[0] == "…" or following == "..":
        return _After.DASH
    return _After.STOP if following[0] in _STOPS else _After.WORD


def _lean(by_shape: Lean, is_after_opener: bool, after: _After) -> Lean:
    """Shape decides, unless the blanks around say the opposite: typists take the wrong mark."""
    if by_shape is Lean.CLOSE:
        may_open = is_after_opener and after is not _After.STOP
        return Lean.EITHER if may_open else Lean.CLOSE
    opens = after is _After.WORD or (is_after_opener and after is _After.DASH)
    if by_shape is Lean.OPEN:
        return Lean.OPEN if opens else Lean.EITHER
    if is_after_opener:
        return Lean.OPEN if opens else Lean.EITHER
    return Lean.EITHER if opens else Lean.CLOSE


def _is_doubtful(text: str, start: int, end: int, family: Family, lean: Lean) -> bool:
    if family is Family.SINGLE and lean is not Lean.CLOSE and text[end : end + 1].strip():
        return text[start] == "’" or _ELISION.match(text, end) is not None
    blanks = _BEFORE_NEXT_WORD.match(text, end)
    if blanks is None or start == 0:
        return False
    if text[start - 1].isdigit():
        return family in (Family.DOUBLE, Family.SINGLE)
    return (
        family is Family.SINGLE
        and _may_take_apostrophe(text, start)
        and not _NO_POSSESSED_THING.match(text, blanks.end())
    )


def _may_take_apostrophe(text: str, end: int) -> bool:
    """Whether the word before ``end`` may be a plural possessive (drivers') or cut (goin', o')."""
    before = text[max(0, end - 3) : end]
    if before[-1:] in tuple("szxSZX"):
        return True
    return before.endswith("in") or before[-2:-1].isspace()
