"""Text from strangers made safe to show: nothing in it can move a cursor or turn a line round."""

from __future__ import annotations

# Marks that turn the direction of the text after them; one left open would turn what we print.
_BIDI_CONTROLS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))

_KEPT = "\t\n\r"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_C0_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)}
_SHOWN = {
    **_C0_PICTURES,
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys(_BIDI_CONTROLS, _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
}
_SHOWN_IN_TEXT = {code: sign for code, sign in _SHOWN.items() if chr(code) not in _KEPT}


def make_visible(text: str) -> str:
    """The text with each control character, bidi control and lone surrogate as a visible sign.

    One character becomes one, so that spans still hold. Tabs and line ends stay.
    """
    return text.translate(_SHOWN_IN_TEXT)


def make_line(text: str) -> str:
    """The same for a name or a message that must stay on one line: tabs and line ends too."""
    return text.translate(_SHOWN)
