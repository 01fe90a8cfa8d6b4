"""Paragraphs: line ends of every kind, and hard-wrapped text told from lines of their own."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.text.paragraphs import find_paragraphs

PROSE = (
    "The owners of the old mine above the valley told the inquiry that they had never seen the "
    "report, which three inspectors wrote in the spring and sent to the ministry in June.",
    "The ministry said on Monday that the report had been lost when its offices were moved, and "
    "that nobody would be charged before the inquiry has heard all of the inspectors.",
    "Nobody believes that. The union asked for the letters, and for a list of those who read them "
    "in the week before the wall of the dam gave way.",
)


def paragraphs_of(text: str) -> list[str]:
    return [span.of(text) for span in find_paragraphs(text)]


@pytest.mark.parametrize(
    "line_end",
    ["\n", "\r\n", "\r", "\n\n", "\r\n \r\n", "\f", "\u2028", "\u2029", "\x85", "\v", "\n\u00a0\n"],
)
def test_every_line_end_parts_paragraphs(line_end: str) -> None:
    assert paragraphs_of(line_end.join(PROSE)) == list(PROSE)


def test_blanks_at_the_edges_are_left_out() -> None:
    assert paragraphs_of(" \u00a0\tA mine.\u3000 \n\n\t\n B. \n") == [
        "A mine.",
        "B.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u00a0\u2029\f"])
def test_blank_text_has_none(text: str) -> None:
    assert paragraphs_of(text) == []


@pytest.mark.parametrize("width", [55, 65, 72, 80, 95])
@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n"])
def test_wrapped_lines_are_joined(width: int, gap: str) -> None:
    line_end = "\r\n" if "\r" in gap else "\n"
    wrapped = gap.join(line_end.join(textwrap.wrap(one, width)) for one in PROSE)
    assert [" ".join(one.split()) for one in paragraphs_of(wrapped)] == list(PROSE)


def test_an_indented_first_line_starts_a_paragraph() -> None:
    wrapped = "\n".join(textwrap.fill(one, 65, initial_indent="    ") for one in PROSE)
    assert [" ".join(one.split()) for one in paragraphs_of(wrapped)] == list(PROSE)


def test_a_page_break_parts_wrapped_text() -> None:
    wrapped = "\f".join(textwrap.fill(one, 65) for one in PROSE)
    assert len(paragraphs_of(wrapped)) == len(PROSE)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("Mine wall gives way", "Owners deny all", "By a reporter of ours"), "short lines"),
        (
            (
                "Mine wall gives way above the valley and buries the road",
                "Owners deny that they were warned of the danger in spring",
                "Union demands the letters of the ministry by Friday noon",
                "Inquiry hears the first of nine inspectors on Monday",
            ),
            "headlines as long as wrapped lines",
        ),
        (PROSE[:2], "long lines, each a paragraph"),
        (("1. The dam wall is thirty years old", "2. It was never inspected again"), "a list"),
    ],
)
def test_lines_of_their_own_are_not_joined(lines: tuple[str, ...], why: str) -> None:
    assert paragraphs_of("\n".join(lines)) == list(lines), why


def test_a_heading_over_wrapped_text_stays_apart() -> None:
    wrapped = "THE WALL\n" + "\n".join(textwrap.wrap(" ".join(PROSE), 72))
    assert paragraphs_of(wrapped)[0] == "THE WALL"
    assert len(paragraphs_of(wrapped)) == 2


@given(st.text(st.sampled_from("ab A.\n\r\f\t\u2029\u00a0") | st.characters(), max_size=200))
def test_paragraphs_cover_what_is_not_blank(text: str) -> None:
    spans = find_paragraphs(text)
    end = 0
    for span in spans:
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert not text[end:].strip()
