import random
from dataclasses import replace

import numpy as np

from sayso.model.frame import CUE_B, ROLE_CONTENT, ROLE_SOURCE
from sayso.model.model import TOKENIZER_FILE
from sayso.model.tokens import Tokenizer
from sayso.model.weights import find_model
from sayso.records import CONFIDENCES, STANCES
from sayso.training.examples import (
    UNKNOWN,
    WindowLabels,
    label_unnested,
    label_windows,
)
from tests.training.samples import TEXT, mark_article

TOKENIZER = Tokenizer(find_model("small") / TOKENIZER_FILE)
ARTICLE = mark_article(TEXT)


def windows(max_tokens: int = 400) -> list[WindowLabels]:
    rng = random.Random(0)
    labelled = label_unnested(ARTICLE)
    return list(label_windows(labelled, TOKENIZER, rng, max_tokens=max_tokens, overlap=4))


def pieces(ids: np.ndarray) -> list[int]:
    return ids.tolist()


def test_every_claim_is_labelled_in_a_window() -> None:
    assert sum(len(window.claims) for window in windows()) == len(ARTICLE.claims)


def test_labels_point_at_the_words_they_mean() -> None:
    (window,) = windows()
    for claim, labels in zip(ARTICLE.claims, window.claims, strict=True):
        for spans, where in (
            (claim.cue, slice(labels.cue.start, labels.cue.end)),
            (claim.source, labels.roles == ROLE_SOURCE),
            (claim.content, labels.roles == ROLE_CONTENT),
        ):
            words = " ".join(span.of(ARTICLE.text) for span in spans)
            assert pieces(window.ids[where]) == pieces(TOKENIZER.tokenize(words).ids)


def test_silence_inside_a_content_is_unknown_but_for_its_first_word() -> None:
    (window,) = windows()
    unknown = window.cue_tags == UNKNOWN
    for labels in window.claims:
        inside = labels.roles == ROLE_CONTENT
        first = inside & ~np.roll(inside, 1)
        assert unknown[inside & ~first & ~np.roll(first, 1)].all()
        assert not unknown[first].any()
    assert not unknown[~np.any([c.roles == ROLE_CONTENT for c in window.claims], axis=0)].any()
    assert (window.cue_tags == CUE_B).sum() == len(ARTICLE.claims)


def test_small_windows_keep_the_claims_they_hold_whole() -> None:
    assert len(windows(40)) > 1
    for window in windows(40):
        assert len(window.ids) <= 42
        assert all(claim.cue.end <= len(window.ids) - 1 for claim in window.claims)


def test_labels_go_with_their_claim() -> None:
    first, second, *others = ARTICLE.claims
    claims = (replace(first, stance="deny", confidence="certain"), second, *others)
    labelled = label_unnested(replace(ARTICLE, claims=claims))
    (window,) = label_windows(labelled, TOKENIZER, random.Random(0), max_tokens=400, overlap=0)
    assert window.claims[0].stance == STANCES.index("deny")
    assert window.claims[0].confidence == CONFIDENCES.index("certain")
    assert window.claims[1].stance == window.claims[1].confidence == UNKNOWN
