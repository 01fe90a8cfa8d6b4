"""What ``sayso evaluate`` does: gold and predictions read, scored, and held to a baseline."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from sayso.cli.commit import find_commit
from sayso.cli.report import EXIT_GOOD
from sayso.cli.report import Report as Progress
from sayso.errors import ConfigError
from sayso.gold import GoldSet, Problem, check_strictly
from sayso.reading.gold import load_gold
from sayso.reading.labels import label_gold, load_label_items
from sayso.reading.records import load_predictions
from sayso.records import Article
from sayso.scoring.evaluation import Evaluation, evaluate_predictions
from sayso.scoring.gate import (
    Baseline,
    Fall,
    GateSet,
    Tolerance,
    baseline_to_text,
    find_falls,
    kept_figures,
    load_baseline,
    replace_set,
)
from sayso.scoring.settings import Settings
from sayso.text.visible import make_line
from sayso.writing.files import open_whole
from sayso.writing.report_json import Provenance, Report

EXIT_FALLEN = 1

# More problems than this are counted on the screen; the report lists them all.
_MAX_PROBLEMS_TOLD = 20


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is asked for besides the gold; without ``predictions`` the model makes them."""

    predictions: Path | None
    model: str
    labels: Path | None
    against: Path | None
    is_strict: bool
    settings: Settings


def run_evaluation(gold_path: Path, options: RunOptions) -> Report:
    """Score as the options say; problems in the files are told on standard error.

    Raises:
        SaysoError: Something cannot be read or scored, or is refused.
    """
    gold = load_gold(gold_path)
    if options.labels is not None:
        gold = label_gold(gold, load_label_items(options.labels), str(options.labels))
    problems = list(gold.problems)
    predictions = _predictions(gold, options, problems)
    against: Sequence[Article] | None = None
    if options.against is not None:
        read = load_predictions(options.against, gold)
        against, problems = read.articles, [*problems, *read.problems]
    if options.is_strict:
        check_strictly(problems, str(gold_path))
    _tell(problems)
    evaluation = evaluate_predictions(gold, predictions, against=against, settings=options.settings)
    provenance = _provenance(gold_path, options, predictions)
    return Report(evaluation, provenance, tuple(problems))


def pass_gate(
    path: Path,
    options: RunOptions,
    gold_path: Path | None = None,
    evaluation: Evaluation | None = None,
) -> int:
    """Hold an evaluation, or where there is none every set of the baseline, to the baseline.

    Returns:
        The exit code: 1 where a figure fell by more than its tolerance.

    Raises:
        SaysoError: A set cannot be read or scored, is not in the baseline, or holds no figure.
    """
    baseline = load_baseline(path)
    falls: list[Fall] = []
    sets = baseline.sets if gold_path is None else (_set_of(baseline, path, gold_path),)
    for one in sets:
        found = evaluation or _evaluate_set(one, path, options)
        falls += find_falls(one, baseline.tolerance(one.tolerance), found.headline)
        click.echo(f"gate: {one.name}: {len(one.figures)} figures compared", err=True)
    for fall in falls:
        click.echo(f"gate: FELL {make_line(str(fall))}", err=True)
    click.echo("gate: passed" if not falls else f"gate: {len(falls)} figure(s) fell", err=True)
    return EXIT_FALLEN if falls else EXIT_GOOD


def keep_baseline(
    report: Report, gold_path: Path, options: RunOptions, path: Path, points: float
) -> None:
    """Write the headline figures as the set's baseline, beside the other sets of the file."""
    tolerance = Tolerance(f"{points:g} points", points, "assumed, not measured")
    gate_set = GateSet(
        name=gold_path.resolve().name,
        gold=_relative(gold_path, path),
        tolerance=tolerance.name,
        figures=kept_figures(report.evaluation.headline),
        labels=None if options.labels is None else _relative(options.labels, path),
        predictions=None if options.predictions is None else _relative(options.predictions, path),
    )
    known = load_baseline(path) if path.exists() else Baseline((), ())
    same = [one for one in known.sets if one.gold == gate_set.gold]
    if same:
        gate_set = replace(gate_set, name=same[0].name)
    with open_whole(path) as stream:
        stream.write(baseline_to_text(replace_set(known, gate_set, tolerance)))
    click.echo(f"gate: {gate_set.name} kept in {make_line(str(path))}", err=True)


def _evaluate_set(one: GateSet, path: Path, options: RunOptions) -> Evaluation:
    def located(name: str | None) -> Path | None:
        return None if name is None else path.parent / name

    settings = replace(options.settings, draws=1)  # a gate needs values, no intervals
    options = replace(
        options,
        predictions=located(one.predictions),
        labels=located(one.labels),
        settings=settings,
    )
    return run_evaluation(path.parent / one.gold, options).evaluation


def _set_of(baseline: Baseline, path: Path, gold_path: Path) -> GateSet:
    for one in baseline.sets:
        if (path.parent / one.gold).resolve() == gold_path.resolve():
            return one
    known = ", ".join(one.gold for one in baseline.sets)
    raise ConfigError(f"{path}: found the sets {known}; wanted one for {gold_path}")


def _relative(path: Path, baseline: Path) -> str:
    return Path(os.path.relpath(path.resolve(), baseline.resolve().parent)).as_posix()


def _predictions(gold: GoldSet, options: RunOptions, problems: list[Problem]) -> Sequence[Article]:
    if options.predictions is None:
        return _predict(gold, options.model)
    read = load_predictions(options.predictions, gold)
    problems += read.problems
    return read.articles


def _predict(gold: GoldSet, model: str) -> list[Article]:
    """What the model finds on each text, once however many annotators read it."""
    from sayso import load

    texts = {one.article.text: one.name for one in gold.articles}
    articles = [Article(text=text, id=name) for text, name in texts.items()]
    pipeline = load(model)
    progress = Progress(len(articles), is_on_screen=False)
    return list(progress.follow(pipeline.run_many(articles)))


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems[:_MAX_PROBLEMS_TOLD]:
        click.echo(f"sayso: {make_line(str(problem))}", err=True)
    if len(problems) > _MAX_PROBLEMS_TOLD:
        n_more = len(problems) - _MAX_PROBLEMS_TOLD
        click.echo(f"sayso: … and {n_more} more problems; --report lists them all", err=True)


def _provenance(gold_path: Path, options: RunOptions, predictions: Sequence[Article]) -> Provenance:
    models = (article.model for article in predictions)
    named = options.model if options.predictions is None else options.predictions.name
    return Provenance(
        gold=str(gold_path),
        system=named,
        model=next((model for model in models if model is not None), None),
        against=None if options.against is None else options.against.name,
        command=shlex.join(["sayso", *sys.argv[1:]]),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        sayso=version("sayso"),
        commit=find_commit(),
    )
