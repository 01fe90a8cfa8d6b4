"""A brat folder in PolNeAR's layout: ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.errors import GoldError, ReadingError, RecordError
from sayso.gold import GoldArticle, GoldSet, Problem
from sayso.reading.modes import add_modes
from sayso.records import Article, Claim, Span, Spans

TEXT_FOLDER = "text"
ANNOTATION_FOLDER = "attributions"

_TEXT_BOUND = re.compile(r"(T\d+)\t(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)(?:\t(.*))?")
_EVENT = re.compile(r"(E\d+)\t(.+)")
_OTHER = re.compile(r"[#*AMNR]\d*\t")  # notes, relations, attributes: no part of a claim
_ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")
_BOM = "\ufeff"
_MAX_QUOTED = 40  # characters of a text in a message


@dataclass(slots=True)
class _TextBound:
    """A ``T`` line: fragments of text in the order they were marked, and brat's copy of them."""

    fragments: tuple[range, ...]
    surface: str
    line: int

    def matches(self, text: str) -> bool:
        return self.surface == " ".join(text[one.start : one.stop] for one in self.fragments)


@dataclass(frozen=True, slots=True)
class _Event:
    """An ``E`` line: which ``T`` lines play which role in one attribution."""

    arguments: str
    line: int


@dataclass(slots=True)
class _Annotation:
    """One ``.ann`` file while its lines are read."""

    file: Path
    bounds: dict[str, _TextBound] = field(default_factory=dict)
    events: dict[str, _Event] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int | None, message: str) -> None:
        self.problems.append(Problem(str(self.file), line, message))

    def n_matching(self, text: str) -> int:
        return sum(bound.matches(text) for bound in self.bounds.values())


def is_brat_folder(path: Path) -> bool:
    """Whether the folder has PolNeAR's two folders, one of texts and one of annotations."""
    return (path / TEXT_FOLDER).is_dir() and (path / ANNOTATION_FOLDER).is_dir()


def load_brat_folder(folder: Path) -> GoldSet:
    """Read one ``GoldArticle`` for each ``.ann`` file, in the order of their names.

    ``article.id`` is the name of the ``.ann`` file without its ending, and a claim keeps the
    id of its ``E`` line. Several parts of one role are pooled, and pieces parted by blanks
    alone are one piece. Modes come from the quotation marks; PolNeAR resolves no sources, so
    ``sources`` stays empty. Whatever is wrong in a file is a problem of the set, and the rest
    of the file is read.

    Raises:
        ReadingError: The folder is not laid out so, or holds no annotation.
    """
    if not is_brat_folder(folder):
        raise ReadingError(
            f"{folder}: found no folders {TEXT_FOLDER}/ and {ANNOTATION_FOLDER}/ in it; "
            "wanted a brat folder in PolNeAR's layout"
        )
    files = sorted((folder / ANNOTATION_FOLDER).glob("*.ann"))
    if not files:
        raise ReadingError(f"{folder / ANNOTATION_FOLDER}: holds no .ann file")
    articles: list[GoldArticle] = []
    problems: list[Problem] = []
    for file in files:
        found = _Annotation(file)
        try:
            articles.append(_load_article(found, folder / TEXT_FOLDER))
        except (GoldError, RecordError) as error:
            found.report(None, f"{error}; the file is left out")
        problems += found.problems
    return GoldSet(tuple(articles), tuple(problems))


def _load_article(found: _Annotation, texts: Path) -> GoldArticle:
    name, _, annotator = found.file.stem.rpartition("_")
    if not name:
        raise GoldError("wanted a name like NAME_ANNOTATOR.ann, found no '_' in it")
    _read_lines(_annotation_lines(found), found)
    text = _fitting_text(_read(texts / f"{name}.txt"), found)
    for bound_id, bound in found.bounds.items():
        if not bound.matches(text):
            quoted = repr(bound.surface[:_MAX_QUOTED])
            found.report(bound.line, f"{bound_id} does not match its text: {quoted}")
    claims = tuple(_claims(text, found))
    publisher, underscore, _ = name.partition("_")
    return GoldArticle(
        article=add_modes(Article(text=text, id=found.file.stem, claims=claims)),
        name=name,
        annotator=annotator,
        publisher=publisher if underscore else None,
    )


def _read(path: Path) -> str:
    try:
        # newline="": line ends stay as they are, for brat counts every character of the file.
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except OSError as error:
        raise GoldError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path} is not UTF-8 at byte {error.start}") from error


def _annotation_lines(found: _Annotation) -> list[str]:
    content = _read(found.file)
    if content.startswith(_BOM):
        found.report(1, "starts with a byte order mark, which is passed over")
    if "\r\n" in content:
        found.report(content.count("\n", 0, content.index("\r\n")) + 1, "has CRLF line ends")
    return content.removeprefix(_BOM).replace("\r\n", "\n").split("\n")


def _read_lines(lines: Iterable[str], found: _Annotation) -> None:
    latest: _TextBound | None = None
    for number, line in enumerate(lines, 1):
        if match := _TEXT_BOUND.fullmatch(line):
            latest = _TextBound(_fragments(match[3]), match[4] or "", number)
            if _is_new(match[1], found.bounds, number, found):
                found.bounds[match[1]] = latest
        elif match := _EVENT.fullmatch(line):
            if _is_new(match[1], found.events, number, found):
                found.events[match[1]] = _Event(match[2], number)
        elif latest is not None and line and not _OTHER.match(line) and not _is_broken(line):
            _continue_surface(latest, line, number, found)
        elif line and not _OTHER.match(line):
            found.report(number, f"is no line of brat stand-off: {line[:_MAX_QUOTED]!r}")


def _fragments(offsets: str) -> tuple[range, ...]:
    pairs = (fragment.split() for fragment in offsets.split(";"))
    return tuple(range(int(start), int(end)) for start, end in pairs)


def _is_new(line_id: str, known: Iterable[str], number: int, found: _Annotation) -> bool:
    if line_id not in known:
        return True
    found.report(number, f"{line_id} stands twice; the second is left out")
    return False


def _is_broken(line: str) -> bool:
    """Whether the line means to be a ``T`` or ``E`` line, and fails."""
    return re.match(r"[TE]\d+\t", line) is not None


def _continue_surface(bound: _TextBound, line: str, number: int, found: _Annotation) -> None:
    # brat copies line ends of the text into its own line, which then wraps. Empty lines say
    # nothing of their own, so they are made up from the line numbers.
    n_lines_read = bound.surface.count("\n") + 1
    bound.surface += "\n" * (number - bound.line - n_lines_read + 1) + line
    found.report(number, f"goes on with the annotation of line {bound.line}, which wraps")


def _fitting_text(text: str, found: _Annotation) -> str:
    """The text in the form the annotator's offsets count: as it stands, or without BOM or CR."""
    without_bom = text.removeprefix(_BOM)
    forms = (text, without_bom, text.replace("\r\n", "\n"), without_bom.replace("\r\n", "\n"))
    best = max(forms, key=found.n_matching)  # the first of equals: as it stands
    if text.startswith(_BOM):
        counted = "counted" if best.startswith(_BOM) else "left out, as the offsets have it"
        found.report(None, f"its text starts with a byte order mark, which is {counted}")
    if "\r\n" in text:
        kept = "kept" if "\r\n" in best else "read as LF, as the offsets have it"
        found.report(None, f"its text has CRLF line ends, which are {kept}")
    return best


def _claims(text: str, found: _Annotation) -> Iterator[Claim]:
    for event_id, event in found.events.items():
        pooled: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        try:
            for role, bound_id in _ROLE.findall(event.arguments):
                pooled[role] += _spans(bound_id, text, found)
            yield Claim(
                id=event_id,
                content=merge_pieces(text, pooled["Content"]),
                source=merge_pieces(text, pooled["Source"]),
                cue=merge_pieces(text, pooled["Cue"]),
            )
        except RecordError as error:
            found.report(event.line, f"{event_id} is left out: {error}")


def _spans(bound_id: str, text: str, found: _Annotation) -> list[Span]:
    if bound_id not in found.bounds:
        raise RecordError(f"it names {bound_id}, which the file does not define")
    spans = [Span(one.start, one.stop) for one in found.bounds[bound_id].fragments]
    for span in spans:
        if span.end > len(text):
            raise RecordError(
                f"{bound_id} ends at {span.end}, outside its text of {len(text)} characters"
            )
    return spans


def merge_pieces(text: str, spans: Iterable[Span]) -> Spans:
    """The pieces in text order; those that overlap or are parted by blanks alone become one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
