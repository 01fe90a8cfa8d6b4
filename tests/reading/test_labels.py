"""Labels given apart from spans: read with their faults named, and given to gold claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import GoldError, ReadingError
from sayso.gold import GoldArticle, GoldSet
from sayso.reading.labels import label_gold, load_label_items
from sayso.records import Article, Claim, Span

TEXT = "He said it works well. She denied it."


def item(**fields: Any) -> str:
    given = {
        "article": "a",
        "source": [[0, 2]],
        "cue": [[3, 7]],
        "content": [[8, 16], [17, 21]],
        "stance": "support",
        "confidence": "certain",
        "draw": "uniform",
    }
    return json.dumps({**given, **fields})


SECOND = item(source=[[23, 26]], cue=[[27, 33]], content=[[34, 36]], stance="deny", draw="enriched")


@pytest.fixture
def gold() -> GoldSet:
    claims = (
        Claim(id="c1", cue=(Span(3, 7),), content=(Span(8, 21),)),
        Claim(id="c2", cue=(Span(27, 33),), content=(Span(34, 36),)),
        Claim(id="c3", cue=(Span(27, 33),), content=(Span(23, 36),)),
    )
    versions = (Article(text=TEXT, id=f"a_{who}", claims=claims) for who in "xy")
    return GoldSet(tuple(GoldArticle(one, name="a") for one in versions))


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_labels_go_to_every_annotators_claim_though_pieces_part_at_a_blank(
    tmp_path: Path, gold: GoldSet
) -> None:
    labelled = label_gold(gold, load_label_items(write(tmp_path, item(), SECOND)), "labels")
    assert labelled.problems == ()
    for one in labelled.articles:
        assert [c.stance for c in one.article.claims] == ["support", "deny", None]
        assert one.enriched == {"c2"}


def test_items_that_fit_no_claim_are_problems(tmp_path: Path, gold: GoldSet) -> None:
    stray = item(content=[[0, 5]])
    labelled = label_gold(gold, load_label_items(write(tmp_path, item(), stray)), "labels")
    assert [str(problem) for problem in labelled.problems] == [
        "labels: no gold claim of 'a' has the content at 0"
    ]
    with pytest.raises(GoldError, match="none of its 1 items fits a claim"):
        label_gold(gold, load_label_items(write(tmp_path, stray)), "labels")


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", "{}", item(stance="agree"), item(content=[]), item(cue=[[3]]), item(cue=7)],
)
def test_a_faulty_line_is_named_and_the_rest_is_read(tmp_path: Path, bad: str) -> None:
    labels = load_label_items(write(tmp_path, item(), bad))
    assert len(labels.items) == 1
    assert [problem.line for problem in labels.problems] == [2]


def test_a_file_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="found no labelled claim"):
        load_label_items(write(tmp_path, "{}"))
    with pytest.raises(ReadingError, match="No such file"):
        load_label_items(tmp_path / "none.jsonl")
