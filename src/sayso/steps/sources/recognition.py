"""What kind of party each form of a name is: people told from institutions by how they are used."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.records import Kind
from sayso.steps.sources.forms import PLACE_PREPOSITIONS, Form, is_before_noun
from sayso.steps.sources.gender import find_gender_nearby
from sayso.steps.sources.page import Page
from sayso.steps.sources.party import classify_name, head_nouns, is_crowd
from sayso.steps.sources.runs import NameRun

# Of the names with so many words, no article and no label, 47 of 60 are people's (world news
# of 33 countries, gold entities, 250 articles).
NAME_LENGTHS = (2, 3)
# How far behind 'is' a noun may stand, in words.
MAX_WORDS_TO_NOUN = 6
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def classify_forms(
    page: Page, runs: Sequence[NameRun], forms: Sequence[Form], spoken: frozenset[int]
) -> None:
    """Give every form its kind.

    Taggers miss or mistake names that are not English, so that use goes before label: a
    title, a role, 'he' behind the name, a surname standing alone elsewhere, or speaking.
    """
    recogniser = _Recogniser(page, runs, forms, spoken)
    for form in forms:
        kind = _kind_by_words(page, form)
        form.kind = "person" if recogniser.is_person(form, kind) else kind or "organisation"
    surnames = {form.keys[0] for form in forms if len(form.keys) == 1 and form.kind == "person"}
    for form in forms:
        if form.keys[-1] in surnames and _may_be_person(page, form, form.kind):
            form.kind = "person"
        if form.kind != "person" and form.role is not None and form.role.is_person:
            form.role = None


class _Recogniser:
    """Tells people by the way the text uses their names."""

    def __init__(
        self, page: Page, runs: Sequence[NameRun], forms: Sequence[Form], spoken: frozenset[int]
    ) -> None:
        self._page = page
        self._runs = runs
        self._spoken = spoken
        self._starts = [run.first for run in runs]
        self._alone = {f.keys[0] for f in forms if len(f.keys) == 1 and not f.has_article}

    def is_person(self, form: Form, kind: Kind | None) -> bool:
        """Whether the form is a person's, given the kind its words and labels make of it."""
        if kind == "person":
            return True
        if not _may_be_person(self._page, form, kind):
            return False
        own = [self._runs[number] for number in form.numbers]
        acting = [run for run in own if _may_act(self._page, run)]
        if find_gender_nearby(self._page, acting, self._starts):
            return True
        if any(_is_who(self._page, run) or _is_predicated(self._page, run) for run in own):
            return True
        return kind is None and self._is_likely(form, own)

    def _is_likely(self, form: Form, own: Sequence[NameRun]) -> bool:
        """Whether a name that tells nothing itself is more likely a person's."""
        if any(run.first in self._spoken for run in own):
            return True
        if len(form.keys) > 1 and form.keys[-1] in self._alone:
            return True
        return len(form.keys) in NAME_LENGTHS and self._page.lower_keys.isdisjoint(form.keys)


def is_place(form: Form) -> bool:
    """Whether the form is used as a place more than as anybody's name."""
    places = sum(form.labels[label] for label in _PLACES)
    return form.is_place and (not form.labels or places * 2 >= form.labels.total())


def _kind_by_words(page: Page, form: Form) -> Kind | None:
    is_named_so = form.labels["PERSON"] > 0 or not head_nouns(page.lexicon, form.surface)
    if form.is_titled and is_named_so and not form.has_article:
        return "person"
    role = form.role
    if role is not None and role.is_person and form.has_article:
        role = None
    kind = classify_name(page.lexicon, form.keys, form.surface, form.labels, role)
    if form.is_quoted and kind in ("person", None):
        return "document"
    return None if kind == "person" and form.has_article else kind


def _may_be_person(page: Page, form: Form, kind: Kind | None) -> bool:
    """Whether nothing in the name itself, or before it, says that it is no person's."""
    if form.has_article or form.is_quoted or is_place(form) or kind == "media":
        return False
    if is_crowd(form.surface) or page.lexicon.is_plural_of_people(form.keys[-1]):
        return False
    nouns = {page.lexicon.noun(key) for key in form.keys}
    if form.role is not None:
        nouns.add(form.role.noun)
    if not nouns.isdisjoint(page.lexicon.institutions) or form.keys[-1] in page.lexicon.places:
        return False
    is_shouted = len(form.keys) == 1 and form.surface.isupper() and form.surface.isascii()
    return not is_shouted and " and " not in form.surface and "&" not in form.surface


def _is_who(page: Page, run: NameRun) -> bool:
    """Whether 'who' takes the name up."""
    if run.stop >= len(page.words) or page.words[run.stop].key != "who":
        return False
    if run.start and page.words[run.start - 1].key in PLACE_PREPOSITIONS:
        return False
    return page.gap(run.stop - 1, run.stop).strip() in ("", ",")


def _is_predicated(page: Page, run: NameRun) -> bool:
    """Whether the text says that the name is a person: 'Doe is the son of'."""
    stop = min(run.stop + MAX_WORDS_TO_NOUN, len(page.words))
    if stop - run.stop < 2 or page.words[run.stop].key not in ("is", "was"):
        return False
    return page.words[run.stop + 1].key in page.lexicon.determiners and any(
        page.lexicon.is_person_noun(page.noun(index)) for index in range(run.stop + 2, stop)
    )


def _may_act(page: Page, run: NameRun) -> bool:
    """Whether the name may be what its sentence is about: no preposition before, no noun behind."""
    before = page.words[run.start - 1].key if run.start else ""
    if before in page.lexicon.prepositions or is_before_noun(page, run):
        return False
    return not _is_heading(page, run)


def _is_heading(page: Page, run: NameRun) -> bool:
    """Whether the name is all there is in its paragraph."""
    here = page.paragraphs[run.start]
    begins = run.start == 0 or page.paragraphs[run.start - 1] != here
    return begins and (run.stop == len(page.words) or page.paragraphs[run.stop] != here)
