"""Every figure worked out by hand on articles small enough for that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.records import Article, Claim, Span
from sayso.scoring.matching import compare_article
from sayso.scoring.resampling import Figure, Resampling
from sayso.scoring.scores import find_measures
from sayso.scoring.settings import Settings
from tests.scoring.building import BRIDGE, article, claim, compare, gold_set, source

GOLD = article(
    BRIDGE,
    claim(BRIDGE, "The mayor", "said", "the bridge is safe"),
    claim(BRIDGE, "Critics", "denied", "it loudly"),
)
PREDICTED = article(
    BRIDGE,
    claim(BRIDGE, "mayor", "said", "bridge is safe"),
    claim(BRIDGE, "The mayor", "denied", "it"),
    claim(BRIDGE, "", "loudly", "Critics"),
)


def figures(gold: Article, predicted: Article | None) -> dict[str, Figure]:
    resampling = Resampling(["a"], Settings(draws=2))
    return {m.name: resampling.figure(m) for m in find_measures([compare(gold, predicted)])}


def value(gold: Article, predicted: Article | None, name: str) -> float | None:
    return figures(gold, predicted)[name].value


# Right, predicted, gold, as counted by eye. exact.source: "The mayor" is found, though in the
# wrong claim; content.soft: Dice 6/7 and 2/3.
WORKED_OUT = {
    "exact.source": (1, 2, 2),
    "exact.cue": (2, 3, 2),
    "exact.content": (0, 3, 2),
    "tok.source": (2, 2, 3),
    "tok.cue": (2, 3, 2),
    "tok.content": (4, 5, 6),
    "content.soft": (6 / 7 + 2 / 3, 3, 2),
    "content.50": (2, 3, 2),
    "content.exact": (0, 3, 2),
    "attributed": (1, 3, 2),
    "attributed.exact-source": (0, 3, 2),
}


@pytest.mark.parametrize("name", WORKED_OUT)
def test_the_eleven_figures(name: str) -> None:
    right, n_predicted, n_gold = WORKED_OUT[name]
    found = figures(GOLD, PREDICTED)
    assert found[name].value == pytest.approx(200 * right / (n_predicted + n_gold))
    assert found[f"{name}.precision"].value == pytest.approx(100 * right / n_predicted)
    assert found[f"{name}.recall"].value == pytest.approx(100 * right / n_gold)
    assert (found[f"{name}.precision"].n, found[f"{name}.recall"].n) == (n_predicted, n_gold)


def test_an_article_nobody_predicted_is_all_missed() -> None:
    found = figures(GOLD, None)
    assert {found[name].value for name in WORKED_OUT} == {0.0}
    assert found["attributed.precision"].value == 0.0


def test_nothing_to_measure_is_no_figure() -> None:
    bare = article(BRIDGE, claim(BRIDGE, "", "said", "the bridge"))
    assert figures(bare, bare)["exact.source"].value is None
    assert "party" not in figures(bare, bare)
    assert "stance.macro-f1" not in figures(bare, bare)


def test_the_assignment_is_optimal_and_not_greedy() -> None:
    text = "a b c d e f g h"
    gold = article(text, claim(text, "", "", "a b c d"), claim(text, "", "", "e f"))
    predicted = article(text, claim(text, "", "", "c d e f"), claim(text, "", "", "e f g h"))
    # The first prediction suits the second gold claim best, 2/3, and leaves it for 1/2.
    assert value(gold, predicted, "content.50") == 100
    assert value(gold, predicted, "content.soft") == pytest.approx(100 * (1 / 2 + 2 / 3) / 2)


def test_among_equal_overlaps_the_claim_with_the_right_source_is_matched() -> None:
    right = claim(BRIDGE, "The mayor", "said", "the bridge is safe", "right")
    wrong = claim(BRIDGE, "Critics", "denied", "the bridge is safe", "wrong")
    for predicted in (article(BRIDGE, right, wrong), article(BRIDGE, wrong, right)):
        assert value(GOLD, predicted, "attributed.recall") == 50


def test_a_pair_counts_from_half_on() -> None:
    text = "a b c d e f g"
    gold = article(text, claim(text, "", "", text))
    two, three = (article(text, claim(text, "", "", words)) for words in ("a b", "a b c"))
    assert value(gold, two, "content.50") == 0
    assert value(gold, two, "content.soft") == pytest.approx(100 * 4 / 9)
    assert value(gold, three, "content.50") == 100
    short = article("a b c", claim("a b c", "", "", "a b c"))
    assert value(short, article("a b c", claim("a b c", "", "", "a")), "content.50") == 100


def test_sources_must_meet_or_both_be_empty() -> None:
    gold = article(BRIDGE, claim(BRIDGE, "", "said", "the bridge is safe"))
    assert value(gold, gold, "attributed") == 100
    named = article(BRIDGE, claim(BRIDGE, "mayor", "said", "the bridge is safe"))
    assert value(gold, named, "attributed") == 0
    assert value(gold, named, "content.exact") == 100


def test_a_content_without_a_word_is_found_at_its_very_characters() -> None:
    text = "She shrugged : ¯ — !"
    gold = article(text, claim(text, "She", "shrugged", "¯"))
    assert value(gold, gold, "content.exact") == 100
    assert value(gold, article(text, claim(text, "She", "shrugged", "—")), "content.soft") == 0


NAMED = "Ann Lee spoke . Lee said it works . Bo denied it . They left ."


def resolved(*predicted_names: str, kind: str = "person") -> Article:
    names = dict(zip(("s1", "s2"), predicted_names, strict=True))
    sources = tuple(source(NAMED, key, name, kind=kind) for key, name in names.items())
    return article(
        NAMED,
        claim(NAMED, "Lee", "said", "it works", source_ids=("s1",)),
        claim(NAMED, "Bo", "denied", "it .", source_ids=("s2",)),
        sources=sources,
    )


PARTIES = replace(
    resolved("Ann Lee", "Bo"),
    sources=(
        source(NAMED, "s1", "Ann Lee", "Ann Lee", "Lee said", "They"),
        source(NAMED, "s2", "Bo", "Bo"),
    ),
)


@pytest.mark.parametrize(
    ("names", "right", "why"),
    [
        (("Ann Lee", "Bo"), 2, "the names themselves"),
        (("the ann lee", "Bo’s"), 2, "case, article and possessive do not matter"),
        (("Lee said", "Bo"), 2, "another mention of the same party names it"),
        (("They", "Bo"), 1, "a pronoun names nobody"),
        (("Bo", "Ann Lee"), 0, "the other party is wrong"),
        (("Ann", "Bo Lee"), 0, "a name the article does not call them"),
    ],
)
def test_the_right_party_is_named(names: tuple[str, str], right: int, why: str) -> None:
    assert value(PARTIES, resolved(*names), "party") == 100 * right / 2, why


def test_all_of_several_parties_must_be_named() -> None:
    def with_ids(*ids: str) -> Article:
        one = claim(NAMED, "Lee", "said", "it works", source_ids=ids)
        return replace(PARTIES, claims=(one,))

    assert value(with_ids("s1", "s2"), with_ids("s2", "s1"), "party") == 100
    assert value(with_ids("s1", "s2"), with_ids("s1"), "party") == 0
    assert value(with_ids("s1"), with_ids("s1", "s2"), "party") == 0


def test_unnamed_parties_are_the_same_by_their_kind() -> None:
    gold = resolved("some officials", "others", kind="unnamed")
    assert value(gold, resolved("unnamed", "nobody", kind="unnamed"), "party") == 100
    assert value(gold, resolved("unnamed", "nobody", kind="person"), "party") == 0


def test_claims_that_gold_resolves_to_nobody_are_left_aside() -> None:
    one, other = PARTIES.claims
    gold = replace(PARTIES, claims=(one, replace(other, source_ids=())))
    found = figures(gold, resolved("Ann Lee", "wrong"))
    assert (found["party"].value, found["party.precision"].n, found["party.recall"].n) == (
        100,
        1,
        1,
    )


def test_b_cubed_as_worked_out_by_hand() -> None:
    text = "a b c d"
    gold = article(
        text,
        claim(text, "", "", "a"),
        sources=(source(text, "s1", "A", "a", "b", "c"), source(text, "s2", "D", "d")),
    )
    predicted = article(
        text, sources=(source(text, "p1", "A", "a", "b"), source(text, "p2", "C", "c", "d"))
    )
    found = figures(gold, predicted)
    assert found["b-cubed.precision"].value == pytest.approx(100 * (1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert found["b-cubed.recall"].value == pytest.approx(100 * (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    missing = article(text, sources=(source(text, "p1", "A", "a", "b"),))
    assert value(gold, missing, "b-cubed.recall") == pytest.approx(100 * (2 / 3 + 2 / 3) / 4)


NESTED = "Ann said that Bo claimed that it works"


def nested(within: str | None, outer: str = "that Bo claimed that it works") -> Article:
    return article(
        NESTED,
        claim(NESTED, "Ann", "said", outer, "outer"),
        claim(NESTED, "Bo", "claimed", "that it works", "inner", within=within),
    )


def test_a_nested_claim_must_stand_in_the_right_one() -> None:
    assert value(nested("outer"), nested("outer"), "nesting") == 100
    assert value(nested("outer"), nested(None), "nesting.recall") == 0
    assert value(nested("outer"), nested("outer", outer="that"), "nesting") == 0
    assert "nesting" not in figures(nested(None), nested("outer"))


def labelled(*labels: tuple[str, str]) -> Article:
    one, other = GOLD.claims
    return article(
        BRIDGE,
        *(
            replace(given, stance=stance, confidence=confidence)
            for given, (stance, confidence) in zip((one, other), labels, strict=True)
        ),
    )


def test_labels_are_judged_on_matched_claims() -> None:
    gold = labelled(("support", "certain"), ("deny", "certain"))
    predicted = labelled(("support", "certain"), ("support", "possible"))
    found = figures(gold, predicted)
    assert found["stance.accuracy"].value == 50
    # support: one right of two predicted and one gold, F1 2/3; deny: 0.
    assert found["stance.macro-f1"].value == pytest.approx(100 * (2 / 3 + 0) / 2)
    assert found["stance.deny"].value == 0
    assert "stance.query" not in found
    assert found["confidence.accuracy"].value == 50


def test_a_missing_label_is_wrong_and_a_missed_claim_is_not_judged() -> None:
    gold = labelled(("support", "certain"), ("deny", "certain"))
    assert value(gold, GOLD, "stance.accuracy") == 0
    one = replace(gold, claims=gold.claims[:1])
    assert value(gold, one, "stance.accuracy") == 100
    assert figures(gold, one)["stance.accuracy"].n == 1


def test_labels_chosen_by_cue_are_left_out_of_the_uniform_figures() -> None:
    gold = labelled(("support", "certain"), ("deny", "certain"))
    predicted = labelled(("support", "certain"), ("support", "certain"))
    (given,) = gold_set(gold).articles
    compared = compare_article(replace(given, enriched=frozenset({"it loudly"})), predicted)
    resampling = Resampling(["a"], Settings(draws=2))
    found = {m.name: resampling.figure(m) for m in find_measures([compared])}
    assert (found["stance.accuracy"].value, found["stance.accuracy"].n) == (50, 2)
    assert (found["stance.uniform.accuracy"].value, found["stance.uniform.accuracy"].n) == (100, 1)


def test_pieces_parted_by_nothing_stay_pieces_and_the_same_words() -> None:
    start = BRIDGE.index("the bridge")
    whole = Claim(id="c", content=(Span(start, start + 18),))
    parted = Claim(id="c", content=(Span(start, start + 10), Span(start + 10, start + 18)))
    assert value(article(BRIDGE, whole), article(BRIDGE, parted), "content.exact") == 100
    assert value(article(BRIDGE, whole), article(BRIDGE, parted), "exact.content") == 0
