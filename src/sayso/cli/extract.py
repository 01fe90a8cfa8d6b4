"""``sayso extract``: from text files to their claims."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.output import choose_format, deliver, output_options, refuse_input_as_output
from sayso.errors import ReadingError
from sayso.reading.text import STAGE as READING
from sayso.reading.text import FoundFiles, find_files, read_article, read_stdin
from sayso.records import Article, Failure

if TYPE_CHECKING:
    from sayso.pipeline import Pipeline

STDIN = "-"
EXTRACTING = "extracting"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@output_options
@click.option(
    "--model", default="small", show_default=True, help="A shipped model, or a model's folder."
)
@click.option(
    "--spacy",
    "tagger",
    default="en_core_web_sm",
    show_default=True,
    help="The installed spaCy pipeline for sentences and entities.",
)
@click.pass_context
def extract(
    context: click.Context,
    paths: tuple[str, ...],
    output: Path | None,
    form: str | None,
    model: str,
    tagger: str,
) -> None:
    """Find the claims of articles.

    A PATH is a text file, a folder (all .txt files in it and in its folders), or - for standard
    input. A file that cannot be read is told and left out.
    """
    found = find_files(Path(path) for path in paths if path != STDIN)
    refuse_input_as_output(output, (file.path for file in found.files))
    has_stdin = STDIN in paths
    code = deliver(
        chain(found.failures, _extract(found, has_stdin, model, tagger)),
        choose_format(form, output),
        output,
        n_expected=len(found.files) + has_stdin,
        n_skipped=found.n_skipped,
    )
    context.exit(code)


def _extract(
    found: FoundFiles, has_stdin: bool, model: str, tagger: str
) -> Iterator[Article | Failure]:
    from sayso import load

    pipeline: Pipeline | None = None
    for read in _read(found, has_stdin):
        if isinstance(read, Failure):
            yield read
            continue
        # Loaded once there is something to do: a wrong path should not wait for the model.
        pipeline = pipeline or load(model, tagger=tagger)
        yield _run(pipeline, read)


def _read(found: FoundFiles, has_stdin: bool) -> Iterator[Article | Failure]:
    if has_stdin:
        try:
            yield read_stdin(sys.stdin.buffer)
        except ReadingError as error:
            yield Failure(STDIN, READING, str(error))
    for file in found.files:
        try:
            yield read_article(file.path, file.article_id)
        except ReadingError as error:
            yield Failure(file.article_id, READING, str(error))


def _run(pipeline: Pipeline, article: Article) -> Article | Failure:
    try:
        done = pipeline.run(article)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return Failure(article.id, EXTRACTING, f"{article.id}: {EXTRACTING} failed: {reason}")
    diagnostics = dict.fromkeys((*article.diagnostics, *done.diagnostics))
    return replace(done, diagnostics=tuple(diagnostics))
