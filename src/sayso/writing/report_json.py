"""What a report holds, and its machine-readable form.

The JSON holds no text of any article: gold is often not ours to pass on. Claims are named by
their article and the character at which they start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from sayso.gold import Problem
from sayso.records import ModelInfo
from sayso.scoring import SCORER_VERSION
from sayso.scoring.evaluation import Comparison, Evaluation
from sayso.scoring.outcomes import VERDICTS, ClaimText, find_outcomes
from sayso.scoring.resampling import Figure
from sayso.scoring.scores import Scores

REPORT_FORMAT: Final = "sayso-report"
REPORT_VERSION: Final = 1

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures come from.

    ``model`` is ``None`` for predictions that name none, ``commit`` where sayso is installed and
    not run from its repository; it ends in "+" where files were changed since.
    """

    gold: str
    system: str
    model: ModelInfo | None
    against: str | None
    command: str
    created: str
    sayso: str
    commit: str | None = None


@dataclass(frozen=True)
class Report:
    """An evaluation with where it comes from, and all that was wrong in its files."""

    evaluation: Evaluation
    provenance: Provenance
    problems: tuple[Problem, ...] = ()


def report_to_text(report: Report) -> str:
    """The report as the text of ``report.json``."""
    return json.dumps(report_to_json(report), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def report_to_json(report: Report) -> Json:
    """The report as a JSON object; all shares are in percent but those of calibration."""
    evaluation = report.evaluation
    outermost, ceiling = evaluation.outermost, evaluation.ceiling
    return {
        "format": REPORT_FORMAT,
        "version": REPORT_VERSION,
        "scorer": SCORER_VERSION,
        "provenance": asdict(report.provenance),
        "gold": asdict(evaluation.gold),
        "settings": {**asdict(evaluation.settings), "scope": evaluation.scope},
        "headline": _scores(evaluation.headline),
        "outermost": None if outermost is None else _scores(outermost),
        "ceiling": None
        if ceiling is None
        else {
            "n_texts": ceiling.n_texts,
            "n_pairs": ceiling.n_pairs,
            "annotators": _figures(ceiling.annotators),
            "system": _figures(ceiling.system),
        },
        "outcomes": _n_outcomes(evaluation),
        "comparison": _comparison(evaluation.comparison),
        "remarks": list(evaluation.remarks),
        "problems": [asdict(problem) for problem in report.problems],
    }


def _scores(scores: Scores) -> Json:
    return {
        "figures": _figures(scores.figures),
        "splits": [
            {
                "trait": split.trait,
                "value": split.value,
                "n_gold": split.n_gold,
                "n_predicted": split.n_predicted,
                "figures": _figures(split.figures),
            }
            for split in scores.splits
        ],
        "confusions": [asdict(one) for one in scores.confusions],
        "calibrations": [asdict(one) for one in scores.calibrations],
    }


def _figures(figures: Iterable[Figure]) -> Json:
    rows = (asdict(figure) for figure in figures)
    return {row.pop("name"): row for row in rows}


def _n_outcomes(evaluation: Evaluation) -> Json:
    found = [outcome.verdict for one in evaluation.compared for outcome in find_outcomes(one)]
    return {verdict: found.count(verdict) for verdict in VERDICTS}


def _comparison(comparison: Comparison | None) -> Json | None:
    if comparison is None:
        return None
    changes = comparison.changes
    differences = (asdict(difference) for difference in comparison.differences)
    return {
        "differences": {row.pop("name"): row for row in differences},
        "gained": _places(changes.gained),
        "lost": _places(changes.lost),
        "new_wrong": _places(changes.new_wrong),
        "gone_wrong": _places(changes.gone_wrong),
        "remarks": list(comparison.remarks),
    }


def _places(claims: Iterable[ClaimText]) -> list[Json]:
    return [{"article": claim.article_id, "start": claim.start} for claim in claims]
