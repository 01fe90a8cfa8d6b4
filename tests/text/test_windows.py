import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.text.windows import find_windows


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[int], int]:
    lengths = draw(st.lists(st.integers(1, 60), min_size=1, max_size=30))
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    return starts, sum(lengths)


@given(layouts(), st.integers(9, 80), st.integers(0, 4))
def test_cores_cover_every_token_once(
    layout: tuple[list[int], int], max_tokens: int, overlap: int
) -> None:
    starts, n_tokens = layout
    windows = find_windows(starts, n_tokens, max_tokens=max_tokens, overlap=overlap)
    covered = [t for window in windows for t in range(window.core_start, window.core_end)]
    assert covered == list(range(n_tokens))


@given(layouts(), st.integers(9, 80), st.integers(0, 4))
def test_windows_hold_their_core_and_its_context(
    layout: tuple[list[int], int], max_tokens: int, overlap: int
) -> None:
    starts, n_tokens = layout
    for window in find_windows(starts, n_tokens, max_tokens=max_tokens, overlap=overlap):
        assert window.end - window.start <= max_tokens
        assert window.start == max(0, window.core_start - overlap)
        assert window.end == min(n_tokens, window.core_end + overlap)


def test_a_paragraph_that_fits_is_not_cut() -> None:
    windows = find_windows([0, 10, 20, 35], 40, max_tokens=24, overlap=2)
    assert [(w.core_start, w.core_end) for w in windows] == [(0, 20), (20, 40)]


def test_a_text_without_tokens_has_no_windows() -> None:
    assert find_windows([0], 0, max_tokens=10, overlap=2) == []


def test_an_overlap_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no core"):
        find_windows([0], 5, max_tokens=8, overlap=4)
