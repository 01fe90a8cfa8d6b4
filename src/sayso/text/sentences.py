"""Sentence ends mended: a tagger trained on plain prose stumbles over quotations.

It parts ``"Why?" he asked``, leaves a closing mark at the head of the next sentence, takes an
opening one for a closing one, and misses the end before ``''We won,'' she said``. A sentence
says where a source stands beside its claim, so a reporting clause must stay with its quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sayso.records import Span, Spans
from sayso.text.marks import MARK_CHARACTERS
from sayso.text.paragraphs import find_paragraphs
from sayso.text.quotes import Quotations

# No more closing marks and brackets stand in a row in prose. Assumed, not measured.
_MAX_RUN = 8
_CLOSERS = MARK_CHARACTERS + ")]}"
_OPENERS = MARK_CHARACTERS + "([{"
_STOPS = ".?!…。！？؟۔।॥‼⁇⁈⁉"
_DASHES = "-–—―"
# A text without full stops is parted where the tagger parts it once a sentence is this long.
# Of 5,935 sentences of news (PolNeAR dev and 107 articles of the world's papers) the longest has
# 504 characters.
_MAX_SENTENCE_CHARS = 1000

_WORD = re.compile(r"[^\W_]")
_CLOSING_RUN = re.compile(rf"[{re.escape(_CLOSERS + _STOPS)}]{{1,{_MAX_RUN}}}(?=\s|$)")
_FIRST_LETTER = re.compile(rf"[{re.escape(_OPENERS)}.…\s]{{0,{_MAX_RUN}}}([^\W_])")
_END_BESIDE_MARK = re.compile(
    rf"(?<![.…])(?<!\.\s)[.?!][{re.escape(_CLOSERS)}]{{0,{_MAX_RUN}}}\s+(?=[^\W_]|[{re.escape(_OPENERS)}])"
)
# Abbreviations with which no sentence ends, and those with which none does before a number.
_NEVER_LAST = re.compile(
    r"(?<![^\W_])(?:Mrs?|Ms|Messrs|Mme|Mlle|Drs?|Profs?|Gen|Lt|Col|Capt|Cpt|Cmdr|Cdr|Sgt|Maj|Adm"
    r"|Brig|Cpl|Pvt|Sens?|Reps?|Govs?|Pres|Rev|Hon|Fr|Msgr|Amb|Supt|Insp|Asst|Assoc|vs?|cf|e\.g"
    r"|i\.e|viz|approx|ca)\.$"
)
_NOT_LAST_BEFORE_NUMBER = re.compile(
    r"(?<![^\W_])(?:Nos?|Art|Arts|Sec|Figs?|Ch|Vol|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov"
    r"|Dec)\.$"
)
# Abbreviations that may end a sentence: there the tagger is asked.
_MAY_BE_LAST = re.compile(
    r"(?:(?<![^\W_])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]"
    r"|Inc|Corp|Co|Ltd|Jr|Sr|St|Mt|Ft|Dept|Univ|Bros|etc|al|est|Calif|Mass|Conn|Ariz|Colo|Fla|Ill"
    r"|Mich|Minn|Miss|Okla|Ore|Penn|Tenn|Tex|Va|Wash|Wis))\.$"
)
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]\.$")
_NEXT_INITIAL = re.compile(r"[^\W\d_]\.\s")
_SECOND_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]\.\s[^\W\d_]\.$")
_ITEM_NUMBER = re.compile(r"\(?(?:\d{1,3}|[^\W\d_])[.)]")
_CONTEXT_CHARS = 20
# After "Why?" a name and a verb of speech go on; a pronoun or article with a capital does not.
_REPORTING_CLAUSE = re.compile(
    r"(?!(?:He|She|They|We|You|I|It|The|An?|This|That|These|Those|But|And|Then|When)\b)"
    r"[^\W\d_][\w.’'-]*\s(?:[\w.’'-]+\s){0,4}?"
    r"(?:said|says|asks?|asked|tells|told|repl(?:y|ied|ies)|answer(?:s|ed)|writes|wrote|tweet(?:s|ed)"
    r"|add(?:s|ed)|shout(?:s|ed)|cried|cries|yell(?:s|ed)|exclaim(?:s|ed)|declare[sd]|wonder(?:s|ed)"
    r"|joke[sd]|recall(?:s|ed)|insist(?:s|ed)|demand(?:s|ed)|repeat(?:s|ed)|remark(?:s|ed)"
    r"|respond(?:s|ed)|continue[sd]|explain(?:s|ed)|post(?:s|ed)|quip(?:s|ped)|conclude[sd])\b"
)


def mend_sentences(text: str, sentences: Spans, quotations: Quotations) -> Spans:
    """Mend the sentence ends of a tagger, in text order.

    Each sentence lies in one paragraph, with no blank at its edges; together they cover every
    character that is not blank. Ends are taken away where nothing ends a sentence, where a
    reporting clause goes on after its quotation, and after abbreviations; they are moved
    behind closing and before opening marks; and added where a quotation begins or ends with a
    full stop between.
    """
    mender = _Mender(text, quotations)
    starts = sorted(span.start for span in sentences)
    mended: list[Span] = []
    for paragraph in find_paragraphs(text):
        first, last = bisect_right(starts, paragraph.start), bisect_left(starts, paragraph.end)
        mended.extend(mender.mend(paragraph, starts[first:last]))
    return tuple(mended)


@dataclass(frozen=True, slots=True)
class _Left:
    """What stands before a cut: where it ends, with and without its closing marks."""

    end: int
    stop: int

    @property
    def has_closers(self) -> bool:
        return self.stop < self.end


class _Mender:
    def __init__(self, text: str, quotations: Quotations) -> None:
        self.text = text
        self.opens = {quotation.span.start for quotation in quotations.quotations}
        self.closes = {quotation.span.end for quotation in quotations.quotations}

    def mend(self, paragraph: Span, cuts: list[int]) -> Iterator[Span]:
        placed = {self._place(paragraph, cut) for cut in cuts}
        placed |= set(self._find_missed(paragraph))
        start = paragraph.start
        word = _WORD.search(self.text, start, paragraph.end)
        inside = sorted(cut for cut in placed if paragraph.start < cut < paragraph.end)
        for cut, following in pairwise([*inside, paragraph.end]):
            left = self._left_of(cut, start)
            following_word = _WORD.search(self.text, cut, following)
            has_words = word is not None and word.start() < left.end and following_word is not None
            if has_words and self._is_end(start, left, cut):
                yield Span(start, left.end)
                start, word = cut, following_word
        yield Span(start, paragraph.end)

    def _place(self, paragraph: Span, cut: int) -> int:
        """Move a cut behind the closing marks after it, or before the opening ones before it."""
        closing = _CLOSING_RUN.match(self.text, cut, paragraph.end)
        if closing and not self._holds_opening(closing.start(), closing.end()):
            return _skip_blanks(self.text, closing.end(), paragraph.end)
        end = _strip_blanks(self.text, cut, paragraph.start)
        run = end
        while run > max(paragraph.start, end - _MAX_RUN) and self.text[run - 1] in _OPENERS:
            run -= 1
        is_after_blank = run == paragraph.start or self.text[run - 1].isspace()
        if run < end and is_after_blank and (end == cut or self._holds_opening(run, end)):
            return run
        return _skip_blanks(self.text, cut, paragraph.end)

    def _holds_opening(self, start: int, end: int) -> bool:
        return any(at in self.opens for at in range(start, min(end, start + _MAX_RUN)))

    def _find_missed(self, paragraph: Span) -> Iterator[int]:
        """Find sure sentence ends before an opening mark, or at a full stop and closing mark."""
        for found in _END_BESIDE_MARK.finditer(self.text, paragraph.start, paragraph.end):
            cut = found.end()
            left = self._left_of(cut, paragraph.start)
            is_quoted_stop = left.end in self.closes and self.text[left.stop - 1] == "."
            letter = self._letter_after(cut)
            if (
                (cut in self.opens or is_quoted_stop)
                and (letter.isupper() or letter.isdigit())
                and not _MAY_BE_LAST.search(self._context(left, paragraph.start))
            ):
                yield cut

    def _is_end(self, start: int, left: _Left, cut: int) -> bool:
        """Whether a sentence from ``start`` ends at ``left`` and another starts at ``cut``."""
        text = self.text
        if text[left.stop - 1] not in _STOPS:
            return left.end - start > _MAX_SENTENCE_CHARS
        if text[cut] in _DASHES or _ITEM_NUMBER.fullmatch(text, start, left.end):
            return False
        return not self._goes_on(left, cut) and not self._is_abbreviated(start, left, cut)

    def _goes_on(self, left: _Left, cut: int) -> bool:
        """Whether the sentence goes on after a quotation or pause: "Why?" he asked."""
        if self._letter_after(cut).islower():
            return left.has_closers or self._is_pause(left.stop)
        is_exclaimed = left.end in self.closes and self.text[left.stop - 1] != "."
        return is_exclaimed and _REPORTING_CLAUSE.match(self.text, cut) is not None

    def _is_pause(self, stop: int) -> bool:
        last, before = self.text[stop - 1], self.text[stop - 2 : stop - 1]
        return last == "…" or (last == "." and (before == "." or before.isspace()))

    def _is_abbreviated(self, start: int, left: _Left, cut: int) -> bool:
        context = self._context(left, start)
        if self.text[cut].isdigit() and _NOT_LAST_BEFORE_NUMBER.search(context):
            return True
        if _INITIAL.search(context) and _NEXT_INITIAL.match(self.text, cut):
            return True
        return bool(_NEVER_LAST.search(context) or _SECOND_INITIAL.search(context))

    def _left_of(self, cut: int, start: int) -> _Left:
        end = stop = _strip_blanks(self.text, cut, start)
        while stop > max(start, end - _MAX_RUN) and self.text[stop - 1] in _CLOSERS:
            stop -= 1
        return _Left(end, _strip_blanks(self.text, stop, start))

    def _context(self, left: _Left, start: int) -> str:
        return self.text[max(start, left.stop - _CONTEXT_CHARS) : left.stop]

    def _letter_after(self, cut: int) -> str:
        found = _FIRST_LETTER.match(self.text, cut)
        return found[1] if found else ""


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _strip_blanks(text: str, at: int, start: int) -> int:
    while at > start and text[at - 1].isspace():
        at -= 1
    return at
