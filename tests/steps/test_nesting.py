"""Which claim stands within which."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Claim, Span
from sayso.steps.nesting import link_nested


def claim(
    id: str, content: list[int], cue: list[int] | None = None, source: list[int] | None = None
) -> Claim:
    def spans(ends: list[int] | None) -> tuple[Span, ...]:
        ends = ends or []
        return tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True))

    return Claim(id=id, content=spans(content), cue=spans(cue), source=spans(source))


CASES = [
    (
        "a chain of three names the innermost",
        [
            claim("a", [10, 100], [5, 9], [0, 4]),
            claim("b", [30, 100], [20, 29], [10, 19]),
            claim("c", [50, 90], [40, 49], [30, 39]),
        ],
        {"a": None, "b": "a", "c": "b"},
    ),
    (
        "the source may stand outside",
        [claim("a", [10, 100]), claim("b", [30, 60], [20, 29], [0, 5])],
        {"a": None, "b": "a"},
    ),
    (
        "a piece outside the content: not held",
        [claim("a", [10, 50]), claim("b", [20, 30, 60, 70], [12, 15])],
        {"a": None, "b": None},
    ),
    (
        "an interrupted content holds piece by piece",
        [claim("a", [0, 40, 60, 100], [45, 50]), claim("b", [5, 30], [62, 66], [70, 80])],
        {"a": None, "b": "a"},
    ),
    (
        "a piece over the gap of an interrupted content is not held",
        [claim("a", [0, 40, 60, 100], [45, 50]), claim("b", [30, 70], [5, 10])],
        {"a": None, "b": None},
    ),
    (
        "the same content: neither holds",
        [claim("a", [0, 9]), claim("b", [0, 9])],
        {"a": None, "b": None},
    ),
    (
        "whole with its source first, before a shorter one that leaves it out",
        [
            claim("a", [0, 100], [101, 105]),
            claim("b", [20, 90], [91, 95]),
            claim("c", [40, 60], [30, 35], [10, 15]),
        ],
        {"a": None, "b": "a", "c": "a"},
    ),
    ("no claims", [], {}),
]


@pytest.mark.parametrize(("why", "claims", "expected"), CASES, ids=[case[0] for case in CASES])
def test_link_nested(why: str, claims: list[Claim], expected: dict[str, str | None]) -> None:
    assert {c.id: c.within for c in link_nested(claims)} == expected, why


def test_an_old_link_is_undone() -> None:
    (alone,) = link_nested([Claim(id="a", content=(Span(0, 5),), within="gone")])
    assert alone.within is None


pieces = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda p: Span(p[0], p[0] + p[1])),
    min_size=1,
    max_size=2,
).map(lambda spans: tuple(sorted(spans)))


@given(st.lists(st.tuples(pieces, pieces, pieces), max_size=8))
def test_links_have_no_cycle_and_do_not_depend_on_order(
    rows: list[tuple[tuple[Span, ...], ...]],
) -> None:
    claims = [
        Claim(id=f"c{n}", content=content, cue=cue, source=source)
        for n, (content, cue, source) in enumerate(rows)
    ]
    within = {c.id: c.within for c in link_nested(claims)}
    for start in within:
        seen, at = {start}, within[start]
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = within[at]
    turned = {c.id: c.within is None for c in link_nested(claims[::-1])}
    assert turned == {id: holder is None for id, holder in within.items()}


def test_many_claims_are_quick() -> None:
    claims = [claim(f"c{n}", [n * 10, n * 10 + 9], [n * 10, n * 10 + 1]) for n in range(5000)]
    start = time.perf_counter()
    link_nested(claims)
    assert time.perf_counter() - start < 2
