"""Random gold for the property tests: short texts with nested, labelled, resolved claims."""

from __future__ import annotations

from hypothesis import strategies as st

from sayso.records import (
    CONFIDENCES,
    KINDS,
    MODES,
    STANCES,
    Article,
    Claim,
    Probability,
    Source,
    Span,
    Spans,
)

# Words, marks and line ends; few words, so that equal contents and names come up often.
TEXT = st.lists(
    st.sampled_from(
        ["Ann", "Bo", "said", "they", "no", ".", "\n", "“", "”", "it’s", "—", "Bo-Lee"]
    ),
    min_size=3,
    max_size=25,
).map(" ".join)
SHARES = st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0])


def pieces(text: str, min_size: int = 0) -> st.SearchStrategy[Spans]:
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12))
    span = ends.map(lambda pair: Span(pair[0], min(pair[0] + pair[1], len(text))))
    return st.lists(span, min_size=min_size, max_size=3, unique=True).map(tuple)


@st.composite
def sources(draw: st.DrawFn, text: str) -> tuple[Source, ...]:
    names = draw(st.lists(st.sampled_from(["Ann", "Bo", "they", "the mayor"]), max_size=3))
    return tuple(
        Source(f"s{n}", name, draw(st.sampled_from(KINDS)), mentions=draw(pieces(text)))
        for n, name in enumerate(names)
    )


@st.composite
def claims(
    draw: st.DrawFn, text: str, parties: tuple[Source, ...], with_probability: bool
) -> tuple[Claim, ...]:
    n_claims = draw(st.integers(1, 6))
    ids = [one.id for one in parties]
    some_ids = st.lists(st.sampled_from(ids), max_size=2, unique=True) if ids else st.just([])
    made: list[Claim] = []
    for n in range(n_claims):
        holder = st.none() | st.sampled_from([one.id for one in made]) if made else st.none()
        shares = {name: draw(SHARES) for name in ("claim", "source", "stance", "confidence")}
        made.append(
            Claim(
                id=f"c{n}",
                content=draw(pieces(text, min_size=1)),
                source_ids=tuple(draw(some_ids)),
                within=draw(holder),
                source=draw(pieces(text)),
                cue=draw(pieces(text)),
                mode=draw(st.sampled_from(MODES)),
                implicit=draw(st.booleans()),
                stance=draw(st.none() | st.sampled_from(STANCES)),
                confidence=draw(st.none() | st.sampled_from(CONFIDENCES)),
                probability=Probability(**shares) if with_probability else Probability(),
            )
        )
    return tuple(made)


@st.composite
def articles(
    draw: st.DrawFn, article_id: str, text: str, *, with_probability: bool = False
) -> Article:
    parties = draw(sources(text))
    found = draw(claims(text, parties, with_probability))
    return Article(text=text, id=article_id, sources=parties, claims=found)


@st.composite
def gold_and_predictions(draw: st.DrawFn) -> tuple[list[Article], list[Article]]:
    """Gold of one to three articles, and predictions with probabilities on the same texts."""
    texts = draw(st.lists(TEXT, min_size=1, max_size=3))
    gold = [draw(articles(f"a{n}", text)) for n, text in enumerate(texts)]
    predicted = [
        draw(articles(f"a{n}", text, with_probability=True)) for n, text in enumerate(texts)
    ]
    return gold, predicted
