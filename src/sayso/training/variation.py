"""Training text made over: other quotation marks, and claims reported by somebody else."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.records import Article, Claim, Span, Spans
from sayso.text.paragraphs import find_paragraphs
from sayso.training.examples import Labelled

# Each style replaces one character by one, so that every span stays where it is.
MARK_STYLES = (
    str.maketrans("“”‘’", "\"\"''"),
    str.maketrans("“”‘’", "‘’“’"),
    str.maketrans("“”’", "'''"),
    str.maketrans("“”", "«»"),
    str.maketrans("“”", "„“"),
    str.maketrans('“”"', "   "),
)
STRAIGHT_OPENING = re.compile(r'(?<![^\s(\[—–-])"(?=\S)')
STRAIGHT_CLOSING = re.compile(r'(?<=\S)"')
SENTENCE_END = re.compile(r"(?<=[a-z0-9][.!?])\s+(?=[A-Z])")

# Words that open sentences and lose their capital where a frame comes before them.
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """A After All An And Another As At Because Before Both But By Even For From He Her His If
        In It Its Many More Most No Not On One Our Several She Since So Some That The Their There
        These They This Those To Under Until We What When Where While With You""",
    )
)


def vary_marks(labelled: Labelled, rng: random.Random) -> Labelled:
    """The same article in another style of quotation marks, character for character."""
    text = STRAIGHT_CLOSING.sub("”", STRAIGHT_OPENING.sub("“", labelled.article.text))
    text = text.translate(rng.choice(MARK_STYLES))
    return replace(labelled, article=Article(text, claims=labelled.article.claims))


@dataclass(frozen=True, slots=True)
class Frame:
    """How one claim is opened ("police said that ") or closed (", police said")."""

    text: str
    source: Span
    cue: Span
    closes: bool


@dataclass(frozen=True, slots=True)
class Host:
    """A paragraph, the sentence of it that will be reported, and the claims of both."""

    text: str
    sentence: Span
    claims: tuple[Claim, ...]


class Reporter:
    """Puts annotated sentences into the mouths of sources found elsewhere in the corpus.

    The outer claim and those inside it are then all annotated: training material for nested
    claims, which PolNeAR itself does not mark.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self._frames = [frame for article in articles for frame in _find_frames(article)]
        self._hosts = [host for article in articles for host in _find_hosts(article)]

    def report(self, rng: random.Random, n_paragraphs: int) -> Labelled:
        """An article of unrelated paragraphs, each with a claim inside another."""
        text = ""
        claims: list[Claim] = []
        unknown: list[Span] = []
        for number in range(n_paragraphs):
            part = _report(rng.choice(self._hosts), rng.choice(self._frames))
            shift = _Shift(0, len(text))
            claims += [shift.claim(c, f"{number}-{c.id}") for c in part.article.claims]
            unknown += shift.spans(part.unknown)
            text += part.article.text + "\n\n"
        return Labelled(Article(text, claims=tuple(claims)), tuple(unknown))


@dataclass(frozen=True, slots=True)
class _Shift:
    """Moves what stands at or after ``pivot`` by ``by`` characters."""

    pivot: int
    by: int

    def span(self, span: Span) -> Span:
        by = self.by if span.start >= self.pivot else 0
        return Span(span.start + by, span.end + by)

    def spans(self, spans: Spans) -> Spans:
        return tuple(self.span(span) for span in spans)

    def claim(self, claim: Claim, claim_id: str) -> Claim:
        return replace(
            claim,
            id=claim_id,
            source=self.spans(claim.source),
            cue=self.spans(claim.cue),
            content=self.spans(claim.content),
        )


def _report(host: Host, frame: Frame) -> Labelled:
    start, end = host.sentence.start, host.sentence.end
    body = host.text[start:end]
    at = end if frame.closes else start
    if not frame.closes and body.split(" ", 1)[0] in FUNCTION_WORDS:
        body = body[0].lower() + body[1:]
    middle = body + frame.text if frame.closes else frame.text + body
    text = host.text[:start] + middle + host.text[end:]
    inner = _Shift(at, len(frame.text))
    placed = _Shift(0, at)
    outer = Claim(
        id="outer",
        content=(inner.span(host.sentence),),
        source=(placed.span(frame.source),),
        cue=(placed.span(frame.cue),),
    )
    claims = tuple(inner.claim(claim, claim.id) for claim in host.claims)
    unknown = inner.spans(tuple(s for claim in host.claims for s in claim.content))
    return Labelled(Article(text, claims=(*claims, outer)), unknown)


def _find_frames(article: Article) -> Iterator[Frame]:
    for claim in article.claims:
        if len(claim.source) == len(claim.cue) == len(claim.content) == 1:
            source, cue, content = claim.source[0], claim.cue[0], claim.content[0]
            if source.end < cue.start and cue.end < content.start:
                yield from _opening_frame(article.text, source, cue, content)
            elif content.end < min(source.start, cue.start):
                yield from _closing_frame(article.text, source, cue, content)


def _opening_frame(text: str, source: Span, cue: Span, content: Span) -> Iterator[Frame]:
    lead = text[source.start : content.start]
    if text.startswith("that ", content.start) and len(lead) < 120 and '"' not in lead:
        shift = _Shift(0, -source.start)
        yield Frame(lead, shift.span(source), shift.span(cue), closes=False)


def _closing_frame(text: str, source: Span, cue: Span, content: Span) -> Iterator[Frame]:
    last = max(source.end, cue.end)
    gap = text[content.end : min(source.start, cue.start)]
    if gap.strip('”"’ ') in {",", ""} and last - content.end < 120 and text[last : last + 1] == ".":
        tail = ", " + text[content.end + len(gap) : last]
        shift = _Shift(0, 2 - content.end - len(gap))
        yield Frame(tail, shift.span(source), shift.span(cue), closes=True)


def _find_hosts(article: Article) -> Iterator[Host]:
    for paragraph in find_paragraphs(article.text):
        claims = tuple(c for c in article.claims if paragraph.overlaps(c.extent))
        if not claims or not all(paragraph.contains(c.extent) for c in claims):
            continue
        shift = _Shift(0, -paragraph.start)
        moved = tuple(shift.claim(claim, claim.id) for claim in claims)
        text = paragraph.of(article.text)
        for sentence in _find_sentences(text):
            inside = [c for c in moved if sentence.overlaps(c.extent)]
            if inside and all(sentence.contains(c.extent) for c in inside):
                yield Host(text, sentence, moved)


def _find_sentences(text: str) -> Iterator[Span]:
    """Plain declarative sentences, without their full stop."""
    start = 0
    for end in [*(m.start() for m in SENTENCE_END.finditer(text)), len(text)]:
        while start < end and text[start].isspace():
            start += 1
        sentence = text[start:end]
        if sentence.endswith(".") and sentence[:1].isupper() and len(sentence) > 20:
            yield Span(start, end - 1)
        start = end
