from __future__ import annotations

import io
from pathlib import Path

import pytest

from sayso.errors import ReadingError
from sayso.gold import Problem
from sayso.reading.jsonl import read_record_lines, read_records
from sayso.records import Article, article_to_line

ONE = Article("She said so.", "one")
TWO = Article("“Nein\u2028”, sagte er.", "two")


def test_records_come_back_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        f"\ufeff{article_to_line(ONE)}\r\n\n{article_to_line(TWO)}", encoding="utf-8", newline=""
    )
    assert list(read_records(path)) == [ONE, TWO]


def test_a_line_that_is_no_record_is_a_problem_and_the_rest_is_read() -> None:
    lines = [b"{", b'{"id": "x"}', b"\xff", b"[]", article_to_line(TWO).encode()]
    *problems, last = read_record_lines(io.BytesIO(b"\n".join(lines)), "a.jsonl")
    assert last == TWO
    assert [p.line for p in problems if isinstance(p, Problem)] == [1, 2, 3, 4]
    assert str(problems[1]).startswith("a.jsonl:2: an article needs 'text'")


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"none\.jsonl: No such file"):
        list(read_records(tmp_path / "none.jsonl"))
