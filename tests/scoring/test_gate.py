"""The gate: what fell is told, and nothing that was not checked is taken for a pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sayso.errors import ConfigError
from sayso.scoring.gate import (
    Baseline,
    GateSet,
    Tolerance,
    baseline_to_text,
    find_falls,
    kept_figures,
    load_baseline,
    replace_set,
)
from sayso.scoring.resampling import Figure
from sayso.scoring.scores import Scores

HALF = Tolerance("half a point", 0.5, "assumed, not measured")
SET = GateSet("own", "gold", HALF.name, {"attributed": 80.0, "ece.claim": 4.0})


def scores(**values: float | None) -> Scores:
    return Scores(
        tuple(
            Figure(name.replace("_", "."), value, None, None, 9, not name.startswith("ece"))
            for name, value in values.items()
        )
    )


@pytest.mark.parametrize(
    ("now", "fallen", "why"),
    [
        (scores(attributed=80.0, ece_claim=4.0), [], "the same"),
        (scores(attributed=79.5, ece_claim=4.5), [], "by no more than the tolerance"),
        (scores(attributed=90.0, ece_claim=1.0), [], "better"),
        (scores(attributed=79.4, ece_claim=4.0), ["attributed"], "lower"),
        (scores(attributed=80.0, ece_claim=4.6), ["ece.claim"], "an error falls by rising"),
        (scores(attributed=80.0), ["ece.claim"], "a figure that is gone has fallen"),
        (scores(attributed=None, ece_claim=4.0), ["attributed"], "as has one without value"),
        (scores(), ["attributed", "ece.claim"], "nothing measured at all"),
    ],
)
def test_what_fell(now: Scores, fallen: list[str], why: str) -> None:
    assert [fall.figure for fall in find_falls(SET, HALF, now)] == fallen, why


def test_a_fall_says_what_it_was_what_it_is_and_what_was_allowed() -> None:
    lower, gone = find_falls(SET, HALF, scores(attributed=70.0))
    assert str(lower) == ("own: attributed was 80.00, now 70.00; 0.5 points allowed (half a point)")
    assert "no longer measured" in str(gone)


def test_a_set_without_figures_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no figure to be kept"):
        find_falls(replace(SET, figures={}), HALF, scores(attributed=1.0))


def test_only_figures_with_a_value_are_kept() -> None:
    assert kept_figures(scores(attributed=80.123, party=None)) == {"attributed": 80.12}


def test_a_baseline_survives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    baseline = Baseline((SET, replace(SET, name="other", labels="x.jsonl")), (HALF,))
    path.write_text(baseline_to_text(baseline))
    assert load_baseline(path) == baseline


def test_a_set_takes_the_place_of_its_name_alone() -> None:
    one = Tolerance("one point", 1.0, "assumed, not measured")
    known = Baseline((SET, replace(SET, name="other")), (HALF,))
    changed = replace_set(known, replace(SET, tolerance=one.name), one)
    assert [(kept.name, kept.tolerance) for kept in changed.sets] == [
        ("own", "one point"),
        ("other", "half a point"),
    ]
    assert changed.tolerance("one point") == one
    with pytest.raises(ConfigError, match="the baseline names half a point, one point"):
        changed.tolerance("two points")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not readable as a baseline"),
        ("[]", "found no usable baseline"),
        ('{"format": "sayso-report", "version": 1, "scorer": "1"}', "wanted format"),
        ('{"format": "sayso-baseline", "version": 1, "scorer": "0"}', "wanted format"),
        (baseline_to_text(Baseline((), ())), "a gate must check something"),
        (baseline_to_text(Baseline((SET,), (HALF,))).replace("80.0", '"high"'), "no usable"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(ConfigError, match=said):
        load_baseline(path)
    with pytest.raises(ConfigError, match="not readable"):
        load_baseline(tmp_path / "none.json")
