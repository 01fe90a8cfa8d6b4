"""A report as one HTML page that carries all it needs: tables, plots, and the errors in the text.

The page needs no script and no host, and its policy forbids both.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Final, TextIO

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from sayso.scoring import SCORER_VERSION
from sayso.scoring.calibration import Calibration
from sayso.scoring.ceiling import Ceiling
from sayso.scoring.evaluation import Comparison
from sayso.scoring.labels import Confusion
from sayso.scoring.resampling import Difference, Figure
from sayso.scoring.scores import Scores, Split
from sayso.text.visible import make_visible
from sayso.writing.report_errors import find_shelves
from sayso.writing.report_json import Report
from sayso.writing.report_plots import Series, draw_groups, draw_reliability, draw_risk
from sayso.writing.report_words import ERRORS, FIGURES, LABEL_FIGURES, TRAITS, figure_name

# The figures on top of the page: the first three of these that were measured.
_HEADLINE: Final = ("attributed", "content.50", "party", "stance.macro-f1", "exact.content")
_N_HEADLINE = 3
_ROLES: Final = ("exact.source", "exact.cue", "exact.content", "content.50", "attributed")
_CEILING: Final = ("attributed", "content.50", "exact.source", "exact.cue", "exact.content")
_SPLIT_FIGURES: Final = (
    "content.50.recall",
    "attributed.recall",
    "attributed.precision",
    "attributed",
    "party",
    "stance.accuracy",
    "confidence.accuracy",
)
# Steps of shade in a confusion, as many as the style sheet has.
_N_SHADES = 5
# A difference whose chance is less counts as one; the usual convention.
_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class _Row:
    """A figure with its precision and recall, and the same for outermost claims alone."""

    name: str
    meaning: str
    f1: Figure
    precision: Figure
    recall: Figure
    outermost: Figure | None


@dataclass(frozen=True, slots=True)
class _SplitTable:
    """The parts of one property, in each the figures that were measured."""

    title: str
    heads: tuple[str, ...]
    parts: tuple[Split, ...]
    cells: tuple[tuple[Figure | None, ...], ...]


@dataclass(frozen=True, slots=True)
class _Shade:
    """A cell of a confusion: its count, its share of the row in percent, its shade."""

    n: int
    percent: float
    css: str


@dataclass(frozen=True, slots=True)
class _Matrix:
    """A confusion as it is shown."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[_Shade, ...], ...]


@dataclass(frozen=True, slots=True)
class _Reliability:
    """The two plots of a probability, and the figures beside them."""

    calibration: Calibration
    ece: Figure | None
    risk: Figure | None
    reliability_plot: Markup
    risk_plot: Markup


def write_report(report: Report, stream: TextIO) -> None:
    """Write ``report.html``."""
    evaluation = report.evaluation
    headline, detailed = evaluation.headline, evaluation.detailed
    style = _resource("report.css")
    stream.writelines(
        _template().generate(
            report=report,
            evaluation=evaluation,
            scorer_version=SCORER_VERSION,
            policy=_policy(style),
            style=Markup(style),  # noqa: S704 - our own file
            top=_top(headline),
            rows=_rows(headline, evaluation.outermost),
            labels=[one for one in map(detailed.figure, LABEL_FIGURES) if one is not None],
            role_plot=_role_plot(detailed),
            splits=list(_split_tables(detailed.splits)),
            differences=_differences(evaluation.comparison),
            matrices=[_matrix(one) for one in detailed.confusions],
            reliabilities=[_reliability(one, detailed) for one in detailed.calibrations],
            ceiling_plot=None if evaluation.ceiling is None else _ceiling_plot(evaluation.ceiling),
            shelves=find_shelves(evaluation.compared),
        )
    )


def _top(scores: Scores) -> list[Figure]:
    measured = (scores.figure(name) for name in _HEADLINE)
    return [one for one in measured if one is not None and one.value is not None][:_N_HEADLINE]


def _rows(headline: Scores, outermost: Scores | None) -> list[_Row]:
    rows = []
    for name, wording in FIGURES.items():
        f1 = headline.figure(name)
        precision, recall = headline.figure(f"{name}.precision"), headline.figure(f"{name}.recall")
        if f1 is not None and precision is not None and recall is not None:
            other = None if outermost is None else outermost.figure(name)
            rows.append(_Row(wording.name, wording.meaning, f1, precision, recall, other))
    return rows


def _role_plot(scores: Scores) -> Markup:
    names = [name for name in _ROLES if scores.figure(name) is not None]
    return draw_groups(
        "Precision and recall by role",
        [FIGURES[name].name for name in names],
        [
            Series("precision", "one", tuple(scores.figure(f"{n}.precision") for n in names)),
            Series("recall", "two", tuple(scores.figure(f"{n}.recall") for n in names)),
        ],
    )


def _ceiling_plot(ceiling: Ceiling) -> Markup:
    people, system = (
        {figure.name: figure for figure in side} for side in (ceiling.annotators, ceiling.system)
    )
    names = [name for name in _CEILING if name in people]
    return draw_groups(
        "F1 of annotators against each other, and of the system against them",
        [FIGURES[name].name for name in names],
        [
            Series("annotators", "two", tuple(people[name] for name in names)),
            Series("system", "one", tuple(system.get(name) for name in names)),
        ],
    )


def _split_tables(splits: Iterable[Split]) -> Iterator[_SplitTable]:
    for trait, group in groupby(splits, key=lambda split: split.trait):
        parts = tuple(group)
        found = [{figure.name: figure for figure in part.figures} for part in parts]
        names = tuple(name for name in _SPLIT_FIGURES if any(name in one for one in found))
        cells = tuple(tuple(one.get(name) for name in names) for one in found)
        heads = tuple(figure_name(name) + ", F1" * (name in FIGURES) for name in names)
        yield _SplitTable(TRAITS[trait], heads, parts, cells)


def _differences(comparison: Comparison | None) -> list[Difference]:
    if comparison is None:
        return []
    found = {one.name: one for one in comparison.differences}
    return [found[name] for name in (*FIGURES, *LABEL_FIGURES) if name in found]


def _matrix(confusion: Confusion) -> _Matrix:
    has_none = any(row[-1] for row in confusion.table)
    columns = (*confusion.labels, "no label") if has_none else confusion.labels
    return _Matrix(
        name=confusion.name,
        columns=columns,
        rows=confusion.labels,
        cells=tuple(_shades(row[: len(columns)]) for row in confusion.table),
    )


def _shades(row: Sequence[int]) -> tuple[_Shade, ...]:
    total = max(sum(row), 1)
    return tuple(
        _Shade(n, 100 * n / total, f"h{min(-(-n * _N_SHADES // total), _N_SHADES)}") for n in row
    )


def _reliability(calibration: Calibration, scores: Scores) -> _Reliability:
    return _Reliability(
        calibration=calibration,
        ece=scores.figure(f"ece.{calibration.name}"),
        risk=scores.figure(f"risk.{calibration.name}"),
        reliability_plot=draw_reliability(calibration),
        risk_plot=draw_risk(calibration),
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=lambda value: make_visible(value) if type(value) is str else value,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "value": lambda figure: "–" if figure.value is None else f"{figure.value:.1f}",
        "interval": _interval,
        "signed": lambda points: f"{points:+.1f}",
        "verdict_of": _verdict_of,
        "figure_name": figure_name,
        "thousands": lambda n: f"{n:,}",
    }
    environment.globals |= {"ERRORS": ERRORS}
    return environment.from_string(_resource("report.jinja"))


def _interval(figure: Figure | Difference) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.1f} to {figure.high:.1f}"


def _verdict_of(difference: Difference) -> str:
    """A class for a difference: better, worse, or none that chance would not make."""
    if difference.p >= _SIGNIFICANT or not difference.difference:
        return "same"
    return "better" if (difference.difference > 0) == difference.higher_is_better else "worse"


def _policy(style: str) -> str:
    """A content security policy under which nothing but this style sheet is allowed."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
