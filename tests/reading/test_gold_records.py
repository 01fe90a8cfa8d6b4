"""Records as gold and predictions: every fault named with its line, the rest still read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import ReadingError
from sayso.gold import GoldArticle, GoldSet
from sayso.reading.records import load_predictions, load_record_gold
from sayso.records import Article, Span

TEXT = 'The mayor said "it is safe". A clerk denied it.'


def claim(claim_id: str = "c1", **fields: Any) -> dict[str, Any]:
    given = {"id": claim_id, "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 27]]}
    return {**given, **fields}


def row(**fields: Any) -> dict[str, Any]:
    return {"id": "a", "text": TEXT, "claims": [claim()], **fields}


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_rows(
        *rows: object, name: str = "gold.jsonl", end: str = "\n", start: str = ""
    ) -> Path:
        lines = (one if isinstance(one, str) else json.dumps(one) for one in rows)
        path = tmp_path / name
        path.write_bytes((start + "".join(line + end for line in lines)).encode())
        return path

    return write_rows


def messages(gold: GoldSet) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in gold.problems]


def test_good_records_are_read_without_a_problem(write: Write) -> None:
    gold = load_record_gold([write(row(), row(id="b", url="https://news.example/1"))])
    assert gold.problems == ()
    assert [one.article.id for one in gold.articles] == ["a", "b"]
    assert [one.publisher for one in gold.articles] == [None, "news.example"]


def test_records_of_one_text_share_a_name(write: Write) -> None:
    gold = load_record_gold([write(row(), row(id="b"), row(id="c", text=TEXT + " No."))])
    assert [one.name for one in gold.articles] == ["a", "a", "c"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (claim("bad", content=[[40, 90]]), "span [40, 90] lies outside its text"),
        (claim("bad", content=[]), "claim 'bad' has no content"),
        (claim("bad", stance="agree"), "stance must be one of support"),
        (claim("bad", confidence="sure"), "confidence must be one of certain"),
        (claim("bad", mode="quoted"), "mode must be one of direct"),
        (claim("bad", source=[[9, 9]]), "a span needs 0 <= start < end"),
        (claim("bad", source_ids=["s9"]), "names source 's9'"),
        (claim("c1"), "two claims have the id 'c1'"),
        ("no claim at all", "a claim must be a JSON object"),
    ],
)
def test_a_faulty_claim_costs_itself_alone(write: Write, bad: object, said: str) -> None:
    gold = load_record_gold([write(row(id="first"), row(claims=[claim(), bad]))])
    (message,) = messages(gold)
    assert message.startswith("2: article 'a'")
    assert said in message
    assert message.endswith("the claim is left out")
    assert [len(one.article.claims) for one in gold.articles] == [1, 1]


def test_a_claim_within_a_faulty_one_is_read_as_nested_in_none(write: Write) -> None:
    inner = claim("in", within="out")
    gold = load_record_gold([write(row(claims=[inner, claim("out", content=[])]))])
    assert [one.within for one in gold.articles[0].article.claims] == [None]
    assert "it is read as nested in none" in messages(gold)[1]


def test_good_nesting_survives_a_fault_elsewhere(write: Write) -> None:
    claims = [claim("in", within="out"), claim("out"), claim("bad", content=[])]
    gold = load_record_gold([write(row(claims=claims))])
    assert [one.within for one in gold.articles[0].article.claims] == ["out", None]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{not json", "not a JSON object"),
        ("[1]", "an article must be a JSON object"),
        ({"id": "x", "claims": []}, "an article needs 'text'"),
        ({"id": "x", "text": 7}, "text must be a string"),
        (row(id="good"), "article 'good' stands twice"),
    ],
)
def test_a_faulty_row_costs_itself_alone(write: Write, bad: object, said: str) -> None:
    gold = load_record_gold([write(row(id="good"), bad, row(id="last", text=TEXT + "!"))])
    (message,) = messages(gold)
    assert message.startswith("2: ")
    assert said in message
    assert [one.article.id for one in gold.articles] == ["good", "last"]


@pytest.mark.parametrize("part", ["sentences", "entities", "diagnostics"])
def test_what_is_not_scored_is_left_out_as_a_whole(write: Write, part: str) -> None:
    gold = load_record_gold([write(row(**{part: [[0, 999]]}))])
    assert messages(gold)[0].endswith(f"its {part} are left out")
    assert len(gold.articles[0].article.claims) == 1


def test_a_faulty_source_takes_its_claims_along(write: Write) -> None:
    sources = [{"id": "s1", "name": "the mayor", "kind": "mayor"}]
    gold = load_record_gold([write(row(sources=sources, claims=[claim(source_ids=["s1"])]))])
    assert [message.rpartition(";")[2] for message in messages(gold)] == [
        " the source is left out",
        " the claim is left out",
    ]


def test_crlf_and_a_byte_order_mark_are_named_and_read(write: Write) -> None:
    gold = load_record_gold([write(row(), row(id="b"), end="\r\n", start="\ufeff")])
    assert messages(gold) == [
        "1: starts with a byte order mark, which is passed over",
        "1: has CRLF line ends",
    ]
    assert len(gold.articles) == 2


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b'{"id": "\xe9"}\n' + json.dumps(row()).encode())
    gold = load_record_gold([path])
    assert messages(gold) == ["1: not UTF-8 at byte 8 of the line; left out"]
    assert len(gold.articles) == 1


def test_attributions_get_ids_and_modes(write: Write) -> None:
    attributions = [{"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 27]], "entity": "x"}]
    gold = load_record_gold([write({"id": "a", "text": TEXT, "attributions": attributions})])
    (found,) = gold.articles[0].article.claims
    assert (found.id, found.mode, found.content) == ("c1", "direct", (Span(15, 27),))


def test_predictions_without_a_text_take_that_of_gold(write: Write) -> None:
    gold = GoldSet((GoldArticle(Article(text=TEXT, id="a_one"), name="a"),))
    by_name = {"id": "a", "attributions": [{"content": [[15, 27]]}]}
    by_id = {"id": "a_one", "attributions": [{"content": [[15, 27]]}]}
    read = load_predictions(write(by_name, by_id), gold)
    assert [one.text for one in read.articles] == [TEXT, TEXT]
    assert [len(one.claims) for one in read.articles] == [1, 1]


def test_a_folder_of_predictions_is_read_file_by_file(write: Write) -> None:
    write(row(id="z"), name="2.jsonl")
    folder = write(row(id="a"), name="1.jsonl").parent
    assert [one.id for one in load_predictions(folder, GoldSet(())).articles] == ["a", "z"]


def test_predictions_that_are_no_records_are_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="found no record of an article"):
        load_predictions(write("plain text"), GoldSet(()))
    with pytest.raises(ReadingError, match="No such file"):
        load_predictions(tmp_path / "none.jsonl", GoldSet(()))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadingError, match=r"found no \.jsonl file"):
        load_predictions(tmp_path / "empty", GoldSet(()))
