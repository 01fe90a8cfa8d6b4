"""Probabilities against what came true, worked out by hand on a few claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.records import Article, Probability
from sayso.scoring.calibration import N_BINS, Calibrated, calibrate
from sayso.scoring.resampling import Resampling
from sayso.scoring.settings import Settings
from tests.scoring.building import article, claim, compare

TEXT = " ".join(f"w{n}" for n in range(40))


def outcomes(*forecasts: tuple[float, bool]) -> Calibrated:
    """The calibration of claims with these probabilities, right or not."""
    right = [claim(TEXT, "", "", f"w{n}") for n, (_, is_right) in enumerate(forecasts) if is_right]
    predicted = [
        replace(claim(TEXT, "", "", f"w{n}"), probability=Probability(claim=probability))
        for n, (probability, _) in enumerate(forecasts)
    ]
    gold = article(TEXT, *(right or [claim(TEXT, "", "", "w39")]))
    (found,) = calibrate([compare(gold, article(TEXT, *predicted))])
    return found


def values(found: Calibrated) -> dict[str, float | None]:
    resampling = Resampling(["a"], Settings(draws=2))
    return {measure.name: resampling.figure(measure).value for measure in found.measures}


def test_the_error_is_the_mean_gap_between_promise_and_truth() -> None:
    found = outcomes((0.9, True), (0.9, False), (0.5, True), (0.5, False))
    assert values(found)["ece.claim"] == pytest.approx(100 * (2 * 0.4 + 2 * 0.0) / 4)
    assert [(one.probability, one.share_right, one.n) for one in found.calibration.reliability] == [
        (pytest.approx(0.5), 0.5, 2),
        (pytest.approx(0.9), 0.5, 2),
    ]


def test_true_probabilities_have_no_error_and_no_risk() -> None:
    found = outcomes((1.0, True), (1.0, True), (0.0, False))
    assert values(found)["ece.claim"] == 0
    # The two sure ones are right; with the third one of three is wrong.
    assert values(found)["risk.claim"] == pytest.approx(100 * (0 + 0 + 1 / 3) / 3)


def test_risk_falls_with_the_surest_kept_first() -> None:
    found = outcomes((0.9, True), (0.6, False), (0.3, False))
    curve = [(one.coverage, one.risk) for one in found.calibration.risk_coverage]
    assert curve == [
        (pytest.approx(1 / 3), 0),
        (pytest.approx(2 / 3), pytest.approx(1 / 2)),
        (1, pytest.approx(2 / 3)),
    ]


def test_bins_hold_equally_many() -> None:
    found = outcomes(*((n / 31, True) for n in range(30)))
    sizes = [one.n for one in found.calibration.reliability]
    assert len(sizes) == N_BINS
    assert set(sizes) == {2}


def test_each_probability_is_judged_by_what_it_speaks_of() -> None:
    sure = Probability(claim=1.0, source=1.0, stance=1.0, confidence=1.0)
    gold = article(
        TEXT,
        claim(TEXT, "w0", "", "w1 w2", stance="deny", confidence="certain"),
        claim(TEXT, "w5", "", "w6 w7", stance="deny"),
    )
    predicted = article(
        TEXT,
        claim(TEXT, "w0", "", "w1 w2", stance="deny", confidence="possible", probability=sure),
        claim(TEXT, "w9", "", "w6 w7", stance="query", confidence="certain", probability=sure),
        claim(TEXT, "w20", "", "w21", stance="query", probability=sure),
    )
    found = {one.calibration.name: one for one in calibrate([compare(gold, predicted)])}
    right_of = {
        name: (round(one.calibration.reliability[0].share_right * one.calibration.n),
               one.calibration.n)
        for name, one in found.items()
    }  # fmt: skip
    # Labels count only where the claim was found and gold has the label.
    assert right_of == {"claim": (2, 3), "source": (1, 2), "stance": (1, 2), "confidence": (0, 1)}


def test_the_interval_of_the_error_holds_the_error() -> None:
    # Well calibrated: in each article, one of two claims of probability 0.5 is right.
    sure = Probability(claim=0.5)
    predicted = article(
        TEXT, *(claim(TEXT, "", "", word, probability=sure) for word in ("w0", "w1"))
    )
    gold = [article(TEXT, claim(TEXT, "", "", word)) for word in ("w0", "w1", "w5")] * 4
    (found,) = calibrate([compare(one, predicted) for one in gold])
    ece = Resampling([f"t{n}" for n in range(len(gold))], Settings(draws=500)).figure(
        found.measures[0]
    )
    assert ece.value == pytest.approx(100 * (0.5 - 1 / 3))
    assert ece.low is not None
    assert ece.high is not None
    assert 0 <= ece.low < ece.value < ece.high


def test_predictions_without_probabilities_have_no_calibration() -> None:
    gold: Article = article(TEXT, claim(TEXT, "", "", "w1"))
    assert calibrate([compare(gold, gold)]) == []
