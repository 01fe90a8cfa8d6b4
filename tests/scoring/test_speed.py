"""How long scoring takes on a set of the size people have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from sayso.reading.brat import load_brat_folder
from sayso.scoring.evaluation import evaluate_predictions
from sayso.scoring.settings import Settings

POLNEAR_DEV = Path(__file__).parents[3] / "shared" / "corpora" / "polnear" / "dev"
MAX_S = 20.0


@pytest.mark.slow
@pytest.mark.skipif(not POLNEAR_DEV.is_dir(), reason="PolNeAR is not part of this repository")
def test_polnear_dev_is_scored_with_a_thousand_draws_in_time() -> None:
    gold = load_brat_folder(POLNEAR_DEV)
    by_name = {one.name: replace(one.article, id=one.name) for one in gold.articles}
    # The time of this process alone: other work on the machine is not the scorer's.
    started_s = process_time()
    evaluation = evaluate_predictions(gold, list(by_name.values()), settings=Settings(draws=1000))
    assert process_time() - started_s < MAX_S
    figure = evaluation.headline.figure("attributed")
    assert figure is not None
    assert figure.low is not None
