from __future__ import annotations

import io
from collections.abc import Iterator

from sayso.reading.jsonl import read_record_lines
from sayso.records import Article
from sayso.writing.jsonl import write_jsonl
from tests.writing.samples import hostile, ordinary


def test_what_is_written_is_read_back() -> None:
    articles = [ordinary(), hostile()]
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, "utf-8", errors="backslashreplace", newline="")
    write_jsonl(articles, stream)
    data.seek(0)
    assert list(read_record_lines(data, "it")) == articles


def test_each_article_is_written_before_the_next_is_asked_for() -> None:
    stream = io.StringIO()
    seen: list[int] = []

    def articles() -> Iterator[Article]:
        for _ in range(3):
            seen.append(stream.getvalue().count("\n"))
            yield ordinary()

    write_jsonl(articles(), stream)
    assert seen == [0, 1, 2]
