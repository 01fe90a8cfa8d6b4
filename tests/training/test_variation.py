import random

from sayso.records import Claim
from sayso.training.examples import Labelled, label_unnested
from sayso.training.variation import Reporter, vary_marks
from tests.training.samples import TEXT, mark_article

ARTICLE = mark_article(TEXT)
SOURCE = "1S<The mayor> 1Q<insisted> 1C<that nobody was hurt>."


def surface(labelled: Labelled, claim: Claim) -> tuple[str, str, str]:
    text = labelled.article.text
    source, cue, content = (
        " ".join(span.of(text) for span in spans)
        for spans in (claim.source, claim.cue, claim.content)
    )
    return source, cue, content


def test_other_marks_move_nothing() -> None:
    seen = set()
    for seed in range(40):
        varied = vary_marks(label_unnested(ARTICLE), random.Random(seed))
        assert len(varied.article.text) == len(ARTICLE.text)
        assert varied.article.claims == ARTICLE.claims
        seen.add(varied.article.text)
    assert len(seen) == 6


def test_a_reported_sentence_keeps_its_own_claim() -> None:
    reporter = Reporter([mark_article(SOURCE), ARTICLE])
    inner = {"the mayor", "police", "the union", "the harbour office"}
    seen = set()
    for seed in range(60):
        made = reporter.report(random.Random(seed), 1)
        for claim in made.article.claims:
            source, cue, content = surface(made, claim)
            assert content
            if claim.id.endswith("outer"):
                seen.add((source, cue))
                nested = [c for c in made.article.claims if claim.content[0].contains(c.extent)]
                assert {surface(made, c)[0].lower() for c in nested} <= inner
                assert nested
    assert seen == {
        ("The mayor", "insisted"),
        ("Police", "said"),
        ("The union", "denied"),
        ("the harbour office", "reported"),
    }


def test_the_outer_content_is_the_whole_sentence() -> None:
    reporter = Reporter([mark_article(SOURCE)])
    made = reporter.report(random.Random(0), 1)
    assert made.article.text.strip() == (
        "The mayor insisted the mayor insisted that nobody was hurt."
    )
    contents = {surface(made, claim)[2] for claim in made.article.claims}
    assert contents == {
        "that nobody was hurt",
        "the mayor insisted that nobody was hurt",
    }
