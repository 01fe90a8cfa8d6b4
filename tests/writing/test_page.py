from __future__ import annotations

import base64
import hashlib
import html
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sayso.reading.jsonl import read_records
from sayso.records import Article
from sayso.text.paragraphs import find_paragraphs
from sayso.text.visible import make_visible
from sayso.writing.page import write_page
from tests.writing.samples import hostile, ordinary

GOLD = sorted((Path(__file__).parents[2] / "data" / "gold").glob("*.jsonl"))
_VOID = {"meta", "img", "br", "link", "input", "hr"}


class _Page(HTMLParser):
    """What a browser would make of a page: elements in order, and the text of each paragraph."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.paragraphs: list[str] = []
        self._in_text = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "div" and values.get("class") == "text":
            self._in_text = len(self.open)
        elif tag == "p" and self._in_text:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if len(self.open) < self._in_text:
            self._in_text = 0

    def handle_data(self, data: str) -> None:
        if self._in_text and "p" in self.open:
            self.paragraphs[-1] += data

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]

    def classed(self, name: str) -> list[dict[str, str]]:
        return [a for _, a in self.elements if name in a.get("class", "").split()]


def _write(*articles: Article) -> str:
    stream = io.StringIO()
    write_page(articles, stream)
    return stream.getvalue()


def _gold() -> list[Article]:
    return [one for path in GOLD for one in read_records(path) if isinstance(one, Article)]


@pytest.mark.parametrize("article", [ordinary(), hostile(), *_gold()], ids=lambda one: one.id[:20])
def test_the_text_on_the_page_is_the_article_s(article: Article) -> None:
    page = _Page(_write(article))
    shown = [make_visible(span.of(article.text)) for span in find_paragraphs(article.text)]
    assert page.paragraphs == shown
    assert page.open == []


@pytest.mark.parametrize("articles", [[ordinary(), hostile(), ordinary()], _gold()])
def test_ids_are_unique_and_every_link_leads_to_one(articles: list[Article]) -> None:
    page = _Page(_write(*articles))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    links = [href for href in page.all("href") if href.startswith("#")]
    assert len(links) >= 3 * sum(len(article.claims) for article in articles)
    assert {link[1:] for link in links} <= set(ids)
    assert all(re.fullmatch(r"a\d+(-[ct]\d+)?", one) for one in ids)


def test_nothing_a_stranger_wrote_becomes_an_element_or_an_attribute() -> None:
    text = _write(hostile())
    page = _Page(text)
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img"})
    names = {name for _, attrs in page.elements for name in attrs}
    assert not any(name.startswith("on") for name in names)
    assert "style" not in names
    assert "{{ 7" in text
    assert not re.search("[\u202a-\u202e\x1b\ud800]", text)
    assert not any("javascript:" in href for href in page.all("href"))


def test_a_web_address_is_linked() -> None:
    page = _Page(_write(Article("x", url='https://example.org/?a="&b')))
    assert 'https://example.org/?a="&b' in page.all("href")


def test_the_policy_allows_nothing_but_the_style_sheet_on_the_page() -> None:
    text = _write(ordinary(), hostile())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    directives = dict(part.split(" ", 1) for part in html.unescape(policy).split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == f"'sha256-{digest}'"
    assert not re.search(r"@import|url\(|expression", style)


def test_every_class_on_the_page_that_needs_one_has_a_style() -> None:
    text = _write(*_gold())
    style = text[text.index("<style>") : text.index("</style>")]
    used = {name for classes in _Page(text).all("class") for name in classes.split()}
    for name in used:
        assert f".{name}" in style, name


def test_a_claim_is_told_beside_the_text_and_at_its_words() -> None:
    text = _write(ordinary())
    page = _Page(text)
    assert len(page.classed("card")) == 4
    card = text[text.index('id="a1-c1"') : text.index('id="a1-c2"')]
    for told in ("Ana Reyes", "said", "will close", "support", "certain", "direct", "97%"):
        assert told in re.sub("<[^>]*>", "", card), told
    labels = page.all("data-label")
    assert "1 · cue · Ana Reyes · support, certain, direct, 97%" in labels
    assert any(
        label.startswith("2 · content · they") and "\n1 · content · Ana Reyes" in label
        for label in labels
    )


def test_a_source_keeps_its_colour_and_a_claim_its_number() -> None:
    page = _Page(_write(ordinary()))
    (cue,) = [a for a in page.classed("cue") if "c1" in a["class"].split()]
    contents = [a for a in page.classed("content") if "c1" in a["class"].split()]
    assert len(contents) >= 3  # two pieces, one of them cut by the claim within it
    colours = {next(c for c in a["class"].split() if c.startswith("k")) for a in [cue, *contents]}
    assert len(colours) == 1
    (nested,) = [a for a in page.classed("content") if "c2" in a["class"].split()]
    assert "l1" in nested["class"].split()


def test_several_articles_have_a_list_of_them() -> None:
    page = _Page(_write(ordinary(), hostile()))
    assert [href for href in page.all("href") if re.fullmatch(r"#a\d+", href)] == ["#a1", "#a2"]
    assert "nav" not in [tag for tag, _ in _Page(_write(ordinary())).elements]


def test_an_article_without_claims_says_so() -> None:
    assert "No claims were found" in _write(Article("Nobody said a thing."))


def test_no_articles_still_make_a_page() -> None:
    assert _Page(_write()).open == []
