from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.text.visible import make_line, make_visible


def test_ordinary_text_is_untouched() -> None:
    text = "“We won’t,” said José.\tنعم\r\nשלום — 你好 👩‍🚀"
    assert make_visible(text) == text


def test_escape_sequences_and_bidi_overrides_are_shown() -> None:
    assert make_visible("a\x1b[31mb\x00\u202ec\u2066\x9b") == "a␛[31mb␀�c��"


def test_a_line_stays_a_line() -> None:
    assert make_line("a\r\nb\tc") == "a␍␊b␉c"


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_gets_longer_and_all_can_be_encoded(text: str) -> None:
    shown = make_line(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in shown)
