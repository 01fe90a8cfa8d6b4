"""Intervals and chances: what they must say of systems whose difference is known."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.scoring.measures import Measure, f1, f1_measures, label_measures, precision
from sayso.scoring.resampling import Difference, Resampling
from sayso.scoring.settings import Settings

SETTINGS = Settings(draws=400)


def measure(right: list[float], n: float = 10) -> Measure:
    counts = np.array([[r, n, r, n] for r in right], dtype=np.float64)
    return Measure("content.50", counts, f1, int(n) * len(right))


def names(n: int) -> list[str]:
    return [f"text {number:02}" for number in range(n)]


def difference(ours: list[float], theirs: list[float]) -> Difference:
    found = Resampling(names(len(ours)), SETTINGS).difference(measure(ours), measure(theirs))
    assert found is not None
    return found


def test_the_interval_holds_the_value_and_widens_with_the_spread() -> None:
    alike = Resampling(names(20), SETTINGS).figure(measure([5.0] * 20))
    apart = Resampling(names(20), SETTINGS).figure(measure([0.0, 10.0] * 10))
    assert (alike.low, alike.value, alike.high) == (50, 50, 50)
    assert apart.value == 50
    assert apart.low is not None
    assert apart.high is not None
    assert apart.low < 40 < 60 < apart.high


def test_the_interval_has_about_the_width_the_binomial_gives() -> None:
    # 100 texts, half of them found: the standard error is 5 points.
    figure = Resampling(names(100), Settings(draws=4000)).figure(measure([0.0, 1.0] * 50, n=1))
    assert figure.low == pytest.approx(50 - 1.96 * 5, abs=1.5)
    assert figure.high == pytest.approx(50 + 1.96 * 5, abs=1.5)


def test_annotations_of_one_text_are_drawn_together() -> None:
    right = [0.0] * 6 + [10.0] * 6
    apart = Resampling(names(12), SETTINGS).figure(measure(right))
    together = Resampling(["a"] * 6 + ["b"] * 6, SETTINGS).figure(measure(right))
    assert (together.low, together.value, together.high) == (0, 50, 100)
    assert apart.low is not None
    assert apart.low > 0


def test_one_text_gives_no_interval() -> None:
    figure = Resampling(["a"], SETTINGS).figure(measure([5.0]))
    assert (figure.value, figure.low, figure.high) == (50, None, None)


def test_the_same_seed_gives_the_same_interval() -> None:
    one, again = (Resampling(names(9), SETTINGS).figure(measure([3.0, 9.0, 5.0] * 3)) for _ in "ab")
    assert one == again


def test_a_system_against_itself_differs_by_nothing() -> None:
    same = difference([5.0, 7.0, 3.0] * 5, [5.0, 7.0, 3.0] * 5)
    assert (same.difference, same.low, same.high, same.p) == (0, 0, 0, 1)


def test_a_difference_in_every_text_is_none_of_chance() -> None:
    better = difference([7.0] * 15, [5.0] * 15)
    assert better.difference == pytest.approx(20)
    assert better.p < 0.01
    worse = difference([5.0] * 15, [7.0] * 15)
    assert worse.difference == pytest.approx(-20)
    assert worse.p == better.p


def test_a_difference_in_one_text_of_many_is_chance() -> None:
    assert difference([5.0] * 14 + [6.0], [5.0] * 15).p > 0.9


def test_what_one_system_cannot_measure_is_not_compared() -> None:
    empty = Measure("content.50", np.zeros((3, 4)), f1, 0)
    assert Resampling(names(3), SETTINGS).difference(empty, measure([1.0] * 3)) is None


def test_precision_and_recall_where_a_side_is_empty() -> None:
    nothing_predicted = np.array([0.0, 0.0, 0.0, 5.0])
    nothing_at_all = np.zeros(4)
    assert precision(nothing_predicted) == 0
    assert f1(nothing_predicted) == 0
    assert np.isnan(precision(nothing_at_all))
    assert np.isnan(f1(nothing_at_all))


def test_f1_is_given_with_its_parts_and_their_counts() -> None:
    counts = np.array([[1.0, 4.0, 1.0, 2.0]])
    assert [(m.name, m.n, float(m.statistic(counts[0]))) for m in f1_measures("x", counts)] == [
        ("x", 2, pytest.approx(100 / 3)),
        ("x.precision", 4, 25),
        ("x.recall", 2, 50),
    ]


def test_macro_f1_is_that_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="extra [train] is not installed")
    labels = ["a", "b", "c", "d"]
    random = np.random.default_rng(1)
    for _ in range(20):
        gold = random.choice(labels[:3], size=30, p=[0.7, 0.2, 0.1])
        predicted = random.choice(labels, size=30)
        counts = np.zeros((1, 4, 5))
        for one, other in zip(gold, predicted, strict=True):
            counts[0, labels.index(one), labels.index(other)] += 1
        measures = label_measures("stance", counts.reshape(1, -1), labels)
        found = {m.name: float(m.statistic(m.counts[0])) for m in measures}
        assert found["stance.macro-f1"] == pytest.approx(
            100 * metrics.f1_score(gold, predicted, average="macro")
        )
        assert found["stance.accuracy"] == pytest.approx(100 * (gold == predicted).mean())
