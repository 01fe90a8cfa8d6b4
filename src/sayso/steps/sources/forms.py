"""The written forms of names: all places of one form together, with what they tell about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.records import Kind
from sayso.steps.sources.lexicon import Gender, Lexicon
from sayso.steps.sources.page import Page
from sayso.steps.sources.roles import (
    Role,
    find_role,
    find_title_gender,
    has_shared_title,
    has_title,
)
from sayso.steps.sources.runs import NameRun

_KIN_APPOSITION = re.compile(r",\s+(?:the|his|her|their|a)\s+(?:\w+\s+)?(\w+)\s+of\b")
PLACE_PREPOSITIONS = frozenset({"in", "on", "at", "near", "across", "outside"})
_QUOTED = re.compile(r"[\"“][^\"“”]+,?[\"”]")
MIN_TITLE_WORDS = 2
# Between two names under one title: a tag in brackets and 'and'.
_MAX_WORDS_BETWEEN = 4


@dataclass(slots=True, eq=False)
class Form:
    """One written form of a name: its keys, and the numbers of the runs where it stands.

    ``owner`` is the key of whose institution it is (Tarvia’s Ministry of Health) where the
    name alone would not tell it from others.
    """

    keys: tuple[str, ...]
    generation: str | None
    owner: str | None
    surface: str
    numbers: list[int] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    role: Role | None = None
    gender: Gender | None = None
    is_titled: bool = False
    is_place: bool = False
    has_article: bool = False
    is_quoted: bool = False
    is_introduced_as_kin: bool = False
    kind: Kind = "person"

    @property
    def is_full_person(self) -> bool:
        return self.kind == "person" and len(self.keys) > 1


def find_forms(page: Page, runs: Sequence[NameRun]) -> list[Form]:
    """The forms in the order of their first place."""
    forms: dict[tuple[object, ...], Form] = {}
    for number, run in enumerate(runs):
        keys = run.keys(page)
        generation = None
        if len(keys) > 1 and keys[-1] in page.lexicon.generations:
            generation, keys = keys[-1], keys[:-1]
        owner = _owner(page, run, keys)
        form = forms.setdefault(
            (keys, generation, owner), Form(keys, generation, owner, _surface(page, run))
        )
        form.numbers.append(number)
        _learn(page, run, form, _name_before(page, runs, number))
    return list(forms.values())


def is_generic(lexicon: Lexicon, keys: Sequence[str]) -> bool:
    """Whether the keys are common nouns that many institutions share (Ministry of Health)."""
    return all(
        lexicon.is_portfolio(noun) or noun in lexicon.institutions
        for noun in map(lexicon.noun, keys)
    )


def _surface(page: Page, run: NameRun) -> str:
    span = run.span(page)
    ends_short = page.words[run.stop - 1].key in ("jr", "sr")
    dot = "." if ends_short and page.text[span.end : span.end + 1] == "." else ""
    return " ".join(span.of(page.text).split()) + dot


def _owner(page: Page, run: NameRun, keys: tuple[str, ...]) -> str | None:
    before = run.start - 1
    if before < 0 or not page.words[before].is_possessive or not is_generic(page.lexicon, keys):
        return None
    word = page.words[before]
    return word.key if word.is_capital and page.gap(before, run.start).isspace() else None


def _learn(page: Page, run: NameRun, form: Form, before: NameRun | None) -> None:
    """Add what one place tells: label, title, role, gender, use as a place."""
    label = page.labels[run.stop - 1]
    if label is not None:
        form.labels[label] += 1
    if form.surface.isupper() and not page.words[run.first].is_shouted:
        form.surface = _surface(page, run)
    form.is_titled = form.is_titled or has_title(page, run)
    form.gender = form.gender or find_title_gender(page, run)
    if form.role is None:
        form.role = find_role(page, run)
        if form.role is None and before is not None and _shares_title(page, before, run):
            form.role, form.is_titled = find_role(page, before), True
        if form.role is not None and form.gender is None:
            form.gender = page.lexicon.gender_of(form.role.noun)
    if run.start > 0 and page.words[run.start - 1].key in PLACE_PREPOSITIONS:
        is_owner = page.words[run.stop - 1].is_possessive
        form.is_place = form.is_place or (not is_owner and label != "PERSON")
    form.is_quoted = form.is_quoted or _is_title_of_work(page, run)
    form.has_article = form.has_article or has_article(page, run)
    match = _KIN_APPOSITION.match(page.text, page.words[run.stop - 1].end)
    if match and page.lexicon.noun(match[1].casefold()) in page.lexicon.kin:
        form.is_introduced_as_kin = True


def _is_title_of_work(page: Page, run: NameRun) -> bool:
    """Whether quotation marks stand right around several words: a play, a book."""
    if run.stop - run.first < MIN_TITLE_WORDS or run.start == 0:
        return False
    return _QUOTED.search(page.text, *_around(page, run)) is not None


def _around(page: Page, run: NameRun) -> tuple[int, int]:
    """From one character before the name to two behind it."""
    return page.words[run.first].start - 1, page.words[run.stop - 1].after + 2


def _name_before(page: Page, runs: Sequence[NameRun], number: int) -> NameRun | None:
    """The name before this one, past one in brackets."""
    for before in range(number - 1, max(number - 3, -1), -1):
        if page.text[page.words[runs[before].start].start - 1] != "(":
            return runs[before]
    return None


def _shares_title(page: Page, before: NameRun, run: NameRun) -> bool:
    """Whether the name before has a plural title and 'and' leads on to this one."""
    return (
        has_shared_title(page, before)
        and page.words[run.start - 1].key == "and"
        and run.start - before.stop <= _MAX_WORDS_BETWEEN
    )


def has_article(page: Page, run: NameRun) -> bool:
    """Whether 'the' belongs to the name itself, and not to a noun behind it."""
    if run.start == 0 or run.start != run.first or page.words[run.start - 1].key != "the":
        return False
    return page.is_adjacent(run.start - 1) and not is_before_noun(page, run)


def is_before_noun(page: Page, run: NameRun) -> bool:
    """Whether a common noun follows right behind the name: the Rautio campaign."""
    if not page.is_adjacent(run.stop - 1):
        return False
    word = page.words[run.stop]
    is_function = word.key in page.lexicon.function
    return not word.is_capital and not is_function and page.lexicon.is_noun(page.noun(run.stop))
