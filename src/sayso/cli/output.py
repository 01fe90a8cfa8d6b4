"""Where a command's articles go, in which format, and what is told about it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TextIO, TypeVar

import click

from sayso.cli.report import Report
from sayso.records import Article, Failure
from sayso.text.visible import make_line
from sayso.writing.files import ON_SURROGATE, open_whole

TABLE = "table"
RECORDS = "jsonl"

# Imported when called for: the table's and the page's libraries are slow to import.
_WRITERS = {
    RECORDS: "sayso.writing.jsonl:write_jsonl",
    "html": "sayso.writing.page:write_page",
    TABLE: "sayso.writing.table:write_table",
    "csv": "sayso.writing.csv:write_csv",
}
_BY_SUFFIX = {".jsonl": RECORDS, ".html": "html", ".htm": "html", ".csv": "csv"}

_Command = TypeVar("_Command", bound=Callable[..., object])


def output_options(command: _Command) -> _Command:
    """Give a command ``-o`` and ``--format``, as ``output`` and ``form``."""
    command = click.option(
        "--format",
        "form",
        type=click.Choice(list(_WRITERS)),
        help="By default the table on a terminal, with -o what the file's suffix says, "
        "and else records (jsonl).",
    )(command)
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file, which appears when all is done.",
    )(command)


def choose_format(form: str | None, output: Path | None) -> str:
    """The format asked for, or the one that fits where the output goes."""
    if form is not None:
        return form
    if output is not None:
        return _BY_SUFFIX.get(output.suffix.lower(), RECORDS)
    return TABLE if sys.stdout.isatty() else RECORDS


def refuse_input_as_output(output: Path | None, inputs: Iterable[Path]) -> None:
    """Refuse to write over a file that is read.

    Raises:
        click.UsageError: The output is one of the inputs.
    """
    if output is None or not output.is_file():
        return
    status = output.stat()
    for path in inputs:
        if path.exists() and os.path.samestat(status, path.stat()):
            name = make_line(str(output))
            raise click.UsageError(f"{name} is one of the inputs; name another file after -o")


def deliver(
    results: Iterable[Article | Failure],
    form: str,
    output: Path | None,
    *,
    n_expected: int | None = None,
    n_skipped: int = 0,
) -> int:
    """Write the articles to the file or to standard output, tell the failures on standard error.

    Where no article came, no file is written.

    Returns:
        The exit code.
    """
    is_on_screen = form == TABLE and output is None and sys.stdout.isatty()
    report = Report(n_expected, is_on_screen=is_on_screen)
    articles = report.follow(results)
    first = next(articles, None)
    if first is not None:
        _write(chain([first], articles), form, output)
    report.close(None if output is None else str(output), n_skipped)
    return report.exit_code


def _write(articles: Iterable[Article], form: str, output: Path | None) -> None:
    module, _, name = _WRITERS[form].partition(":")
    write: Callable[[Iterable[Article], TextIO], None] = getattr(import_module(module), name)
    if output is None:
        write(articles, _standard_output(form))
    else:
        with open_whole(output) as stream:
            write(articles, stream)


def _standard_output(form: str) -> TextIO:
    """Standard output: in UTF-8 for programs, for people in whatever their terminal takes."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        if form == TABLE:
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors=ON_SURROGATE, newline="")
    return stream
