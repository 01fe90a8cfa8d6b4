"""Which prediction goes with which gold, in which scope, and what changed between two systems."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.errors import GoldError
from sayso.gold import GoldArticle, GoldSet, LabelItem
from sayso.records import Article, Span
from sayso.scoring.cases import pair_articles
from sayso.scoring.evaluation import Evaluation, evaluate_predictions
from sayso.scoring.labels import Labels, score_label_items
from sayso.scoring.outcomes import Outcome, find_outcomes
from sayso.scoring.resampling import Resampling
from sayso.scoring.settings import Settings
from tests.scoring.building import BRIDGE, article, claim, compare, gold_set, source

SAFE = claim(BRIDGE, "The mayor", "said", "the bridge is safe")
DENIAL = claim(BRIDGE, "Critics", "denied", "it loudly")
GOLD = article(BRIDGE, SAFE, DENIAL)
FEW = Settings(draws=3)


def two_annotators() -> GoldSet:
    versions = (replace(GOLD, id=f"bridge_{who}") for who in "xy")
    return GoldSet(tuple(GoldArticle(one, name="bridge") for one in versions))


def value(evaluation: Evaluation, name: str) -> float | None:
    figure = evaluation.headline.figure(name)
    assert figure is not None
    return figure.value


@pytest.mark.parametrize("prediction_id", ["bridge", "bridge_x", "something else"])
def test_one_prediction_serves_every_annotator_of_its_text(prediction_id: str) -> None:
    cases = pair_articles(two_annotators(), [replace(GOLD, id=prediction_id)]).cases
    assert [case.prediction is not None for case in cases] == [True, True]


def test_a_prediction_by_id_goes_before_one_by_text() -> None:
    mine, other = replace(GOLD, id="bridge_x"), replace(GOLD, id="bridge", claims=())
    cases = pair_articles(two_annotators(), [other, mine]).cases
    assert [len(case.prediction.claims) for case in cases if case.prediction] == [2, 0]


def test_a_prediction_on_another_text_is_none_and_is_told() -> None:
    gold = gold_set(
        GOLD, article("Another text .", claim("Another text .", "", "", "text"), id="b")
    )
    changed = article(BRIDGE + " More .", id="b")
    paired = pair_articles(gold, [GOLD, changed])
    assert [case.prediction is not None for case in paired.cases] == [True, False]
    assert "predicted on another text" in paired.remarks[0]
    assert "1 of 2 gold articles have no prediction" in paired.remarks[1]
    assert "1 of 2 predicted articles fit no gold article" in paired.remarks[2]


def test_nothing_to_score_is_an_error() -> None:
    with pytest.raises(GoldError, match="holds no article"):
        evaluate_predictions(GoldSet(()), [GOLD])
    with pytest.raises(GoldError, match="none of 1 predicted articles fits"):
        evaluate_predictions(gold_set(GOLD), [article("Another .", id="z")])
    with pytest.raises(GoldError, match="none of 0 predicted articles fits"):
        evaluate_predictions(gold_set(GOLD), [])
    with pytest.raises(GoldError, match="two predicted articles have the id 'a'"):
        evaluate_predictions(gold_set(GOLD), [GOLD, GOLD])


NESTED = article(BRIDGE, SAFE, DENIAL, claim(BRIDGE, "", "is", "safe", within=SAFE.id))


def test_gold_without_nested_claims_is_scored_with_and_without_the_predicted_ones() -> None:
    evaluation = evaluate_predictions(gold_set(GOLD), [NESTED], settings=FEW)
    assert evaluation.scope == "outermost"
    assert value(evaluation, "content.50.precision") == pytest.approx(100 * 2 / 3)
    assert evaluation.outermost is not None
    outermost = evaluation.outermost.figure("content.50.precision")
    assert outermost is not None
    assert outermost.value == 100
    assert evaluation.detailed is evaluation.outermost
    assert "marks no nested claims, and 1 of 3 predicted claims are nested" in evaluation.remarks[0]


def test_gold_with_nested_claims_is_scored_whole() -> None:
    evaluation = evaluate_predictions(gold_set(NESTED), [NESTED], settings=FEW)
    assert (evaluation.scope, evaluation.outermost) == ("all", None)
    assert value(evaluation, "content.50") == 100


def test_the_scope_can_be_chosen() -> None:
    whole = Settings(draws=3, scope="all")
    assert evaluate_predictions(gold_set(GOLD), [NESTED], settings=whole).outermost is None
    outer = Settings(draws=3, scope="outermost")
    assert evaluate_predictions(gold_set(NESTED), [NESTED], settings=outer).outermost is not None


def test_gold_that_links_nothing_gets_no_figure_of_whole_claims() -> None:
    unlinked = replace(gold_set(GOLD), is_linked=False)
    evaluation = evaluate_predictions(unlinked, [GOLD], settings=FEW)
    found = {figure.name.split(".")[0] for figure in evaluation.headline.figures}
    assert found == {"exact", "tok"}
    assert evaluation.headline.splits == ()
    assert "does not say which source" in evaluation.remarks[0]


def test_annotators_are_scored_against_each_other_and_the_system_beside_them() -> None:
    first, second = two_annotators().articles
    second = replace(second, article=replace(second.article, claims=(SAFE,)))
    evaluation = evaluate_predictions(
        GoldSet((first, second)), [replace(GOLD, id="bridge")], settings=FEW
    )
    ceiling = evaluation.ceiling
    assert ceiling is not None
    assert (ceiling.n_texts, ceiling.n_pairs) == (1, 1)
    people = {figure.name: figure.value for figure in ceiling.annotators}
    system = {figure.name: figure.value for figure in ceiling.system}
    assert people["content.50"] == pytest.approx(100 * 2 * 1 / 3)
    # All found of both annotators (3), four predicted: the second has one of two.
    assert system["content.50"] == pytest.approx(100 * 2 * 3 / 7)


def test_one_annotator_a_text_makes_no_ceiling() -> None:
    assert evaluate_predictions(gold_set(GOLD), [GOLD], settings=FEW).ceiling is None


def test_claims_gained_and_lost_are_told_in_words() -> None:
    old = article(BRIDGE, SAFE, claim(BRIDGE, "The mayor", "denied", "it loudly"))
    new = article(BRIDGE, DENIAL, claim(BRIDGE, "", "said", "The mayor", "wrong"))
    evaluation = evaluate_predictions(gold_set(GOLD), [new], against=[old], settings=FEW)
    comparison = evaluation.comparison
    assert comparison is not None
    changes = comparison.changes
    assert [(one.source, one.cue, one.content) for one in changes.gained] == [
        ("Critics", "denied", "it loudly")
    ]
    assert [one.content for one in changes.lost] == ["the bridge is safe"]
    assert [one.content for one in changes.new_wrong] == ["The mayor"]
    assert changes.gone_wrong == ()
    by_name = {one.name: one for one in comparison.differences}
    assert by_name["content.50"].difference == pytest.approx(50 - 100)


def test_a_system_against_itself_gains_and_loses_nothing() -> None:
    evaluation = evaluate_predictions(gold_set(GOLD), [NESTED], against=[NESTED], settings=FEW)
    assert evaluation.comparison is not None
    assert evaluation.comparison.changes.gained == evaluation.comparison.changes.lost == ()
    assert {one.difference for one in evaluation.comparison.differences} == {0}


def verdicts(gold: Article, predicted: Article | None) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.verdict, one.differing) for one in find_outcomes(compare(gold, predicted))]


def test_every_claim_has_an_outcome() -> None:
    assert verdicts(GOLD, GOLD) == [("right", ()), ("right", ())]
    assert verdicts(GOLD, None) == [("missed", ()), ("missed", ())]
    assert verdicts(GOLD, article(BRIDGE, DENIAL, claim(BRIDGE, "", "", "The mayor"))) == [
        ("missed", ()),
        ("wrong", ()),
        ("right", ()),
    ]
    short = article(BRIDGE, claim(BRIDGE, "mayor", "said", "the"), replace(DENIAL, source=()))
    assert verdicts(GOLD, short) == [("partial", ()), ("other source", ())]


def test_outcomes_name_what_else_differs() -> None:
    parties = (source(BRIDGE, "s1", "The mayor"), source(BRIDGE, "s2", "Critics"))
    gold = article(BRIDGE, replace(SAFE, stance="support", source_ids=("s1",)), sources=parties)
    other = article(BRIDGE, replace(SAFE, stance="deny", source_ids=("s2",)), sources=parties)
    assert verdicts(gold, other) == [("right", ("party", "stance"))]
    assert isinstance(find_outcomes(compare(gold, other))[0], Outcome)


def test_splits_count_each_kind_of_claim_apart() -> None:
    text = "Ann said one two . Bo left . Cy came . three four , he thinks ."
    near = claim(text, "Ann", "said", "one two", mode="direct")
    far = claim(text, "Bo", "thinks", "three four", mode="indirect")
    none = claim(text, "", "came", "Cy", mode="indirect")
    gold = article(text, near, far, none)
    evaluation = evaluate_predictions(gold_set(gold), [replace(gold, claims=(near, none))])
    found = {(one.trait, one.value): one for one in evaluation.headline.splits}
    assert {key for key in found if key[0] == "distance"} == {
        ("distance", "same sentence"),
        ("distance", "other sentence"),
        ("distance", "no source"),
    }
    other = found["distance", "other sentence"]
    assert (other.n_gold, other.n_predicted) == (1, 0)
    figures = {figure.name: figure.value for figure in other.figures}
    assert figures["attributed.recall"] == 0
    assert "attributed" not in figures  # F1 takes both sides
    indirect = {figure.name: figure.value for figure in found["mode", "indirect"].figures}
    assert (indirect["attributed.recall"], indirect["attributed.precision"]) == (50, 100)
    assert not any(key[0] in ("kind", "nested", "implicit", "publisher") for key in found)


def test_a_claim_of_a_kind_is_right_whatever_kind_the_other_side_gives_it() -> None:
    gold = article(BRIDGE, replace(SAFE, mode="direct"), DENIAL)
    predicted = article(BRIDGE, SAFE, DENIAL)
    evaluation = evaluate_predictions(gold_set(gold), [predicted], settings=FEW)
    found = {(one.trait, one.value): one for one in evaluation.headline.splits}
    direct = {figure.name: figure.value for figure in found["mode", "direct"].figures}
    assert direct["attributed.recall"] == 100


def item(draw: str, stance: str = "support") -> LabelItem:
    return LabelItem("a", (), (), (Span(0, 3),), stance, "certain", draw)  # type: ignore[arg-type]


def test_label_items_are_scored_over_all_and_over_the_uniform_draw() -> None:
    items = [item("uniform"), item("uniform", "deny"), item("enriched", "deny")]
    predicted = [Labels("support", "certain"), Labels("deny", None), Labels("support", "possible")]
    measures = score_label_items(items, predicted)
    resampling = Resampling([one.article for one in items], FEW)
    figures = {m.name: resampling.figure(m) for m in measures}
    assert figures["stance.gold-spans.accuracy"].value == pytest.approx(100 * 2 / 3)
    assert figures["stance.gold-spans.uniform.accuracy"].value == 100
    assert figures["stance.gold-spans.uniform.accuracy"].n == 2
    assert figures["confidence.gold-spans.accuracy"].value == pytest.approx(100 / 3)
    with pytest.raises(GoldError, match="found 1 predicted labels for 3 labelled items"):
        score_label_items(items, predicted[:1])
    with pytest.raises(GoldError, match="at least one item"):
        score_label_items([], [])
