"""Articles as JSON Lines, the record format itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from sayso.records import Article, article_to_line


def write_jsonl(articles: Iterable[Article], stream: TextIO) -> None:
    """Write one record a line, each as soon as its article comes."""
    for article in articles:
        stream.write(article_to_line(article) + "\n")
        stream.flush()
