"""CoNLL-style columns: one token a line, BIO tags of source, cue and content, blank lines between.

Which words belong to one claim is known where each claim has a column of its own, or where the
tags carry numbers (``B-content-2``). With bare tags in one column, or one column for each role,
it is not, and the set is not linked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from sayso.errors import ReadingError
from sayso.gold import GoldArticle, GoldSet, Problem
from sayso.reading.modes import add_modes
from sayso.records import Article, Claim, Span, Spans

ROLES = ("source", "cue", "content")

_OUTSIDE = frozenset({"O", "_", "-", "*"})
_TAG = re.compile(r"([BIESLU])-([A-Za-z]+)(?:[-:_.]?(\d+))?")
_DOCUMENT = re.compile(r"(?:# ?newdoc(?: id)?(?: ?= ?| )?|#begin document |-DOCSTART-)(.*)")
_STARTS = "BSU"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class _Row:
    """A token line: its cells, where it stands, and which sentence of the file it is in."""

    cells: tuple[str, ...]
    line: int
    sentence: int


@dataclass(slots=True)
class _Document:
    """The token lines of one article."""

    id: str
    rows: list[_Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns are, and how their tags become claims."""

    token: int
    first_tag: int
    n_tags: int
    has_numbers: bool
    has_claim_columns: bool

    @property
    def is_linked(self) -> bool:
        return self.has_numbers or self.has_claim_columns


@dataclass(slots=True)
class _Run:
    """An unbroken run of one role; runs of one ``key`` belong to the same claim."""

    role: str
    key: str
    start: int
    end: int
    line: int


def has_bio_columns(lines: Sequence[str]) -> bool:
    """Whether some line has a token and, behind it, a BIO tag of whatever kind."""
    return any(len(cells := line.split()) > 1 and _TAG.fullmatch(cells[-1]) for line in lines)


def load_bio_columns(path: Path) -> GoldSet:
    """Read the articles of one file; the text is its tokens, joined by blanks.

    Documents start at ``# newdoc id = …``, ``#begin document …`` or ``-DOCSTART-``; sentences
    are lines of the text. Faulty lines and tags are problems, and read as outside.

    Raises:
        ReadingError: The file cannot be read, or tags no source, cue or content.
    """
    try:
        content = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadingError(f"{path}: {error}") from error
    problems: list[Problem] = []
    if content.startswith(_BOM):
        problems.append(Problem(str(path), 1, "starts with a byte order mark, passed over"))
    if "\r\n" in content:
        line = content.count("\n", 0, content.index("\r\n")) + 1
        problems.append(Problem(str(path), line, "has CRLF line ends"))
    documents = _find_documents(content.removeprefix(_BOM).split("\n"), path.stem)
    rows = [row for document in documents for row in document.rows]
    _check_roles(rows, path, problems)
    reader = _Reader(str(path), _find_layout(rows), problems)
    articles = [reader.read(document) for document in documents if document.rows]
    gold = tuple(GoldArticle(add_modes(one), name=one.id) for one in articles)
    return GoldSet(gold, tuple(problems), is_linked=reader.layout.is_linked)


def _find_documents(lines: Iterable[str], stem: str) -> list[_Document]:
    documents = [_Document(stem)]
    sentence = 0
    for number, line in enumerate(lines, start=1):
        cells = tuple(line.split())
        if match := _DOCUMENT.match(line):
            name = match[1].strip(" ()") or f"{stem}-{len(documents)}"
            documents.append(_Document(name))
        elif not cells:
            sentence += 1
        elif not line.startswith("#") or _is_tag(cells[-1]):
            documents[-1].rows.append(_Row(cells, number, sentence))
    return documents


def _check_roles(rows: Iterable[_Row], path: Path, problems: list[Problem]) -> None:
    """Name each label that is no role, with its first line; without any role, refuse the file."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for cell in row.cells[1:]:
            if match := _TAG.fullmatch(cell):
                found[match[2].lower()].append(row.line)
    if not found.keys() & set(ROLES):
        labels = ", ".join(sorted(found)[:10]) or "none"
        raise ReadingError(f"{path}: found BIO tags of {labels}; wanted tags of {', '.join(ROLES)}")
    for label in sorted(found.keys() - set(ROLES)):
        lines = found[label]
        message = f"label {label!r} is no role; {len(lines)} such tag(s) are read as outside"
        problems.append(Problem(str(path), lines[0], message))


def _find_layout(rows: Sequence[_Row]) -> _Layout:
    # A token can look like a tag ("-"), and a line can be broken: so the most frequent rules.
    first_tags = Counter(len(row.cells) - _n_trailing_tags(row.cells) for row in rows)
    first_tag = max(first_tags.most_common(1)[0][0], 1)
    columns: dict[int, set[str]] = defaultdict(set)
    has_numbers = False
    for row in rows:
        for column, cell in enumerate(row.cells[first_tag:]):
            if match := _TAG.fullmatch(cell):
                columns[column].add(match[2].lower())
                has_numbers = has_numbers or match[3] is not None
    return _Layout(
        token=int(first_tag > 1 and all(row.cells[0].isdecimal() for row in rows)),
        first_tag=first_tag,
        n_tags=max(columns) + 1,
        has_numbers=has_numbers,
        # A column that never holds a content is one of a role, not of a claim.
        has_claim_columns=len(columns) > 1 and all("content" in one for one in columns.values()),
    )


def _n_trailing_tags(cells: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(_is_tag, reversed(cells)))


def _is_tag(cell: str) -> bool:
    return cell in _OUTSIDE or _TAG.fullmatch(cell) is not None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the token lines of one article after the other into claims."""

    file: str
    layout: _Layout
    problems: list[Problem]

    def read(self, document: _Document) -> Article:
        text, spans = _lay_out(document.rows, self.layout.token)
        columns = range(self.layout.n_tags)
        runs = [run for one in columns for run in self._find_runs(document.rows, spans, one)]
        by_claim: dict[str, list[_Run]] = defaultdict(list)
        for run in runs if self.layout.is_linked else _spread(runs):
            by_claim[run.key].append(run)
        claims: list[Claim] = []
        for group in by_claim.values():
            if any(run.role == "content" for run in group):
                claims.append(_claim(f"c{len(claims) + 1}", group))
            else:
                self._report(group[0].line, "an attribution without content is left out")
        return Article(text=text, id=document.id, claims=tuple(claims))

    def _find_runs(
        self, rows: Sequence[_Row], spans: Sequence[Span], column: int
    ) -> Iterator[_Run]:
        """The unbroken runs of one column in text order."""
        run: _Run | None = None
        for row, span in zip(rows, spans, strict=True):
            cells = row.cells[self.layout.first_tag + column :]
            if not cells and column == 0:
                self._report(row.line, "has a token and no tag, or a tag and no token")
            match = _TAG.fullmatch(cells[0]) if cells else None
            if match is None or match[2].lower() not in ROLES:
                run = None
                continue
            key = f"{row.sentence}.{column}" if self.layout.has_claim_columns else match[3] or ""
            role = match[2].lower()
            if run is None or match[1] in _STARTS or (run.role, run.key) != (role, key):
                run = _Run(role, key, span.start, span.end, row.line)
                yield run
            run.end = span.end  # the run is handed out already, and grows

    def _report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))


def _lay_out(rows: Sequence[_Row], token: int) -> tuple[str, list[Span]]:
    """The text, and where in it each token stands."""
    text = ""
    spans: list[Span] = []
    for number, row in enumerate(rows):
        if number:
            text += " " if row.sentence == rows[number - 1].sentence else "\n"
        word = row.cells[min(token, len(row.cells) - 1)]
        spans.append(Span(len(text), len(text) + len(word)))
        text += word
    return text, spans


def _spread(runs: Iterable[_Run]) -> Iterator[_Run]:
    """A claim for each content; all sources and cues go to the first.

    No figure asks whose they are where nothing is linked; they are only to be counted.
    """
    n_contents = 0
    for run in runs:
        if run.role == "content":
            n_contents += 1
        yield replace(run, key=str(n_contents) if run.role == "content" else "1")


def _claim(claim_id: str, runs: Iterable[_Run]) -> Claim:
    def spans(role: str) -> Spans:
        return tuple(sorted(Span(run.start, run.end) for run in runs if run.role == role))

    return Claim(id=claim_id, source=spans("source"), cue=spans("cue"), content=spans("content"))
