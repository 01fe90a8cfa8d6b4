"""A gate for every change: no figure on any set may fall by more than a named tolerance.

A gate that checked nothing must never be taken for one that passed (after simplemma's
``eval_gate``): a figure that is no longer measured has fallen, and a set without any is an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sayso.errors import ConfigError
from sayso.scoring import SCORER_VERSION
from sayso.scoring.scores import Scores

BASELINE_FORMAT = "sayso-baseline"
BASELINE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How many points a figure may fall, under a name and with the reason for it."""

    name: str
    points: float
    why: str


@dataclass(frozen=True, slots=True)
class GateSet:
    """One gold set with the figures to be kept; the paths are relative to the baseline file.

    ``predictions`` is ``None`` where the model is to make them.
    """

    name: str
    gold: str
    tolerance: str
    figures: Mapping[str, float]
    labels: str | None = None
    predictions: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The sets of a gate and their tolerances."""

    sets: tuple[GateSet, ...]
    tolerances: tuple[Tolerance, ...]

    def tolerance(self, name: str) -> Tolerance:
        """The tolerance of that name.

        Raises:
            ConfigError: There is none.
        """
        for one in self.tolerances:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.tolerances) or "none"
        raise ConfigError(f"found a set with the tolerance {name!r}; the baseline names {known}")


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that fell by more than the tolerance; ``now`` is ``None`` where it is gone."""

    set_name: str
    figure: str
    was: float
    now: float | None
    tolerance: Tolerance

    def __str__(self) -> str:
        allowed = f"{self.tolerance.points:g} points allowed ({self.tolerance.name})"
        now = "no longer measured" if self.now is None else f"now {self.now:.2f}"
        return f"{self.set_name}: {self.figure} was {self.was:.2f}, {now}; {allowed}"


def find_falls(gate_set: GateSet, tolerance: Tolerance, scores: Scores) -> list[Fall]:
    """Find what fell on one set; calibration errors and risks fall by rising.

    Raises:
        ConfigError: The baseline holds no figure for the set.
    """
    if not gate_set.figures:
        raise ConfigError(f"set {gate_set.name!r}: the baseline holds no figure to be kept")
    falls = []
    for name, was in gate_set.figures.items():
        figure = scores.figure(name)
        now = None if figure is None else figure.value
        lost = None if figure is None or now is None else was - now
        if lost is not None and figure is not None and not figure.higher_is_better:
            lost = -lost
        if lost is None or lost > tolerance.points:
            falls.append(Fall(gate_set.name, name, was, now, tolerance))
    return falls


def kept_figures(scores: Scores) -> dict[str, float]:
    """All figures that have a value, to be kept by a baseline; in points to two places."""
    return {one.name: round(one.value, 2) for one in scores.figures if one.value is not None}


def load_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        ConfigError: It is missing, no baseline of this version, or has no set.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: not readable as a baseline: {error}") from error
    try:
        baseline = _read_baseline(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"{path}: found no usable baseline: {error!r}") from error
    if not baseline.sets:
        raise ConfigError(f"{path}: found no set in the baseline; a gate must check something")
    return baseline


def baseline_to_text(baseline: Baseline) -> str:
    """The baseline as the text of its file."""
    value = {
        "format": BASELINE_FORMAT,
        "version": BASELINE_VERSION,
        "scorer": SCORER_VERSION,
        **asdict(baseline),
    }
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def replace_set(baseline: Baseline, gate_set: GateSet, tolerance: Tolerance) -> Baseline:
    """The baseline with this set and tolerance in place of those of the same name."""
    sets = {one.name: one for one in (*baseline.sets, gate_set)}
    tolerances = {one.name: one for one in (*baseline.tolerances, tolerance)}
    return Baseline(tuple(sets.values()), tuple(tolerances.values()))


def _read_baseline(value: Mapping[str, Any]) -> Baseline:
    found = (value["format"], value["version"], value["scorer"])
    wanted = (BASELINE_FORMAT, BASELINE_VERSION, SCORER_VERSION)
    if found != wanted:
        raise ValueError(f"wanted format, version and scorer {wanted}, found {found}")
    return Baseline(
        sets=tuple(
            GateSet(
                name=str(one["name"]),
                gold=str(one["gold"]),
                tolerance=str(one["tolerance"]),
                figures={str(name): float(figure) for name, figure in one["figures"].items()},
                labels=one.get("labels"),
                predictions=one.get("predictions"),
            )
            for one in value["sets"]
        ),
        tolerances=tuple(
            Tolerance(str(one["name"]), float(one["points"]), str(one["why"]))
            for one in value["tolerances"]
        ),
    )
