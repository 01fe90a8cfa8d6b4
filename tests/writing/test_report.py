"""The report: what its two files hold, and that no text in it can do harm."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sayso.gold import GoldArticle, GoldSet, Problem
from sayso.records import Article, ModelInfo, Probability
from sayso.scoring.evaluation import Evaluation, evaluate_predictions
from sayso.scoring.settings import Settings
from sayso.writing.report import write_report
from sayso.writing.report_json import Provenance, Report, report_to_json, report_to_text
from tests.scoring.building import BRIDGE, article, claim, gold_set, source

EVIL = '<script>alert("x")</script>'
TEXT = f"The mayor said {EVIL} is safe . Critics denied it .\n\nNobody asked why ."
SETTINGS = Settings(draws=20)
PROVENANCE = Provenance(
    gold=f"gold {EVIL}",
    system=f"small {EVIL}",
    model=ModelInfo("small", "1", "ab" * 32),
    against=None,
    command=f"sayso evaluate '{EVIL}'",
    created="2030-01-01T00:00:00+00:00",
    sayso="0.1.0",
)


def gold_article() -> Article:
    parties = (source(TEXT, "s1", f"mayor {EVIL}", "The mayor"),)
    labels = {"stance": "support", "confidence": "certain", "source_ids": ("s1",)}
    return article(
        TEXT,
        claim(TEXT, "The mayor", "said", f"{EVIL} is safe", **labels),
        claim(TEXT, "Critics", "denied", "it", stance="deny", confidence="certain"),
        claim(TEXT, "Nobody", "asked", "why", stance="query", confidence="underspecified"),
        sources=parties,
        id=f"a {EVIL}",
    )


def predicted_article() -> Article:
    sure = Probability(claim=0.9, source=0.8, stance=0.7, confidence=0.6)
    gold = gold_article()
    first, second, _ = (replace(one, probability=sure) for one in gold.claims)
    wrong = claim(TEXT, "is", "safe", "Nobody", stance="query", probability=sure)
    inner = claim(TEXT, "", "is", "safe", "inner", within=first.id)
    return replace(gold, claims=(replace(first, stance="deny"), second, wrong, inner))


def evaluation() -> Evaluation:
    twice = [replace(gold_article(), id=f"b_{who}") for who in "xy"]
    versions = (
        GoldArticle(gold_article(), name=gold_article().id),
        *(GoldArticle(one, name="b") for one in twice),
    )
    predicted = [predicted_article(), replace(predicted_article(), id="b")]
    against = [replace(predicted_article(), claims=predicted_article().claims[1:3])]
    return evaluate_predictions(GoldSet(versions), predicted, against=against, settings=SETTINGS)


@pytest.fixture(scope="module")
def report() -> Report:
    problem = Problem(f"file {EVIL}", 3, f"is bad {EVIL}")
    return Report(evaluation(), replace(PROVENANCE, against=f"old {EVIL}"), (problem,))


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return to_page(report)


def to_page(report: Report) -> str:
    stream = io.StringIO()
    write_report(report, stream)
    return stream.getvalue()


class _Tags(HTMLParser):
    """Collects the elements, and checks that each is closed in its turn."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parse(page: str) -> _Tags:
    tags = _Tags()
    tags.feed(page)
    return tags


def test_every_element_is_closed_and_none_can_run_or_fetch(page: str) -> None:
    tags = parse(page)
    assert tags.open == []
    forbidden = {"script", "link", "img", "iframe", "object", "form", "base", "embed"}
    assert not forbidden & set(tags.seen)
    assert not {"style", "src", "onclick", "onload", "srcset"} & tags.attributes
    assert not re.search(r"https?://", page)
    assert "default-src 'none'" in html.unescape(page)


def test_text_of_strangers_is_shown_and_not_run(page: str) -> None:
    assert EVIL not in page
    assert EVIL in parse(page).text


def test_the_page_has_a_section_for_everything_measured(page: str) -> None:
    for section in ("figures", "splits", "labels", "calibration", "ceiling", "comparison",
                    "errors", "provenance"):  # fmt: skip
        assert f'id="{section}"' in page
    assert page.count("<svg") == 1 + 2 * 4 + 1  # roles; four probabilities, two each; people


def test_the_errors_show_gold_and_prediction_in_the_text(page: str) -> None:
    assert re.search(r'<span class="g-content">why</span>', page)
    assert re.search(r'<span class="p-content">Nobody</span>|p-content', page)
    assert "stance: gold support, predicted deny" in page
    assert " ¶ " in page


def test_the_page_says_what_the_headline_counts(page: str) -> None:
    assert "marks no nested claims" in page
    assert "F1, outermost" in page


def test_both_files_give_the_same_figure(report: Report, page: str) -> None:
    headline = report_to_json(report)["headline"]["figures"]["attributed"]
    assert f"<strong>{headline['value']:.1f}</strong>" in page
    assert headline["n"] == 9


def test_the_json_is_versioned_and_holds_no_text_of_the_articles(report: Report) -> None:
    text = report_to_text(report)
    value = json.loads(text)
    assert (value["format"], value["version"], value["scorer"]) == ("sayso-report", 1, "1")
    assert value["provenance"]["model"]["sha256"] == "ab" * 32
    assert value["gold"]["n_claims"] == 9
    assert value["comparison"]["gained"] == [
        {"article": one, "start": 0} for one in (f"a {EVIL}", "b_x", "b_y")
    ]
    assert sum(value["outcomes"].values()) == 3 * 4
    assert "Critics" not in text
    assert "Nobody" not in text


def test_a_report_of_the_least_there_can_be_leaves_its_sections_out() -> None:
    gold = article(BRIDGE, claim(BRIDGE, "", "said", "the bridge"))
    least = Report(
        evaluate_predictions(gold_set(gold), [gold], settings=SETTINGS),
        replace(PROVENANCE, model=None),
    )
    page = to_page(least)
    assert parse(page).open == []
    for section in ("labels", "calibration", "ceiling", "comparison"):
        assert f'id="{section}"' not in page
    value = report_to_json(least)
    assert value["ceiling"] is None
    assert value["comparison"] is None
    assert value["outermost"] is None


def test_a_report_on_gold_that_links_nothing_shows_no_claims() -> None:
    gold = article(BRIDGE, claim(BRIDGE, "", "said", "the bridge"))
    unlinked = replace(gold_set(gold), is_linked=False)
    report = Report(evaluate_predictions(unlinked, [gold], settings=SETTINGS), PROVENANCE)
    page = to_page(report)
    assert parse(page).open == []
    assert 'id="errors"' not in page
    assert "does not say which source" in page
