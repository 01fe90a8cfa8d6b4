import itertools

import numpy as np
import pytest

from sayso.model.decode import average_words, best_paths, find_cues, find_runs, softmax
from sayso.model.frame import CONTEXT_HALF, Cue, TokenSpan, build_contexts


def tags(*rows: tuple[float, float, float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


OUT, BEGIN, INSIDE = (0.9, 0.05, 0.05), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def test_a_cue_goes_on_over_inside_words() -> None:
    found = find_cues(tags(OUT, BEGIN, INSIDE, OUT, BEGIN, BEGIN), np.arange(6), 0.5)
    assert found == [TokenSpan(1, 3), TokenSpan(4, 5), TokenSpan(5, 6)]


def test_a_cue_never_ends_within_a_word() -> None:
    assert find_cues(tags(OUT, BEGIN, OUT, OUT), np.array([0, 1, 1, 2]), 0.5) == [TokenSpan(1, 3)]


def test_inside_without_begin_is_no_cue() -> None:
    assert find_cues(tags(OUT, INSIDE, INSIDE, OUT), np.arange(4), 0.5) == []


def test_the_threshold_decides() -> None:
    weak = tags((0.7, 0.2, 0.1))
    assert find_cues(weak, np.arange(1), 0.15) == [TokenSpan(0, 1)]
    assert find_cues(weak, np.arange(1), 0.25) == []


def test_no_tokens_no_cues() -> None:
    assert find_cues(np.zeros((0, 3), np.float32), np.zeros(0, np.int64), 0.5) == []


def test_runs_are_found_in_order() -> None:
    assert find_runs(np.array([2, 2, 0, 2, 1]), 2) == [TokenSpan(0, 2), TokenSpan(3, 4)]


def test_words_get_their_mean() -> None:
    values = np.array([[1.0], [3.0], [5.0]], dtype=np.float32)
    assert average_words(values, np.array([4, 4, 5])).ravel().tolist() == [2.0, 2.0, 5.0]


@pytest.mark.parametrize("scale", [0.0, 0.7, 2.0])
def test_best_paths_are_the_best_of_all(scale: float) -> None:
    steps = scale * np.random.default_rng(1).normal(size=(3, 3)).astype(np.float32)
    logits = np.random.default_rng(0).normal(size=(3, 5, 3)).astype(np.float32)
    scores = np.log(softmax(logits))

    is_joined = np.zeros((3, 5), dtype=bool)
    is_joined[1, 2] = is_joined[2, 4] = True

    def total(row: int, path: tuple[int, ...]) -> float:
        taken = sum(steps[a, b] for a, b in itertools.pairwise(path))
        return float(sum(scores[row, n, tag] for n, tag in enumerate(path)) + taken)

    for row, found in enumerate(best_paths(scores, steps, is_joined)):
        best = max(
            (
                path
                for path in itertools.product(range(3), repeat=5)
                if all(path[n] == path[n - 1] for n in np.flatnonzero(is_joined[row]))
            ),
            key=lambda path: total(row, path),
        )
        assert tuple(found.tolist()) == best


def test_contexts_stop_at_the_ends_of_a_window() -> None:
    contexts = build_contexts([Cue(0, TokenSpan(1, 3)), Cue(1, TokenSpan(150, 151))], [10, 300])
    assert contexts.mask.sum(axis=1).tolist() == [10, 2 * CONTEXT_HALF]
    assert contexts.index[0, :10].tolist() == list(range(10))
    assert contexts.index.max() < 300
    assert np.flatnonzero(contexts.inside[0]).tolist() == [1, 2]
    assert contexts.distance[0, 1] == CONTEXT_HALF
    assert contexts.distance.min() >= 0
    assert contexts.distance.max() <= 2 * CONTEXT_HALF
