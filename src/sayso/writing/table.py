"""Claims as a table for the terminal, an article at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.records import Article, Spans
from sayso.text.visible import make_line
from sayso.writing.outline import Entry, join_pieces, outline

# Below this width, in columns, the content would get less than half of the table.
_WIDE = 110
# Deeper nesting than this moves no further to the right.
_MAX_DEPTH = 3

_STANCE_STYLES = {"support": "green", "deny": "red", "query": "yellow"}
_NONE = "–"


def write_table(articles: Iterable[Article], stream: TextIO) -> None:
    """Write a heading and a table for each article as soon as it comes.

    On a terminal it takes the terminal's width and colours (none where ``NO_COLOR`` is set);
    elsewhere it is plain text of 80 columns, or of ``COLUMNS``.
    """
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for article in articles:
        _print_article(console, article)


def _print_article(console: Console, article: Article) -> None:
    entries = outline(article)
    heading = Text(make_line(article.title or article.id), style="bold")
    counts = f"  {_count(len(entries), 'claim')}, {_count(_n_parties(entries), 'source')}"
    console.print(heading.append(counts, style="not bold dim"))
    for diagnostic in article.diagnostics:
        if diagnostic.span is None:
            note = f"{diagnostic.code}: {diagnostic.message or ''}"
            console.print(Text(make_line(note), style="yellow"))
    if entries:
        console.print(_table(article, entries, is_wide=console.width >= _WIDE))
    console.print()


def _table(article: Article, entries: tuple[Entry, ...], *, is_wide: bool) -> Table:
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), expand=True
    )
    table.add_column("source", width=None if is_wide else 13, ratio=3 if is_wide else None)
    table.add_column("cue", width=None if is_wide else 10, ratio=2 if is_wide else None)
    table.add_column("content", ratio=8, min_width=16)
    table.add_column("stance", width=7)
    table.add_column("confidence", width=14 if is_wide else 10)
    table.add_column("probability" if is_wide else "prob", justify="right")
    for column in table.columns:
        column.overflow = "fold"
    for entry in entries:
        table.add_row(*_cells(article, entry, is_wide=is_wide))
    return table


def _cells(article: Article, entry: Entry, *, is_wide: bool) -> list[RenderableType]:
    claim = entry.claim
    probability = claim.probability.claim
    confidence = claim.confidence or _NONE
    if not is_wide:
        confidence = confidence.replace("underspecified", "under-\nspecified")
    return [
        _source(entry),
        Text("(implicit)", style="dim") if claim.implicit else _words(article, claim.cue),
        _words(article, claim.content),
        Text(claim.stance or _NONE, style=_STANCE_STYLES.get(claim.stance or "", "")),
        Text(confidence),
        Text(_NONE if probability is None else f"{probability:.2f}"),
    ]


def _source(entry: Entry) -> RenderableType:
    name = Text(make_line(entry.names) or _NONE)
    if any(source.kind == "unnamed" for source in entry.sources):
        name.stylize("italic")
    if entry.depth == 0:
        return name
    return Padding(Text("↳ ") + name, (0, 0, 0, 2 * (min(entry.depth, _MAX_DEPTH) - 1)))


def _words(article: Article, spans: Spans) -> Text:
    """The words of a part on one line, their own line breaks and runs of blanks as blanks."""
    return Text(make_line(" ".join(join_pieces(article.text, spans).split())) or _NONE)


def _n_parties(entries: tuple[Entry, ...]) -> int:
    return len({source.id for entry in entries for source in entry.sources})


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
