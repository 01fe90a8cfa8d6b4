"""The reader of gold is chosen by content; what fits none is refused with what was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import GoldError, ReadingError
from sayso.reading.gold import load_gold

ROW = {"id": "a", "text": "He said so.", "claims": [{"id": "c1", "content": [[8, 10]]}]}


def test_records_are_told_by_their_brace_and_not_by_the_name(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_text("\ufeff\n" + json.dumps(ROW) + "\n", encoding="utf-8")
    assert [one.article.id for one in load_gold(path).articles] == ["a"]


def test_a_folder_of_records_is_one_set(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({**ROW, "id": name}))
    (tmp_path / "README.md").write_text("not gold")
    assert [one.article.id for one in load_gold(tmp_path).articles] == ["a", "b"]


def test_a_brat_folder_is_told_by_its_folders(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text("He said so.")
    (tmp_path / "attributions" / "a_x.ann").write_text(
        "T1\tContent 8 10\tso\nE1\tAttribution:T1 Content:T1\n"
    )
    assert [one.article.id for one in load_gold(tmp_path).articles] == ["a_x"]


def test_columns_are_told_by_their_tags(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("He B-source\nsaid B-cue\nso B-content\n")
    assert not load_gold(path).is_linked


def test_a_datasets_folder_is_read_by_its_own_library(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="extra [train] is not installed")
    rows = [ROW, {**ROW, "id": "b", "title": "With a column the other lacks"}]
    one = datasets.Dataset.from_list(rows)
    one.save_to_disk(str(tmp_path / "one"))
    datasets.DatasetDict({"dev": one}).save_to_disk(str(tmp_path / "several"))
    assert [gold.article.id for gold in load_gold(tmp_path / "one").articles] == ["a", "b"]
    assert len(load_gold(tmp_path / "several" / "dev").articles) == 2
    with pytest.raises(ReadingError, match=r"several splits \(dev\); wanted one"):
        load_gold(tmp_path / "several")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "found no line of text"),
        ("\n \n", "found no line of text"),
        ("Just an article.\n", "found a first line 'Just an article.'"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str, found: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(ReadingError, match=f"{found}; wanted records"):
        load_gold(path)


def test_a_folder_of_something_else_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("")
    with pytest.raises(ReadingError, match=r"found a folder with notes\.md in it; wanted records"):
        load_gold(tmp_path)
    with pytest.raises(ReadingError, match="No such file or directory; wanted records"):
        load_gold(tmp_path / "none")


def test_gold_without_a_claim_is_an_error_that_names_the_first_problem(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({**ROW, "claims": [{"id": "c1", "content": []}]}))
    with pytest.raises(GoldError, match=r"no claim; nothing to score; first of all .*:1: article"):
        load_gold(path)
