"""Sentences of a gold text that comes without any: found by its punctuation alone."""

from __future__ import annotations

import re

from sayso.records import Span, Spans

# A full stop, question or exclamation mark with whatever closes behind it, then a blank and a
# capital, digit or opening mark; or a line end. Abbreviations cut a sentence in two; this only
# sorts claims into "same sentence" and "other sentence". Assumed, not measured.
_BOUNDARY = re.compile(r"(?<=[.?!])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\s*\n\s*")


def find_plain_sentences(text: str) -> Spans:
    """Find the sentences, in text order, without the blanks between them."""
    sentences: list[Span] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        # Closing marks belong to the sentence before them.
        end = match.start() + len(match[0].rstrip())
        if end > start:
            sentences.append(Span(start, end))
        start = match.end()
    if start < len(text):
        sentences.append(Span(start, len(text)))
    return tuple(sentences)
