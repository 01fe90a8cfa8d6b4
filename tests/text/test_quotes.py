"""Quotations: the rows of ``cases/quotes.toml``, what holds for every text, and the mode."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.records import Span
from sayso.text.paragraphs import find_paragraphs
from sayso.text.quotes import Quotations, find_mode, find_quotations
from tests.text.marked import load_cases, read_quotations

# Text made of what the code looks at, so that random text reaches every branch.
MARKED_TEXT = st.text(
    st.sampled_from("aaAs ....,?!5\n\r\t\"'“”‘’„‚«»‹›「」`-—…()[]<>°\u2029\u200b\u0301😀\0")
    | st.characters(),
    max_size=80,
)


@pytest.mark.parametrize("case", load_cases("quotes.toml"))
def test_cases(case: dict[str, Any]) -> None:
    text, expected = read_quotations(case["text"])
    found = find_quotations(text)
    assert _shown(text, found) == _shown(text, Quotations(tuple(expected)))
    assert [one.code for one in found.diagnostics] == case.get("lone", [])


def test_a_third_of_the_cases_expects_nothing() -> None:
    cases = [read_quotations(param.values[0]["text"])[1] for param in load_cases("quotes.toml")]
    assert len(cases) >= 60
    assert sum(not expected for expected in cases) >= len(cases) / 3


@given(MARKED_TEXT)
@example("‘”\u200b“")
def test_quotations_lie_in_the_text_in_order_and_nest(text: str) -> None:
    found = find_quotations(text)
    spans = [quotation.span for quotation in found.quotations]
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end))
    assert all(span.end <= len(text) for span in spans)
    for quotation in found.quotations:
        around = [
            span for span in spans if span != quotation.span and span.overlaps(quotation.span)
        ]
        outside = [span for span in around if span.contains(quotation.span)]
        assert len(outside) == quotation.depth
        assert all(
            span.contains(quotation.span) or quotation.span.contains(span) for span in around
        )


@given(MARKED_TEXT)
def test_diagnostics_point_at_a_mark(text: str) -> None:
    for diagnostic in find_quotations(text).diagnostics:
        assert diagnostic.span is not None
        assert not diagnostic.span.of(text).isalnum()


@given(MARKED_TEXT)
def test_no_quotation_goes_on_over_a_paragraph(text: str) -> None:
    for quotation in find_quotations(text).quotations:
        assert len(quotation.span.of(text).splitlines()) == 1 or _is_wrapped(text)


@given(MARKED_TEXT)
def test_a_paragraph_without_marks_changes_nothing(text: str) -> None:
    longer = find_quotations(f"{text}\n\nThe end.")
    assert longer == find_quotations(text)


@given(MARKED_TEXT)
def test_a_text_before_shifts_everything(text: str) -> None:
    before = "The start.\n\n"
    shifted = find_quotations(before + text)
    assert [
        (one.span.start - len(before), one.span.end - len(before), one.continues, one.depth)
        for one in shifted.quotations
    ] == [
        (one.span.start, one.span.end, one.continues, one.depth)
        for one in find_quotations(text).quotations
    ]


@pytest.mark.parametrize(
    "pattern",
    ['"', '" ', "“ a ” ", "“a ‘b «c ", "a” b’ c» ", "'a s' ", "5'10\" ", '."', ". ''A", '"a\n\n'],
)
def test_time_grows_with_length_alone(pattern: str) -> None:
    find_quotations(pattern)
    text = pattern * (50_000 // len(pattern))
    start = time.process_time()
    find_quotations(text)
    # A quadratic step would take minutes; the slowest pattern takes a quarter of a second.
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("marked", "mode"),
    [
        ("She said that [the mine will close].", "indirect"),
        ("[“The mine will close,”] she said.", "direct"),
        ("“[The mine will close],” she said.", "direct"),
        ("[“The mine,”] she said, [“will close.”]", "direct"),
        ("She said that [the “old” mine will close].", "mixed"),
        ("[“The mine,”] she said, [will close].", "mixed"),
        ("[‘It is the drivers’ fault’], he said.", "direct"),
        ("She said that [it is the drivers’ fault].", "indirect"),
        ('Police said [John "Johnny" Smith fled].', "indirect"),
        ("She said: “[…]”.", "direct"),
        ("She said: […].", "indirect"),
    ],
)
def test_mode(marked: str, mode: str) -> None:
    text, content = _read_brackets(marked)
    assert find_mode(content, find_quotations(text), text) == mode


def test_mode_over_paragraphs_of_one_quotation_is_direct() -> None:
    text = "“We built it.\n\n“We will keep it,” she said."
    end = text.index(" she")
    assert find_mode((Span(0, end),), find_quotations(text), text) == "direct"


@given(MARKED_TEXT, st.data())
def test_mode_takes_any_content(text: str, data: st.DataObject) -> None:
    content = data.draw(_spans_in(text))
    found = find_quotations(text)
    mode = find_mode(content, found, text)
    if all(found.is_quoted(span) for span in content) and content:
        assert mode == "direct"
    if not any(True for span in content for _ in found.overlapping(span)):
        assert mode == "indirect"


def test_a_span_is_quoted_over_paragraphs_of_one_quotation() -> None:
    text = "It rained. “We built it.\n\n“We will keep it,” she said. “So?”"
    found = find_quotations(text)
    assert found.is_quoted(_span_of(text, "built"))
    assert found.is_quoted(_span_of(text, "built it.\n\n“We will"))
    assert not found.is_quoted(_span_of(text, "keep it,” she"))
    assert not found.is_quoted(_span_of(text, "it,” she said. “So"))
    assert not found.is_quoted(_span_of(text, "rained. “We"))
    assert not found.is_quoted(_span_of(text, "It rained"))


def _shown(text: str, found: Quotations) -> list[str]:
    return [
        f"{'~' if one.continues else ''}{'>' * one.depth}{one.span.of(text)}"
        for one in found.quotations
    ]


def _is_wrapped(text: str) -> bool:
    return any(len(span.of(text).splitlines()) > 1 for span in find_paragraphs(text))


def _span_of(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def _read_brackets(marked: str) -> tuple[str, tuple[Span, ...]]:
    text = ""
    starts: list[int] = []
    content = []
    for character in marked:
        if character == "[":
            starts.append(len(text))
        elif character == "]":
            content.append(Span(starts.pop(), len(text)))
        else:
            text += character
    return text, tuple(content)


def _spans_in(text: str) -> st.SearchStrategy[tuple[Span, ...]]:
    if not text:
        return st.just(())
    pairs = st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True).map(sorted)
    return st.lists(pairs.map(lambda pair: Span(*pair)), max_size=3).map(tuple)
