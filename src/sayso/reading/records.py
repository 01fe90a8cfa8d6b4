"""Gold and predictions as files of records, one object a line; what is wrong is named.

Besides the record format, rows with ``attributions`` instead of ``claims`` are read: spans by
role and the two labels, without ids, sources or modes.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sayso.errors import ReadingError
from sayso.gold import GoldArticle, GoldSet, Problem
from sayso.reading.modes import add_modes
from sayso.reading.salvage import salvage_article
from sayso.records import Article

SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: a file and its line, counted from 1."""

    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Records:
    """The articles of some files in their order, and what was wrong."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class RecordReader:
    """Reads rows one by one; ``texts`` are those of articles whose rows bring none."""

    texts: Mapping[str, str] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, row: object, place: Place) -> None:
        """Read one row; an id read before is a problem."""
        completed = _complete(row, self.texts)
        article = salvage_article(completed, partial(self._report, place))
        if article is None:
            return
        if article.id in self.articles:
            self._report(place, f"article {article.id!r} stands twice; the second is left out")
        else:
            self.articles[article.id] = add_modes(article) if _is_bare(row) else article

    def read_file(self, path: Path) -> None:
        """Read a file of one JSON object a line; blank lines are passed over.

        Raises:
            ReadingError: The file cannot be opened or read.
        """
        has_told_crlf = False
        for number, line in enumerate(_read_lines(path), start=1):
            place = Place(str(path), number)
            if number == 1 and line.startswith(codecs.BOM_UTF8):
                line = line.removeprefix(codecs.BOM_UTF8)
                self._report(place, "starts with a byte order mark, which is passed over")
            if line.endswith(b"\r\n") and not has_told_crlf:
                has_told_crlf = True
                self._report(place, "has CRLF line ends")
            if line.strip():
                self._read_line(line, place)

    def _read_line(self, line: bytes, place: Place) -> None:
        try:
            row = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            self._report(place, f"not UTF-8 at byte {error.start} of the line; left out")
        except (ValueError, RecursionError) as error:
            self._report(place, f"not a JSON object: {error}; left out")
        else:
            self.read(row, place)

    def _report(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place.file, place.line, message))

    def records(self) -> Records:
        """What was read so far."""
        return Records(tuple(self.articles.values()), tuple(self.problems))


def load_record_gold(paths: Iterable[Path]) -> GoldSet:
    """Read files of records as one gold set.

    Raises:
        ReadingError: A file cannot be opened or read.
    """
    records = _load(paths, {})
    return GoldSet(gold_articles(records.articles), records.problems)


def load_predictions(path: Path, gold: GoldSet) -> Records:
    """Read predictions from a file of records, or from all such files of a folder.

    Rows without a text are taken to be made on the gold article of their id or name.

    Raises:
        ReadingError: Nothing there can be read as records.
    """
    texts = {one.name: one.article.text for one in gold.articles}
    texts |= {one.article.id: one.article.text for one in gold.articles}
    records = _load(find_record_files(path), texts)
    if not records.articles:
        first = f"; first of all {records.problems[0]}" if records.problems else ""
        raise ReadingError(f"{path}: found no record of an article in it{first}")
    return records


def find_record_files(path: Path) -> list[Path]:
    """The file itself, or the ``.jsonl`` files of a folder in the order of their names.

    Raises:
        ReadingError: There is no such file or folder, or the folder has none.
    """
    if not path.is_dir():
        return [path]
    files = sorted(path.glob(f"*{SUFFIX}"))
    if not files:
        raise ReadingError(f"{path}: found no {SUFFIX} file in this folder; wanted records")
    return files


def gold_articles(articles: Iterable[Article]) -> tuple[GoldArticle, ...]:
    """Records as gold: those of one text share the least of their ids as their name."""
    articles = tuple(articles)
    names: dict[str, str] = {}
    for article in articles:
        names[article.text] = min(article.id, names.get(article.text, article.id))
    return tuple(
        GoldArticle(
            article=article,
            name=names[article.text],
            publisher=_publisher(article),
        )
        for article in articles
    )


def _publisher(article: Article) -> str | None:
    try:
        return urlsplit(article.url or "").hostname
    except ValueError:
        return None


def _load(paths: Iterable[Path], texts: Mapping[str, str]) -> Records:
    reader = RecordReader(texts)
    for path in paths:
        reader.read_file(path)
    return reader.records()


def _read_lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise ReadingError(f"{path}: {error.strerror or error}") from error


def _is_bare(row: object) -> bool:
    """Whether the row gives attributions, which bring neither ids nor modes."""
    return isinstance(row, Mapping) and "attributions" in row and "claims" not in row


def _complete(row: object, texts: Mapping[str, str]) -> object:
    """The row in the record format, with the text that others know of it."""
    if not isinstance(row, Mapping):
        return row
    completed: dict[str, Any] = dict(row)
    if "text" not in row and isinstance(row.get("id"), str) and row["id"] in texts:
        completed["text"] = texts[row["id"]]
    if _is_bare(row) and isinstance(row["attributions"], list):
        completed["claims"] = [
            _claim(number, one) for number, one in enumerate(row["attributions"], start=1)
        ]
    return completed


def _claim(number: int, attribution: object) -> object:
    return {**attribution, "id": f"c{number}"} if isinstance(attribution, Mapping) else attribution
