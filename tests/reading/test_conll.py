"""BIO columns: what each layout of tags says of claims, and what is wrong in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import ReadingError
from sayso.gold import GoldSet
from sayso.reading.conll import load_bio_columns
from sayso.records import Claim

ONE_COLUMN = """\
# newdoc id = first
The B-source
mayor I-source
said B-cue
it B-content
works I-content
. O

Nothing O
new O
. O

# newdoc id = second
Critics S-source
doubt U-cue
that B-content
it I-content
works E-content
"""

CLAIM_COLUMNS = """\
1 She B-source O
2 said B-cue O
3 he B-content B-source
4 denied I-content B-cue
5 lying I-content B-content

1 No O
2 claim O
"""


def read(tmp_path: Path, content: str) -> GoldSet:
    path = tmp_path / "gold.conll"
    path.write_bytes(content.encode())
    return load_bio_columns(path)


def words(gold: GoldSet, article: int = 0) -> list[tuple[str, ...]]:
    one = gold.articles[article].article

    def surface(claim: Claim, role: str) -> str:
        return " | ".join(span.of(one.text) for span in getattr(claim, role))

    return [tuple(surface(c, role) for role in ("source", "cue", "content")) for c in one.claims]


def test_bare_tags_in_one_column_are_not_linked(tmp_path: Path) -> None:
    gold = read(tmp_path, ONE_COLUMN)
    assert not gold.is_linked
    assert gold.problems == ()
    assert [one.article.id for one in gold.articles] == ["first", "second"]
    assert gold.articles[0].article.text == "The mayor said it works .\nNothing new ."
    assert words(gold) == [("The mayor", "said", "it works")]
    assert words(gold, 1) == [("Critics", "doubt", "that it works")]


def test_each_claim_may_have_a_column_of_its_own(tmp_path: Path) -> None:
    gold = read(tmp_path, CLAIM_COLUMNS)
    assert gold.is_linked
    assert words(gold) == [("She", "said", "he denied lying"), ("he", "denied", "lying")]


def test_columns_of_roles_are_not_taken_for_claims(tmp_path: Path) -> None:
    gold = read(tmp_path, "She B-source O O\nsaid O B-cue O\nso O O B-content\n")
    assert not gold.is_linked
    assert words(gold) == [("She", "said", "so")]


def test_numbers_link_the_parts_of_a_claim_over_sentences(tmp_path: Path) -> None:
    gold = read(
        tmp_path,
        "It B-content-1\nworks I-content-1\nshe B-source-1\nsaid B-cue-1\n\nWell B-content-1\n",
    )
    assert gold.is_linked
    assert words(gold) == [("she", "said", "It works | Well")]


def test_tokens_that_look_like_tags_and_comments_are_tokens(tmp_path: Path) -> None:
    gold = read(tmp_path, "# a comment\n- O\nShe B-source\nsaid B-cue\nO B-content\n# I-content\n")
    assert gold.articles[0].article.text == "- She said O #"
    assert words(gold) == [("She", "said", "O #")]


def test_faults_are_named_with_their_lines(tmp_path: Path) -> None:
    content = ONE_COLUMN.replace("Nothing O", "Nothing B-place").replace("new O", "new")
    gold = read(tmp_path, "\ufeff" + content.replace("\n", "\r\n"))
    assert [(problem.line, problem.message) for problem in gold.problems] == [
        (1, "starts with a byte order mark, passed over"),
        (1, "has CRLF line ends"),
        (9, "label 'place' is no role; 1 such tag(s) are read as outside"),
        (10, "has a token and no tag, or a tag and no token"),
    ]
    assert len(gold.articles) == 2


def test_an_attribution_without_content_is_left_out(tmp_path: Path) -> None:
    gold = read(tmp_path, "She B-source-1\nsaid B-cue-1\n\nHe B-source-2\nwon B-content-2\n")
    assert [(problem.line, problem.message) for problem in gold.problems] == [
        (1, "an attribution without content is left out")
    ]
    assert words(gold) == [("He", "", "won")]


def test_tags_of_something_else_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="found BIO tags of date, person; wanted tags of source"):
        read(tmp_path, "Ann S-Person\ncame O\nMonday S-Date\n")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"none\.conll"):
        load_bio_columns(tmp_path / "none.conll")
