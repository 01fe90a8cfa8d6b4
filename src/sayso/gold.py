"""Gold: articles that people annotated, and what was wrong in the files that held them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.errors import GoldError
from sayso.records import Article, Confidence, Spans, Stance


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file of gold or predictions; ``line`` counts from 1."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotator's reading of one text.

    ``article.id`` tells the annotators of one text apart; ``name`` is the text's own, which
    they share. ``enriched`` are the ids of claims whose stance and confidence were labelled
    because of their cue, so that figures over a natural draw must leave them out.
    """

    article: Article
    name: str
    annotator: str | None = None
    publisher: str | None = None
    enriched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldSet:
    """All articles of one gold set in the order of their files.

    ``is_linked`` is False where the format says which words are source, cue and content but
    not which of them belong together, so that no figure over whole claims can be given.
    """

    articles: tuple[GoldArticle, ...]
    problems: tuple[Problem, ...] = ()
    is_linked: bool = True


@dataclass(frozen=True, slots=True)
class LabelItem:
    """Stance and confidence of one claim of a text, apart from the gold that marks its spans.

    ``article`` is the ``name`` of the text. ``draw`` tells how the claim was chosen: at random
    ("uniform"), or because of its cue, so that rare labels occur.
    """

    article: str
    source: Spans
    cue: Spans
    content: Spans
    stance: Stance
    confidence: Confidence
    draw: str


def check_strictly(problems: Iterable[Problem], where: str) -> None:
    """Refuse the whole set for any problem.

    Raises:
        GoldError: There is one; the message lists them all.
    """
    lines = [str(problem) for problem in problems]
    if lines:
        raise GoldError(
            f"{where}: {len(lines)} problem(s), refused because of --strict:\n" + "\n".join(lines)
        )
