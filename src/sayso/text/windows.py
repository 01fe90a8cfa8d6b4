"""Windows of whole paragraphs for an encoder that reads a bounded number of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``[start, end)`` are read; what is found in ``[core_start, core_end)`` counts.

    The cores of a text's windows follow on each other without gap or overlap; what lies
    outside the core is context that another window answers for.
    """

    start: int
    end: int
    core_start: int
    core_end: int


def find_windows(
    paragraph_starts: Sequence[int], n_tokens: int, *, max_tokens: int, overlap: int
) -> list[Window]:
    """Cover every token once with the cores of windows of at most ``max_tokens``.

    A core is as many whole paragraphs as fit beside ``overlap`` tokens of context on either
    side; a paragraph longer than that is cut.

    Args:
        paragraph_starts: First token of each paragraph, rising; the first is 0.
        n_tokens: Tokens in the text.
        max_tokens: Tokens in a window, context included.
        overlap: Tokens of context wanted on either side of a core.

    Raises:
        ValueError: The overlap leaves no room for a core.
    """
    room = max_tokens - 2 * overlap
    if room <= 0:
        raise ValueError(f"an overlap of {overlap} leaves no core in {max_tokens} tokens")
    windows = []
    for core_start, core_end in _find_cores(paragraph_starts, n_tokens, room):
        start = max(0, core_start - overlap)
        end = min(n_tokens, core_end + overlap)
        windows.append(Window(start, end, core_start, core_end))
    return windows


def _find_cores(paragraph_starts: Sequence[int], n_tokens: int, room: int) -> list[tuple[int, int]]:
    cores = []
    start = end = 0
    bounds = [*paragraph_starts[1:], n_tokens] if n_tokens else []
    for bound in bounds:
        if bound - start > room and end > start:
            cores.append((start, end))
            start = end
        while bound - start > room:
            cores.append((start, start + room))
            start += room
        end = bound
    if end > start:
        cores.append((start, end))
    return cores
