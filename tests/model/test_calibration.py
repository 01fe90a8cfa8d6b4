import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.model.calibration import Calibration, Logistic

CALIBRATION = Calibration(Logistic((1.0, 2.0), -1.0), Logistic((0.5,), 0.0), 2.0, 0.5)


def test_a_logistic_is_the_logistic_function() -> None:
    assert Logistic((1.0, 2.0), -1.0).apply((0.0, 0.5)) == pytest.approx(0.5)
    assert Logistic((1.0,), 0.0).apply((1.0,)) == pytest.approx(0.7310586)


def test_huge_scores_stay_probabilities() -> None:
    assert Logistic((1e6,), 0.0).apply((1e6,)) <= 1.0
    assert Logistic((1e6,), 0.0).apply((-1e6,)) >= 0.0


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Logistic((1.0, 2.0), 0.0).apply((1.0,))


def test_a_high_temperature_softens_and_keeps_the_order() -> None:
    logits = np.array([[2.0, 0.0, -1.0, 0.0]], dtype=np.float32)
    soft = CALIBRATION.stances(logits)
    assert soft.argmax() == 0
    assert soft.sum() == pytest.approx(1.0)
    assert soft.max() < CALIBRATION.confidences(logits).max()


def test_json_round_trip() -> None:
    assert Calibration.from_json(CALIBRATION.to_json()) == CALIBRATION


@pytest.mark.parametrize("row", [{}, {"claim": 3}, {"claim": {"weights": ["x"], "bias": 0}}])
def test_a_broken_calibration_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="not a calibration"):
        Calibration.from_json(row)
