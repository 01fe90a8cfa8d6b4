"""Peers: found by their files, run one way, and the rule baseline on its own cases."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import evaluation.run_peers
from evaluation.peers import Peer, find_peers, run_peer
from evaluation.peers.rules import load
from sayso.records import Article, Claim, Span, article_to_line
from tests.scoring.building import BRIDGE, article, claim

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "rule_baseline.toml").read_text(encoding="utf-8")
)["case"]
ROLES = {"[": "source", "<": "cue", "{": "content"}


def unmark(marked: str) -> tuple[str, dict[str, list[str]]]:
    wanted: dict[str, list[str]] = {role: [] for role in ROLES.values()}
    for opening, words in re.findall(r"([\[<{])(.*?)[\]>}]", marked):
        wanted[ROLES[opening]].append(words)
    return re.sub(r"[\[\]<>{}]", "", marked), wanted


@pytest.fixture(scope="module")
def find() -> Any:
    return load()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_rule_baseline(case: dict[str, Any], find: Any, request: Any) -> None:
    if "is_wrong" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["is_wrong"]))
    text, wanted = unmark(case["text"])
    claims = find(Article(text=text)).claims
    assert len(claims) == bool(wanted["content"])
    for role, words in wanted.items():
        assert [span.of(text) for one in claims for span in getattr(one, role)] == words


def test_every_peer_has_a_name_a_description_and_a_loader() -> None:
    peers = find_peers()
    assert [peer.name for peer in peers] == ["rules", "sayswho", "textacy"]
    assert all(peer.about and callable(peer.load) for peer in peers)


def test_an_article_a_peer_refuses_is_one_where_it_found_nothing() -> None:
    def find(one: Article) -> Article:
        if one.id == "odd":
            raise ValueError("odd number of marks")
        return article(one.text, claim(one.text, "", "", one.text), id=one.id)

    run = run_peer(find, [Article("even", "even"), Article("odd", "odd")])
    assert [len(one.claims) for one in run.articles] == [1, 0]
    assert run.refusals == ("odd: ValueError: odd number of marks",)


def test_peers_stand_side_by_side_and_a_missing_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = article(
        BRIDGE,
        claim(BRIDGE, "The mayor", "said", "the bridge is safe"),
        claim(BRIDGE, "Critics", "denied", "it loudly"),
    )
    path = tmp_path / "gold.jsonl"
    path.write_text(article_to_line(gold) + "\n")

    def load_half() -> Any:
        content = (Span(15, 33),)
        found = Claim(id="c", source=(Span(0, 9),), cue=(Span(10, 14),), content=content)
        return lambda one: article(one.text, found, id=one.id)

    def load_missing() -> Any:
        raise ImportError("no module named gone")

    peers = [Peer("half", "finds one", load_half), Peer("gone", "is gone", load_missing)]
    monkeypatch.setattr(evaluation.run_peers, "find_peers", lambda: peers)
    arguments = [str(path), "--predictions", str(path), "--out", str(tmp_path / "out")]
    assert evaluation.run_peers.main(arguments) == 0
    table = capsys.readouterr().out
    assert "| `attributed` | 100.0 | 66.7 |" in table
    assert "| `attributed` | -33.3 (p 1.000) |" in table
    assert "- **gone**: not installed: no module named gone" in table
    value = json.loads((tmp_path / "out" / "peers.json").read_text())
    assert [system["name"] for system in value["systems"]] == ["gold", "half"]
    assert value["missing"] == [{"name": "gone", "reason": "not installed: no module named gone"}]
    assert (tmp_path / "out" / "peers.md").read_text() == table.removesuffix("\n")


def test_gold_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluation.run_peers.main([str(tmp_path / "none"), "--only", "rules"]) == 1
    assert "No such file" in capsys.readouterr().err
