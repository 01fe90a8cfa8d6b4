"""The brat reader: what it pools and merges, and every fault it names without stopping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.errors import ReadingError
from sayso.gold import GoldSet
from sayso.reading.brat import load_brat_folder
from sayso.records import Span

TEXT = "The mayor said\nthe bridge is safe. It will open, she added, in May."
GOOD = (
    "T1\tSource 0 9\tThe mayor\n"
    "T2\tCue 10 14\tsaid\n"
    "T3\tContent 15 33\tthe bridge is safe\n"
    "T4\tAttribution 10 14\tsaid\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_folder(annotation: str, text: str = TEXT, stem: str = "daily_2020_bridge_a1") -> Path:
        name = stem.rpartition("_")[0]
        for folder, file, content in (
            ("text", f"{name}.txt", text),
            ("attributions", f"{stem}.ann", annotation),
        ):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / file).write_bytes(content.encode())
        return tmp_path

    return write_folder


def messages(gold: GoldSet) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in gold.problems]


def test_a_good_file_gives_one_article_with_its_claim(write: Write) -> None:
    gold = load_brat_folder(write(GOOD))
    (one,) = gold.articles
    (claim,) = one.article.claims
    assert gold.problems == ()
    assert (one.article.id, one.name) == ("daily_2020_bridge_a1", "daily_2020_bridge")
    assert (one.annotator, one.publisher) == ("a1", "daily")
    assert [span.of(TEXT) for span in claim.source] == ["The mayor"]
    assert [span.of(TEXT) for span in claim.cue] == ["said"]
    assert [span.of(TEXT) for span in claim.content] == ["the bridge is safe"]


def test_annotators_of_one_text_stay_apart(write: Write) -> None:
    write(GOOD)
    gold = load_brat_folder(write("", stem="daily_2020_bridge_b2"))
    assert [one.article.id for one in gold.articles] == [
        "daily_2020_bridge_a1",
        "daily_2020_bridge_b2",
    ]
    assert {one.name for one in gold.articles} == {"daily_2020_bridge"}
    assert [len(one.article.claims) for one in gold.articles] == [1, 0]


def test_roles_are_pooled_sorted_and_merged_over_blanks(write: Write) -> None:
    annotation = (
        "T1\tContent 61 67;35 47\tin May It will open\n"
        "T2\tContent 20 33\tbridge is safe\n"
        "T3\tCue 10 14;15 18\tsaid the\n"
        "E1\tAttribution-no-source:T3 Content:T1 Content2:T2 Cue:T3\n"
    )
    gold = load_brat_folder(write(annotation))
    (claim,) = gold.articles[0].article.claims
    assert claim.source == ()
    assert claim.cue == (Span(10, 18),)
    assert claim.content == (Span(20, 33), Span(35, 47), Span(61, 67))
    assert messages(gold) == [
        "1: T1 does not match its text: 'in May It will open'",
        "2: T2 does not match its text: 'bridge is safe'",
    ]


def test_a_surface_that_wraps_is_reported_and_still_matches(write: Write) -> None:
    annotation = "T1\tContent 10 18\tsaid\nthe\nE1\tAttribution:T1 Content:T1\n"
    gold = load_brat_folder(write(annotation))
    assert messages(gold) == ["2: goes on with the annotation of line 1, which wraps"]
    assert gold.articles[0].article.claims[0].content == (Span(10, 18),)


def test_empty_lines_inside_a_wrapped_surface_are_part_of_it(write: Write) -> None:
    annotation = "T1\tContent 0 9\tone\n\n\ntwo\nE1\tAttribution:T1 Content:T1\n"
    gold = load_brat_folder(write(annotation, text="one\n\n\ntwo."))
    assert messages(gold) == ["4: goes on with the annotation of line 1, which wraps"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("E2\tAttribution:T4 Cue:T2 Source:T1", "6: E2 is left out: claim 'E2' has no content"),
        (
            "E2\tAttribution:T4 Content:T9",
            "6: E2 is left out: it names T9, which the file does not define",
        ),
        ("E1\tAttribution:T4 Content:T3", "6: E1 stands twice; the second is left out"),
        ("T3\tContent 0 3\tThe", "6: T3 stands twice; the second is left out"),
        ("T9\tContent x 3\tThe", "6: is no line of brat stand-off: 'T9\\tContent x 3\\tThe'"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(write: Write, line: str, message: str) -> None:
    gold = load_brat_folder(write(GOOD + line + "\n"))
    assert messages(gold) == [message]
    assert [claim.id for claim in gold.articles[0].article.claims] == ["E1"]


def test_spans_outside_the_text_cost_their_claim_alone(write: Write) -> None:
    bad = "T9\tContent 50 99\tin May\nE2\tAttribution:T4 Content:T9\n"
    gold = load_brat_folder(write(GOOD + bad))
    assert messages(gold) == [
        "6: T9 does not match its text: 'in May'",
        f"7: E2 is left out: T9 ends at 99, outside its text of {len(TEXT)} characters",
    ]
    assert len(gold.articles[0].article.claims) == 1


def test_notes_and_unused_types_are_passed_over(write: Write) -> None:
    extra = "#1\tAnnotatorNotes T1\tsure?\nT9\tDiscard 0 3\tThe\nA1\tDoubt T1\n"
    assert load_brat_folder(write(GOOD + extra)).problems == ()


def test_crlf_in_the_annotation_is_named(write: Write) -> None:
    gold = load_brat_folder(write(GOOD.replace("\n", "\r\n")))
    assert messages(gold) == ["1: has CRLF line ends"]
    assert len(gold.articles[0].article.claims) == 1


@pytest.mark.parametrize(
    ("text", "shift", "read_as", "message"),
    [
        (
            TEXT.replace("\n", "\r\n"),
            1,
            TEXT.replace("\n", "\r\n"),
            "CRLF line ends, which are kept",
        ),
        (TEXT.replace("\n", "\r\n"), 0, TEXT, "CRLF line ends, which are read as LF"),
        ("\ufeff" + TEXT, 0, TEXT, "byte order mark, which is left out"),
    ],
)
def test_the_text_is_read_as_the_offsets_count_it(
    write: Write, text: str, shift: int, read_as: str, message: str
) -> None:
    annotation = GOOD.replace("15 33", f"{15 + shift} {33 + shift}")
    gold = load_brat_folder(write(annotation, text=text))
    article = gold.articles[0].article
    assert article.text == read_as
    assert article.claims[0].content[0].of(article.text) == "the bridge is safe"
    (problem,) = gold.problems
    assert message in problem.message


def test_a_byte_order_mark_that_is_counted_stays(write: Write) -> None:
    annotation = "T1\tContent 1 10\tThe mayor\nE1\tAttribution:T1 Content:T1\n"
    gold = load_brat_folder(write(annotation, text="\ufeff" + TEXT))
    assert gold.articles[0].article.text.startswith("\ufeff")
    assert "which is counted" in gold.problems[0].message


def test_files_that_cannot_be_read_are_named_and_the_others_read(write: Write) -> None:
    folder = write(GOOD)
    (folder / "attributions" / "gone_a1.ann").write_text(GOOD)
    (folder / "attributions" / "nameless.ann").write_text(GOOD)
    (folder / "attributions" / "latin_a1.ann").write_bytes(b"T1\tSource 0 3\t\xe9t\xe9\n")
    gold = load_brat_folder(folder)
    assert [one.article.id for one in gold.articles] == ["daily_2020_bridge_a1"]
    assert len(gold.problems) == 3
    assert all(problem.message.endswith("the file is left out") for problem in gold.problems)


def test_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="found no folders text/ and attributions/"):
        load_brat_folder(tmp_path)
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    with pytest.raises(ReadingError, match=r"holds no \.ann file"):
        load_brat_folder(tmp_path)
