"""Sentence ends mended: the rows of ``cases/sentences.toml``, and what holds for every text."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Span, Spans
from sayso.text.paragraphs import find_paragraphs
from sayso.text.quotes import find_quotations
from sayso.text.sentences import mend_sentences
from tests.text.marked import load_cases, read_cuts

TEXT = st.text(
    st.sampled_from("aA1 .?!…,\n\"'“”‘’«»()[]-—") | st.characters(),
    max_size=80,
)


@pytest.mark.parametrize("case", load_cases("sentences.toml", "mend"))
def test_cases(case: dict[str, Any]) -> None:
    text, found = read_cuts(case["found"])
    expected_text, expected = read_cuts(case["text"])
    assert text == expected_text, "found and text of a case must be the same text"
    mended = mend_sentences(text, cut_at(text, found), find_quotations(text))
    assert [span.of(text) for span in mended] == [
        span.of(text) for span in sentences_of(text, expected)
    ]


def test_there_are_thirty_cases_and_a_third_has_no_cut() -> None:
    cases = [param.values[0] for param in load_cases("sentences.toml", "mend")]
    n_all = len(cases) + len(load_cases("sentences.toml", "tag"))
    assert n_all >= 30
    assert sum("¦" not in case["text"] for case in cases) >= len(cases) / 3


@given(TEXT, st.sets(st.integers(0, 80)))
def test_sentences_cover_what_is_not_blank(text: str, cuts: set[int]) -> None:
    found = cut_at(text, sorted(cut for cut in cuts if cut < len(text)))
    assert_is_partition(text, mend_sentences(text, found, find_quotations(text)))


@given(TEXT, st.sets(st.integers(0, 80)))
def test_mending_twice_changes_nothing(text: str, cuts: set[int]) -> None:
    quotations = find_quotations(text)
    once = mend_sentences(text, cut_at(text, sorted(c for c in cuts if c < len(text))), quotations)
    assert mend_sentences(text, once, quotations) == once


def test_a_text_without_full_stops_is_parted_where_it_is_long() -> None:
    text = "nobody came " * 300
    found = cut_at(text, list(range(0, len(text), 120)))
    mended = mend_sentences(text, found, find_quotations(text))
    assert 1 < len(mended) < len(found)


def assert_is_partition(text: str, sentences: Spans) -> None:
    """Sentences cover all that is not blank, in order, each in one paragraph."""
    end = 0
    for span in sentences:
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert not text[end:].strip()
    paragraphs = find_paragraphs(text)
    assert all(any(p.contains(span) for p in paragraphs) for span in sentences)


def sentences_of(text: str, cuts: list[int]) -> list[Span]:
    """The sentences between the cuts and the edges of paragraphs, without blanks at the edges."""
    sentences = []
    for paragraph in find_paragraphs(text):
        inside = [cut for cut in cuts if paragraph.start < cut < paragraph.end]
        bounds = [paragraph.start, *inside, paragraph.end]
        for start, end in pairwise(bounds):
            sentences.append(Span(start, start + len(text[start:end].rstrip())))
    return sentences


def cut_at(text: str, cuts: list[int]) -> Spans:
    starts = sorted({0, *cuts}) if text else []
    ends = [*starts[1:], len(text)]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=False) if start < end)
