"""Articles as one HTML page: the text with its claims marked, beside the list of them.

The page needs no script and no host. All colours are classes, so that its policy can forbid
everything but the one style sheet it carries.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TextIO

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from sayso.records import Article, Source
from sayso.text.paragraphs import find_paragraphs
from sayso.text.visible import make_visible
from sayso.writing.marking import Mark, Segment, find_marks, find_segments
from sayso.writing.outline import Entry, join_pieces, outline

# As many as the style sheet has; with more sources colours come again, numbers do not.
_N_COLOURS = 10
# Lanes and depths the style sheet tells apart.
_MAX_LANE = 3
_MAX_DEPTH = 3
# Claims whose parts light up together under the pointer; each costs a rule in the style sheet,
# which every pointer movement is checked against. Assumed, not measured.
_MAX_JOINED = 200

# Assumed, not measured.
_MAX_HEADING_CHARS = 80

_UNNAMED = "unnamed"
_CERTAINTY = {"certain": "●●●", "probable": "●●○", "possible": "●○○", "underspecified": "○○○"}


@dataclass(frozen=True, slots=True)
class _Party:
    """A source in the list at the top, with its claims."""

    source: Source
    colour: str
    entries: tuple[Entry, ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Card:
    """A claim in the side list."""

    entry: Entry
    colour: str
    cue: str
    content: str
    holder: int | None
    depth: int
    certainty: str


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with its marks as elements."""

    marked: Markup
    is_heading: bool


@dataclass(frozen=True, slots=True)
class _View:
    """An article as the template shows it; ``key`` starts the ids of its claims."""

    key: str
    article: Article
    heading: str
    link: str | None
    parties: tuple[_Party, ...]
    paragraphs: tuple[_Paragraph, ...]
    cards: tuple[_Card, ...]


def write_page(articles: Iterable[Article], stream: TextIO) -> None:
    """Write one page of all the articles, which are held in memory until the last has come."""
    views = [_view(f"a{n}", article) for n, article in enumerate(articles, start=1)]
    n_joined = min(_MAX_JOINED, max((len(view.cards) for view in views), default=0))
    style = _style(n_joined)
    stream.writelines(
        _template().generate(views=views, style=Markup(style), policy=_policy(style))  # noqa: S704
    )


def _view(key: str, article: Article) -> _View:
    entries = outline(article)
    colours = _colours(article, entries)
    marks = find_marks(article, entries)
    shown = make_visible(article.text)
    painter = _Painter(key, shown, colours, {source.id: source for source in article.sources})
    spans = find_paragraphs(article.text)
    return _View(
        key=key,
        article=article,
        heading=article.title or article.id,
        link=article.url if (article.url or "").startswith(("http://", "https://")) else None,
        parties=_parties(article, entries, colours),
        paragraphs=tuple(
            _Paragraph(painter.paint(segments), _is_heading(span.of(article.text)))
            for span, segments in zip(spans, find_segments(spans, marks), strict=True)
        ),
        cards=_cards(article, entries, colours),
    )


def _colours(article: Article, entries: Iterable[Entry]) -> dict[str | None, str]:
    """A class for each source: those with most claims get a colour of their own first."""
    n_claims = Counter(source.id for entry in entries for source in entry.sources)
    named = [source for source in article.sources if source.kind != _UNNAMED]
    named.sort(key=lambda source: -n_claims[source.id])
    colours: dict[str | None, str] = {one.id: "k" for one in article.sources}
    colours.update({one.id: f"k{rank % _N_COLOURS}" for rank, one in enumerate(named)})
    return colours | {None: "k"}


def _parties(
    article: Article, entries: tuple[Entry, ...], colours: dict[str | None, str]
) -> tuple[_Party, ...]:
    parties = []
    for source in article.sources:
        own = tuple(entry for entry in entries if source.id in entry.claim.source_ids)
        parties.append(_Party(source, colours[source.id], own, _about(source, own)))
    return tuple(sorted(parties, key=lambda party: -len(party.entries)))


def _about(source: Source, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    who = (source.kind, source.role, source.affiliation)
    stances = Counter(entry.claim.stance for entry in entries if entry.claim.stance)
    tally = ", ".join(f"{n} {stance}" for stance, n in stances.most_common())
    return tuple(fact for fact in (*who, tally or _count(len(entries), "claim")) if fact)


def _cards(
    article: Article, entries: tuple[Entry, ...], colours: dict[str | None, str]
) -> tuple[_Card, ...]:
    numbers = {entry.claim.id: entry.number for entry in entries}
    return tuple(
        _Card(
            entry=entry,
            colour=colours[next(iter(entry.claim.source_ids), None)],
            cue=join_pieces(article.text, entry.claim.cue),
            content=join_pieces(article.text, entry.claim.content),
            holder=None if entry.claim.within is None else numbers[entry.claim.within],
            depth=min(entry.depth, _MAX_DEPTH),
            certainty=_CERTAINTY.get(entry.claim.confidence or "", ""),
        )
        for entry in entries
    )


def _is_heading(paragraph: str) -> bool:
    """Whether it looks like a headline; it changes only the letters it is set in."""
    return len(paragraph) <= _MAX_HEADING_CHARS and (
        paragraph[-1].isalnum() or paragraph[-1] in "?!"
    )


@dataclass(frozen=True, slots=True)
class _Painter:
    """Turns the segments of a paragraph into elements, each mark enclosing the next."""

    key: str
    text: str
    colours: dict[str | None, str]
    sources: dict[str, Source]

    def paint(self, segments: Iterable[Segment]) -> Markup:
        return Markup("").join(map(self._segment, segments))

    def _segment(self, segment: Segment) -> Markup:
        painted = Markup.escape(segment.span.of(self.text))
        for mark in reversed(segment.marks):
            is_start = mark.span.start == segment.span.start
            painted = self._enclose(mark, painted, is_start=is_start)
        if not segment.marks:
            return painted
        return Markup('<span class="m" data-label="{}">{}</span>').format(
            self._label(segment), painted
        )

    def _enclose(self, mark: Mark, inner: Markup, *, is_start: bool) -> Markup:
        classes = [mark.part, self.colours[mark.source_id]]
        if mark.part == "content":
            classes.append(f"l{min(mark.lane, _MAX_LANE)}")
        if mark.entry is not None:
            classes.append(f"c{mark.entry.number}")
            if is_start:
                inner = self._number(mark, mark.entry.number) + inner
        return Markup('<span class="{}">{}</span>').format(" ".join(classes), inner)

    def _number(self, mark: Mark, number: int) -> Markup:
        """A number drawn by the style sheet, so that nobody copies it with the text."""
        if not mark.is_anchor:
            return Markup('<i class="n" data-n="{}"></i>').format(number)
        return Markup(
            '<a class="n" id="{key}-t{n}" href="#{key}-c{n}" data-n="{n}" '
            'aria-label="claim {n}"></a>'
        ).format(key=self.key, n=number)

    def _label(self, segment: Segment) -> str:
        lines = dict.fromkeys(self._line(mark) for mark in reversed(segment.marks))
        return make_visible("\n".join(lines))

    def _line(self, mark: Mark) -> str:
        if mark.entry is None:
            source = self.sources.get(mark.source_id or "")
            return f"mention of {source.name}" if source else "mention"
        claim = mark.entry.claim
        facts: list[str | None] = [claim.stance, claim.confidence, claim.mode]
        if claim.probability.claim is not None:
            facts.append(f"{claim.probability.claim:.0%}")
        told = ", ".join(fact for fact in facts if fact)
        return f"{mark.entry.number} · {mark.part} · {mark.entry.names or 'no source'} · {told}"


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=lambda value: make_visible(value) if type(value) is str else value,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["percent"] = lambda share: f"{share:.0%}"
    environment.globals["count"] = _count
    return environment.from_string(_resource("page.jinja"))


def _style(n_joined: int) -> str:
    """The style sheet, with a rule for each claim that makes its parts light up together."""
    joined = (
        f".art:has(.c{n}:is(:hover,:target),.c{n}>.n:target) .c{n}" for n in range(1, n_joined + 1)
    )
    return _resource("page.css") + "".join(f"{selector}{{--on:1}}\n" for selector in joined)


def _policy(style: str) -> str:
    """A content security policy under which nothing but this style sheet is allowed."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
