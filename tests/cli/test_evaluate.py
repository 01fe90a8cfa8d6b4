"""``sayso evaluate`` as a user calls it: what it prints, writes, refuses and returns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.cli.main import run
from sayso.records import article_to_json
from tests.scoring.building import BRIDGE, article, claim

GOLD = article(
    BRIDGE,
    claim(BRIDGE, "The mayor", "said", "the bridge is safe"),
    claim(BRIDGE, "Critics", "denied", "it loudly"),
)
HALF_RIGHT = article(BRIDGE, claim(BRIDGE, "The mayor", "said", "the bridge is safe"))


def write(path: Path, *rows: Any) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def gold(tmp_path: Path) -> str:
    return write(tmp_path / "gold.jsonl", article_to_json(GOLD))


@pytest.fixture
def predicted(tmp_path: Path) -> str:
    return write(tmp_path / "predicted.jsonl", article_to_json(HALF_RIGHT))


Capture = pytest.CaptureFixture[str]


def test_figures_are_printed_and_the_exit_is_good(
    gold: str, predicted: str, capsys: Capture
) -> None:
    assert run(["evaluate", gold, "--predictions", predicted]) == 0
    lines = {line.split()[0]: line.split() for line in capsys.readouterr().out.splitlines() if line}
    # F1 of one found of two, its precision and recall, gold, predicted; one text, no interval.
    assert lines["attributed"][1:] == ["66.7", "100.0", "50.0", "2", "1"]


def test_the_report_is_written_as_json_and_html(gold: str, predicted: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "report"
    arguments = ["evaluate", gold, "--predictions", predicted, "--report", str(folder)]
    assert run([*arguments, "--draws", "10", "--seed", "7"]) == 0
    value = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert value["headline"]["figures"]["attributed"]["value"] == pytest.approx(200 / 3)
    assert value["settings"] == {"draws": 10, "seed": 7, "scope": "all"}
    assert (value["provenance"]["gold"], value["provenance"]["system"]) == (gold, "predicted.jsonl")
    assert "the bridge is safe" not in (folder / "report.json").read_text(encoding="utf-8")
    assert "it loudly" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_comparison_lists_the_claims_gained_and_lost(
    gold: str, predicted: str, tmp_path: Path, capsys: Capture
) -> None:
    other = write(tmp_path / "other.jsonl", article_to_json(GOLD))
    assert run(["evaluate", gold, "--predictions", predicted, "--against", other]) == 0
    out = capsys.readouterr().out
    assert "against other.jsonl" in out
    assert "gained: 0" in out
    assert "lost: 1\n  a:36 [Critics] <denied> {it loudly}" in out


def test_problems_are_told_with_file_and_line_and_strict_refuses(
    tmp_path: Path, predicted: str, capsys: Capture
) -> None:
    row = article_to_json(GOLD)
    row["claims"].append({"id": "bad", "content": [[5, 999]]})
    gold = write(tmp_path / "bad.jsonl", row)
    assert run(["evaluate", gold, "--predictions", predicted]) == 0
    captured = capsys.readouterr()
    assert f"{gold}:1: article 'a': span [5, 999] lies outside its text" in captured.err
    assert "attributed" in captured.out
    assert run(["evaluate", gold, "--predictions", predicted, "--strict"]) == 1
    captured = capsys.readouterr()
    assert "1 problem(s), refused because of --strict" in captured.err
    assert f"{gold}:1:" in captured.err
    assert captured.out == ""


def test_labels_given_apart_are_scored(gold: str, tmp_path: Path, capsys: Capture) -> None:
    spans = article_to_json(GOLD)["claims"][1]
    labels = write(
        tmp_path / "labels.jsonl",
        {
            "article": "a",
            "cue": spans["cue"],
            "content": spans["content"],
            "stance": "deny",
            "confidence": "certain",
            "draw": "uniform",
        },
    )
    row = article_to_json(GOLD)
    row["claims"][1]["stance"] = "deny"
    predicted = write(tmp_path / "labelled.jsonl", row)
    assert run(["evaluate", gold, "--predictions", predicted, "--labels", labels]) == 0
    lines = {line.split()[0]: line.split() for line in capsys.readouterr().out.splitlines() if line}
    assert lines["stance.accuracy"][1:] == ["100.0", "1"]
    assert lines["confidence.accuracy"][1:] == ["0.0", "1"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Just an article.\n", "found a first line 'Just an article.'; wanted records"),
        ("", "found no line of text; wanted records"),
        ("Ann B-PER\n", "found BIO tags of per; wanted tags of source, cue, content"),
    ],
)
def test_gold_of_no_known_form_is_refused(
    tmp_path: Path, predicted: str, content: str, said: str, capsys: Capture
) -> None:
    path = tmp_path / "gold"
    path.write_text(content)
    assert run(["evaluate", str(path), "--predictions", predicted]) == 1
    error = capsys.readouterr().err
    assert str(path) in error
    assert said in error


def test_wrong_use_is_told(gold: str, predicted: str, capsys: Capture) -> None:
    assert run(["evaluate"]) == 2
    assert run(["evaluate", gold, "--predictions", predicted, "--model", "small"]) == 2
    assert run(["evaluate", gold, "--predictions", gold + ".none"]) == 2
    assert run(["evaluate", "--predictions", predicted, "--gate", "x.json"]) == 2
    assert run(["evaluate", gold + ".none", "--predictions", predicted]) == 1
    assert "No such file" in capsys.readouterr().err


@pytest.fixture
def baseline(gold: str, predicted: str, tmp_path: Path) -> str:
    path = str(tmp_path / "gates" / "baseline.json")
    assert run(["evaluate", gold, "--predictions", predicted, "--keep", path]) == 0
    return path


def test_a_kept_baseline_is_passed_by_the_same_predictions(
    baseline: str, gold: str, predicted: str, capsys: Capture
) -> None:
    assert run(["evaluate", "--gate", baseline]) == 0
    assert "gate: passed" in capsys.readouterr().err
    assert run(["evaluate", gold, "--predictions", predicted, "--gate", baseline]) == 0


def test_the_gate_fails_where_a_figure_fell(
    baseline: str, gold: str, predicted: str, capsys: Capture
) -> None:
    Path(predicted).write_text(json.dumps({**article_to_json(HALF_RIGHT), "claims": []}) + "\n")
    assert run(["evaluate", "--gate", baseline]) == 1
    error = capsys.readouterr().err
    assert "FELL gold.jsonl: attributed was 66.67, now 0.00; 0.5 points allowed" in error
    assert run(["evaluate", gold, "--predictions", predicted, "--gate", baseline]) == 1


def test_the_gate_never_passes_on_what_it_did_not_read(
    baseline: str, gold: str, predicted: str, tmp_path: Path, capsys: Capture
) -> None:
    other = write(tmp_path / "unknown.jsonl", article_to_json(GOLD))
    assert run(["evaluate", other, "--predictions", predicted, "--gate", baseline]) == 1
    assert "wanted one for" in capsys.readouterr().err
    Path(gold).unlink()
    assert run(["evaluate", "--gate", baseline]) == 1
    assert "No such file" in capsys.readouterr().err
    value = json.loads(Path(baseline).read_text())
    Path(baseline).write_text(json.dumps({**value, "sets": []}))
    assert run(["evaluate", "--gate", baseline]) == 1
    assert "a gate must check something" in capsys.readouterr().err
    assert run(["evaluate", "--gate", str(tmp_path / "none.json")]) == 1


def test_keeping_again_replaces_the_set_and_its_tolerance(
    baseline: str, gold: str, predicted: str
) -> None:
    arguments = ["evaluate", gold, "--predictions", predicted, "--keep", baseline]
    assert run([*arguments, "--tolerance", "2"]) == 0
    value = json.loads(Path(baseline).read_text())
    assert [(one["name"], one["tolerance"]) for one in value["sets"]] == [
        ("gold.jsonl", "2 points")
    ]
    assert value["sets"][0]["gold"] == "../gold.jsonl"
