"""JSON Lines of records: articles that were extracted, reviewed or annotated before."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sayso.errors import ReadingError, RecordError
from sayso.gold import Problem
from sayso.records import Article, article_from_line
from sayso.text.visible import make_line


def read_records(path: Path) -> Iterator[Article | Problem]:
    """Read the records of a file one by one, each line that is no record as a problem.

    Raises:
        ReadingError: The file is missing or unreadable.
    """
    name = make_line(str(path))
    try:
        with path.open("rb") as stream:
            yield from read_record_lines(stream, name)
    except OSError as error:
        raise ReadingError(f"{name}: {error.strerror or error}") from error


def read_record_lines(stream: BinaryIO, name: str) -> Iterator[Article | Problem]:
    """The same from an open stream; ``name`` is what problems call it. Blank lines are left out."""
    for number, line in enumerate(stream, start=1):
        data = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not data.strip():
            continue
        try:
            yield article_from_line(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield Problem(name, number, f"not UTF-8: {error.reason} at byte {error.start}")
        except RecordError as error:
            yield Problem(name, number, str(error))
