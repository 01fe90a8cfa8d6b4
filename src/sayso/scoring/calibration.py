"""How far the model's probabilities can be believed, and what is gained by heeding them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from sayso.scoring.labels import LabelName, label_of
from sayso.scoring.matching import Compared
from sayso.scoring.measures import Floats, Measure, percent

N_BINS = 15
"""Equal-mass bins of the expected calibration error (Guo et al. 2017 use 15 of equal width)."""
# The risk is drawn at this many coverages, evenly apart. Assumed, not measured.
_N_COVERAGES = 100


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of like probability: what they promise, and what part of them is right."""

    probability: float
    share_right: float
    n: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The part of predictions that are kept, surest first, and the part of these that is wrong."""

    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """One kind of probability against what came true; all shares are in [0, 1]."""

    name: str
    n: int
    reliability: tuple[Bin, ...]
    risk_coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class _Forecast:
    probability: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration, and the measures of it: ``ece.NAME`` and ``risk.NAME``, both in percent."""

    calibration: Calibration
    measures: tuple[Measure, ...]


def calibrate(compared: Sequence[Compared]) -> list[Calibrated]:
    """Judge each probability the predictions carry.

    The claim's is right where content matches by half; the others are judged on such claims
    alone: the source's where the claim is attributed, the labels' where gold has the same.
    """
    return [
        _judge(name, forecasts)
        for name, find in _FORECASTS.items()
        if any(forecasts := [list(find(one)) for one in compared])
    ]


def _judge(name: str, per_article: list[list[_Forecast]]) -> Calibrated:
    bins = _binned(per_article, N_BINS)
    steps = _binned(per_article, _N_COVERAGES)
    n = sum(map(len, per_article))
    calibration = Calibration(
        name=name,
        n=n,
        reliability=tuple(_bins(bins.sum(axis=0))),
        risk_coverage=tuple(_curve(steps.sum(axis=0))),
    )
    ece = Measure(
        f"ece.{name}",
        bins.reshape(len(bins), -1),
        _ece,
        n,
        higher_is_better=False,
        grows_with_noise=True,
    )
    risk = Measure(
        f"risk.{name}", steps.reshape(len(steps), -1), _mean_risk, n, higher_is_better=False
    )
    return Calibrated(calibration, (ece, risk))


def _binned(per_article: list[list[_Forecast]], n_bins: int) -> Floats:
    """Sum of probabilities, number right, number: ``(n_articles, n_bins, 3)``.

    Bins hold equally many forecasts as far as equal probabilities allow, which stay together.
    """
    everything = [one.probability for forecasts in per_article for one in forecasts]
    edges = np.unique(np.quantile(everything, np.linspace(0, 1, n_bins + 1)[1:-1]))
    counts = np.zeros((len(per_article), n_bins, 3))
    for row, forecasts in zip(counts, per_article, strict=True):
        for one in forecasts:
            bin_ = int(np.searchsorted(edges, one.probability, side="left"))
            row[bin_] += (one.probability, one.is_right, 1)
    return counts


def _bins(summed: Floats) -> Iterator[Bin]:
    for probability, right, n in summed:
        if n:
            yield Bin(float(probability / n), float(right / n), int(n))


def _curve(summed: Floats) -> Iterator[Coverage]:
    """From the surest bin down."""
    kept = wrong = 0.0
    for _, right, n in summed[::-1]:
        kept, wrong = kept + n, wrong + n - right
        if n:
            yield Coverage(float(kept / summed[:, 2].sum()), float(wrong / kept))


def _ece(counts: Floats) -> Floats:
    table = counts.reshape(*counts.shape[:-1], -1, 3)
    gaps = np.abs(table[..., 0] - table[..., 1]).sum(axis=-1)
    return percent(gaps, table[..., 2].sum(axis=-1))


def _mean_risk(counts: Floats) -> Floats:
    """Area under the curve of risk against coverage."""
    table = counts.reshape(*counts.shape[:-1], -1, 3)[..., ::-1, :]
    n, wrong = table[..., 2], table[..., 2] - table[..., 1]
    kept = np.cumsum(n, axis=-1)
    risk = np.cumsum(wrong, axis=-1) / np.where(kept == 0, 1.0, kept)
    return percent((risk * n).sum(axis=-1), n.sum(axis=-1))


def _claim_forecasts(compared: Compared) -> Iterator[_Forecast]:
    for one in compared.predicted:
        if one.claim.probability.claim is not None:
            match = compared.match_of.get(one)
            yield _Forecast(one.claim.probability.claim, match is not None and match.is_half)


def _source_forecasts(compared: Compared) -> Iterator[_Forecast]:
    for match in compared.matches:
        probability = match.predicted.claim.probability.source
        if match.is_half and probability is not None:
            yield _Forecast(probability, match.is_attributed)


def _label_forecasts(name: LabelName, compared: Compared) -> Iterator[_Forecast]:
    for match in compared.matches:
        gold = label_of(match.gold, name)
        probability: float | None = getattr(match.predicted.claim.probability, name)
        if match.is_half and gold is not None and probability is not None:
            yield _Forecast(probability, gold == label_of(match.predicted, name))


_FORECASTS: Final[dict[str, Callable[[Compared], Iterator[_Forecast]]]] = {
    "claim": _claim_forecasts,
    "source": _source_forecasts,
    "stance": partial(_label_forecasts, "stance"),
    "confidence": partial(_label_forecasts, "confidence"),
}
