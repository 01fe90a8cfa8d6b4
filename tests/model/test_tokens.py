from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ModelError
from sayso.model.model import TOKENIZER_FILE
from sayso.model.tokens import MAX_CHARS_AT_ONCE, Tokenizer
from sayso.model.weights import find_model
from sayso.records import Span

TOKENIZER = Tokenizer(find_model("small") / TOKENIZER_FILE)


@given(st.text(max_size=200))
def test_tokens_lie_in_order_inside_the_text(text: str) -> None:
    tokens = TOKENIZER.tokenize(text)
    assert (tokens.ends > tokens.starts).all()
    assert (np.diff(tokens.starts) >= 0).all()
    assert (np.diff(tokens.words) >= 0).all()
    assert not len(tokens) or tokens.ends.max() <= len(text)


def test_a_span_finds_the_tokens_it_shares_characters_with() -> None:
    text = "Police said 😀 the driver fled."
    tokens = TOKENIZER.tokenize(text)
    covering = tokens.covering(Span(7, 11))
    assert tokens.span(covering.start, covering.stop).of(text) == "said"
    assert tokens.covering(Span(6, 7)) == slice(1, 1)


def test_a_long_text_is_cut_between_words_and_loses_nothing() -> None:
    text = "word " * (MAX_CHARS_AT_ONCE // 5 + 1000)
    tokens = TOKENIZER.tokenize(text)
    assert len(tokens) == text.count("word")
    assert (np.diff(tokens.words) == 1).all()
    assert {text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)} == {"word"}


def test_a_file_that_is_no_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="not a tokenizer file"):
        Tokenizer(tmp_path / "tokenizer.json")


def test_addresses_and_compounds_are_one_word() -> None:
    tokens = TOKENIZER.tokenize("Says news.example, a half-way house.")
    words = {w: tokens.words.tolist().count(w) for w in tokens.words.tolist()}
    assert len(words) == 7
