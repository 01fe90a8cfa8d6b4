from __future__ import annotations

import io
import re

import pytest

from sayso.records import Article, Diagnostic
from sayso.writing.table import write_table
from tests.writing.samples import hostile, ordinary


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def _table(*articles: Article) -> str:
    stream = io.StringIO()
    write_table(articles, stream)
    return stream.getvalue()


def test_the_table_at_eighty_columns() -> None:
    lines = [line.rstrip() for line in _table(ordinary()).splitlines()]
    assert lines == [
        "port  4 claims, 3 sources",
        "source         cue         content                     stance   confidence  prob",
        "─" * 80,
        "Ana Reyes      said        “The port” … “will close    support  certain     0.97",
        "                           if they refuse to talk.”",
        "↳ they         refuse      to talk                     comment  under-         –",
        "                                                                specified",
        "Ana Reyes, a   (implicit)  It is the third strike.     deny     –              –",
        "leaflet",
        "a leaflet      accused     of lying                    –        –              –",
        "",
    ]


@pytest.mark.parametrize("columns", [60, 80, 110, 200])
def test_no_line_is_wider_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(map(len, _table(ordinary(), hostile()).splitlines())) <= columns


def test_a_wide_table_has_full_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    table = _table(ordinary())
    assert "probability" in table
    assert "underspecified" in table


def test_an_article_without_claims_has_its_heading() -> None:
    assert _table(Article("None.", "quiet")).split() == ["quiet", "0", "claims,", "0", "sources"]


def test_a_note_about_the_whole_article_is_shown() -> None:
    article = Article("x", "a", diagnostics=(Diagnostic("encoding", None, "read as cp1252"),))
    assert "encoding: read as cp1252" in _table(article)


def test_strangers_text_is_shown_and_never_obeyed() -> None:
    table = _table(hostile())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", table)
    assert "<script>" in table
    assert "<i>Evil</i>\ufffd" in re.sub(r"\s", "", table) or "<i>Evil</i>" in table


def test_colours_on_a_terminal_and_none_where_they_are_not_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coloured = _Terminal()
    write_table([ordinary()], coloured)
    assert "\x1b[32msupport" in coloured.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = _Terminal()
    write_table([ordinary()], plain)
    assert "\x1b[3" not in plain.getvalue()
