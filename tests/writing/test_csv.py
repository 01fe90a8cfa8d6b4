from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sayso.records import Article
from sayso.writing.csv import COLUMNS, write_csv
from tests.writing.samples import hostile, ordinary


def _rows(*articles: Article) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    write_csv(articles, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def test_one_row_a_claim_in_reading_order() -> None:
    rows = _rows(ordinary(), ordinary())
    assert [row["claim"] for row in rows] == ["c1", "c2", "c3", "c4"] * 2
    assert {row["article"] for row in rows} == {"port"}


def test_the_parts_of_a_claim() -> None:
    row = _rows(ordinary())[0]
    text = ordinary().text
    assert row == {
        "article": "port",
        "claim": "c1",
        "within": "",
        "sources": "Ana Reyes",
        "kinds": "person",
        "source": "Ana Reyes",
        "cue": "said",
        "content": "“The port” … “will close if they refuse to talk.”",
        "stance": "support",
        "confidence": "certain",
        "mode": "direct",
        "implicit": "false",
        "p_claim": "0.974",
        "p_source": "0.9",
        "p_stance": "0.8",
        "p_confidence": "0.7",
        "source_spans": f"{text.index('Ana')}:{text.index(' said')}",
        "cue_spans": f"{text.index('said')}:{text.index(', “will')}",
        "content_spans": f"27:37 {text.index('“will')}:{text.index(' It is')}",
    }


def test_several_sources_and_an_implicit_claim() -> None:
    row = _rows(ordinary())[2]
    assert (row["sources"], row["kinds"]) == ("Ana Reyes; a leaflet", "person; document")
    assert (row["implicit"], row["cue"], row["p_claim"]) == ("true", "", "")


def test_no_article_can_put_a_formula_into_a_spreadsheet() -> None:
    rows = _rows(hostile())
    cells = [cell for row in rows for cell in row.values()]
    assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in cells)
    assert "'=HYPERLINK" in [row["content"] for row in rows]
    assert "'=1" in [row["claim"] for row in rows]


def test_no_claims_leave_the_heading() -> None:
    stream = io.StringIO()
    write_csv([Article("Nothing said.")], stream)
    assert stream.getvalue() == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_documented(column: str) -> None:
    page = Path(__file__).parents[2] / "data" / "records.md"
    assert f"| `{column}` |" in page.read_text(encoding="utf-8")
