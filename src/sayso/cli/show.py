"""``sayso show``: records that were made before, in another form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sayso.cli.output import choose_format, deliver, output_options, refuse_input_as_output
from sayso.errors import ReadingError
from sayso.gold import Problem
from sayso.reading.jsonl import read_record_lines, read_records
from sayso.records import Article, Failure
from sayso.text.visible import make_line

STDIN = "-"
READING = "reading"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@output_options
@click.pass_context
def show(
    context: click.Context, paths: tuple[str, ...], output: Path | None, form: str | None
) -> None:
    """Show records as a table, a page or CSV.

    A FILE holds records as `sayso extract` writes them (JSON Lines), or is - for standard
    input. A line that is no record is told and left out.
    """
    refuse_input_as_output(output, (Path(path) for path in paths if path != STDIN))
    context.exit(deliver(_read_all(paths), choose_format(form, output), output))


def _read_all(paths: tuple[str, ...]) -> Iterator[Article | Failure]:
    for path in paths:
        is_empty = True
        try:
            for read in _read(path):
                is_empty = False
                yield Failure(path, READING, str(read)) if isinstance(read, Problem) else read
        except ReadingError as error:
            yield Failure(path, READING, str(error))
        else:
            if is_empty:
                yield Failure(path, READING, f"{make_line(path)}: no record in it")


def _read(path: str) -> Iterator[Article | Problem]:
    if path == STDIN:
        return read_record_lines(sys.stdin.buffer, "standard input")
    return read_records(Path(path))
