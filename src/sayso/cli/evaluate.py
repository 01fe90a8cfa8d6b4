"""``sayso evaluate``: predictions or a model scored against gold, and the gate for changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import click

from sayso.scoring.settings import DRAWS, SEED, Scope, Settings
from sayso.text.visible import make_line

if TYPE_CHECKING:
    from sayso.scoring.ceiling import Ceiling
    from sayso.scoring.evaluation import Comparison
    from sayso.scoring.outcomes import ClaimText
    from sayso.scoring.resampling import Figure
    from sayso.scoring.scores import Scores
    from sayso.writing.report_json import Report

DEFAULT_MODEL = "small"
# Claims gained or lost beyond these are in the report alone.
_MAX_CLAIMS_TOLD = 10
_MAX_CONTENT_CHARS = 100
_LABELS = ("stance", "confidence")
_EXISTING = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("gold", required=False, type=click.Path(path_type=Path))
@click.option("--predictions", type=_EXISTING, help="Records to score: a file, or a folder.")
@click.option(
    "--model", help=f"The model that predicts where no predictions are given ({DEFAULT_MODEL})."
)
@click.option("--against", type=_EXISTING, help="Other predictions, to be compared with these.")
@click.option(
    "--labels", type=_EXISTING, help="Stance and confidence for gold that has only spans."
)
@click.option(
    "--report",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write report.json and report.html into this folder.",
)
@click.option("--strict", is_flag=True, help="Refuse gold and predictions with any problem.")
@click.option(
    "--scope",
    type=click.Choice(["auto", *get_args(Scope)]),
    default="auto",
    show_default=True,
    help="Claims to detail: all, outermost ones, or these where gold marks no nested claim.",
)
@click.option(
    "--draws", type=click.IntRange(min=1), default=DRAWS, show_default=True,
    help="Draws of the bootstrap.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=SEED, show_default=True)
@click.option(
    "--gate",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Fail where a figure fell below this baseline; of all its sets, if no GOLD is named.",
)
@click.option(
    "--keep",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep these figures as the set's new baseline in this file.",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0),
    default=0.5,
    show_default=True,
    help="With --keep: the points a figure may fall.",
)
@click.pass_context
def evaluate(
    context: click.Context,
    gold: Path | None,
    predictions: Path | None,
    model: str | None,
    against: Path | None,
    labels: Path | None,
    folder: Path | None,
    strict: bool,
    scope: str,
    draws: int,
    seed: int,
    gate: Path | None,
    keep: Path | None,
    tolerance: float,
) -> None:
    """Score predictions, or a model, against gold.

    GOLD is a file of records or a folder of such, a brat folder in PolNeAR's layout, a file of
    tokens with BIO tags, or a datasets folder; which one is told by its content.
    """
    # Imported when called for: the scorer's libraries take a second, the help must not.
    from sayso.cli.evaluation import RunOptions, keep_baseline, pass_gate, run_evaluation

    if predictions is not None and model is not None:
        raise click.UsageError("--predictions and --model exclude each other; name one")
    settings = Settings(draws, seed, None if scope == "auto" else cast("Scope", scope))
    options = RunOptions(predictions, model or DEFAULT_MODEL, labels, against, strict, settings)
    if gold is None:
        if gate is None or predictions or against or labels or folder or keep:
            raise click.UsageError("name a GOLD; only --gate, with or without --model, needs none")
        context.exit(pass_gate(gate, options))
    report = run_evaluation(gold, options)
    for line in _lines(report):
        click.echo(line)
    if folder is not None:
        _write(report, folder)
    if keep is not None:
        keep_baseline(report, gold, options, keep, tolerance)
    if gate is not None:
        context.exit(pass_gate(gate, options, gold, report.evaluation))


def _write(report: Report, folder: Path) -> None:
    from sayso.writing.files import open_whole
    from sayso.writing.report import write_report
    from sayso.writing.report_json import report_to_text

    with open_whole(folder / "report.json") as stream:
        stream.write(report_to_text(report))
    with open_whole(folder / "report.html") as stream:
        write_report(report, stream)
    click.echo(f"sayso: report written to {make_line(str(folder))}", err=True)


def _lines(report: Report) -> Iterator[str]:
    evaluation = report.evaluation
    gold = evaluation.gold
    yield make_line(f"{report.provenance.system} on {report.provenance.gold}")
    yield f"{gold.n_claims} gold claims, {gold.n_articles} articles, {gold.n_texts} texts"
    for remark in evaluation.remarks:
        yield f"! {make_line(remark)}"
    yield ""
    yield from _table(evaluation.headline, evaluation.outermost)
    if evaluation.ceiling is not None:
        yield ""
        yield from _ceiling_lines(evaluation.ceiling)
    if evaluation.comparison is not None:
        yield ""
        yield from _comparison_lines(evaluation.comparison, report.provenance.against or "")


def _table(headline: Scores, outermost: Scores | None) -> Iterator[str]:
    """All but the figures of single labels; beside F1 that of outermost claims alone."""
    beside = "" if outermost is None else "  outermost only"
    heads = f"{'P':>6} {'R':>6} {'gold':>6} {'pred.':>6}"
    yield f"{'':30} {'F1':>6}  {'95 % interval':14} {heads}{beside}"
    for figure in headline.figures:
        if figure.name.endswith((".precision", ".recall")) or _is_of_one_label(figure.name):
            continue
        p, r = (headline.figure(f"{figure.name}.{part}") for part in ("precision", "recall"))
        if p is None or r is None:
            counts = f"{'':13} {figure.n:6} {'':6}"
        else:
            counts = f"{_number(p.value)} {_number(r.value)} {r.n:6} {p.n:6}"
        other = None if outermost is None else outermost.figure(figure.name)
        more = "" if other is None else f"  {_number(other.value)}  {_interval(other)}"
        yield f"{figure.name:30} {_number(figure.value)}  {_interval(figure):14} {counts}{more}"


def _is_of_one_label(name: str) -> bool:
    return name.partition(".")[0] in _LABELS and not name.endswith(("macro-f1", "accuracy"))


def _ceiling_lines(ceiling: Ceiling) -> Iterator[str]:
    pairs = f"{ceiling.n_pairs} pairs of annotators on {ceiling.n_texts} texts"
    yield f"{pairs}, F1, and the system against the same annotators"
    system = {figure.name: figure for figure in ceiling.system}
    for figure in ceiling.annotators:
        ours = system.get(figure.name)
        beside = "" if ours is None else f"{_number(ours.value)}  {_interval(ours):14}"
        yield f"{figure.name:26} {_number(figure.value)}  {_interval(figure):14} {beside}".rstrip()


def _comparison_lines(comparison: Comparison, against: str) -> Iterator[str]:
    for remark in comparison.remarks:
        yield f"! {make_line(remark)}"
    title = f"against {make_line(against)}"
    yield f"{title:33} {'this':>6} {'other':>6} {'diff':>6}  {'95 % interval':14} {'p':>6}"
    for one in comparison.differences:
        if not (one.name.endswith((".precision", ".recall")) or _is_of_one_label(one.name)):
            both = f"{_number(one.value)} {_number(one.against)}"
            interval = (
                "" if one.low is None or one.high is None else f"{one.low:+.1f} {one.high:+.1f}"
            )
            yield f"{one.name:33} {both} {one.difference:+6.1f}  {interval:14} {one.p:6.3f}"
    changes = comparison.changes
    yield from _claim_lines("gained", changes.gained)
    yield from _claim_lines("lost", changes.lost)
    yield from _claim_lines("new wrong claims", changes.new_wrong)
    yield from _claim_lines("wrong claims gone", changes.gone_wrong)


def _claim_lines(title: str, claims: tuple[ClaimText, ...]) -> Iterator[str]:
    yield f"{title}: {len(claims)}"
    for one in claims[:_MAX_CLAIMS_TOLD]:
        content = one.content[:_MAX_CONTENT_CHARS] + "…" * (len(one.content) > _MAX_CONTENT_CHARS)
        told = f"[{one.source or '-'}] <{one.cue or '-'}> {{{content}}}"
        yield make_line(f"  {one.article_id}:{one.start} {told}")
    if len(claims) > _MAX_CLAIMS_TOLD:
        yield f"  … and {len(claims) - _MAX_CLAIMS_TOLD} more"


def _number(value: float | None) -> str:
    return "     –" if value is None else f"{value:6.1f}"


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"[{figure.low:.1f}, {figure.high:.1f}]"
