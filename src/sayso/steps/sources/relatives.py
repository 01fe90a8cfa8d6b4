"""What a relative pronoun takes up: the name or noun phrase just before it."""

from __future__ import annotations

import re

from sayso.steps.sources.appositions import find_phrase_behind
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.phrase import Phrase

_END = re.compile(r"[.;:!?\n\"“”]")
# How many words may stand between a noun and the relative pronoun that takes it up.
MAX_WORDS_BACK = 15
# How many words a noun phrase may have before its noun.
MAX_WORDS_BEFORE_NOUN = 5


def find_antecedent_phrase(page: Page, names: Names, pronoun: int) -> Phrase | None:
    """The phrase before a relative pronoun; for who and whom the nearest that means people.

    A description in apposition to a name ('Jane Doe, a spokeswoman for Acme, who') gives the
    name.
    """
    wants_person = page.words[pronoun].key in ("who", "whom", "whose")
    apposed = _apposed_name(page, names, pronoun)
    if apposed is not None and (wants_person == (names.parties[apposed].kind == "person")):
        return Phrase(names.runs[apposed].start, pronoun, pronoun, pronoun - 1, apposed)
    index = pronoun - 1
    while index >= max(0, pronoun - MAX_WORDS_BACK):
        if _END.search(
            page.gap(index, index + 1).replace(". ", " ", int(page.words[index].is_initial))
        ):
            return None
        number = names.covering(index)
        if number is not None:
            if not wants_person or names.parties[number].kind in ("person", "group"):
                return Phrase(names.runs[number].start, pronoun, pronoun, index, number)
            index = names.runs[number].start - 1
            continue
        if _may_head(page, index, wants_person):
            return Phrase(_phrase_start(page, index), index + 1, pronoun, index)
        index -= 1
    return None


def _may_head(page: Page, index: int, wants_person: bool) -> bool:
    word, lexicon = page.words[index], page.lexicon
    if word.key in lexicon.function or word.is_possessive:
        return False
    noun = page.noun(index)
    is_person = lexicon.is_person_noun(noun) or noun in lexicon.groups or word.key in lexicon.groups
    return is_person if wants_person else noun in lexicon.institutions


def _apposed_name(page: Page, names: Names, pronoun: int) -> int | None:
    """The name whose apposition ends right before the pronoun."""
    for index in range(pronoun - 1, max(pronoun - MAX_WORDS_BACK, -1), -1):
        number = names.covering(index)
        if number is None:
            continue
        phrase = find_phrase_behind(page, names.runs[number])
        if phrase is not None and phrase.stop == pronoun:
            return number
    return None


def _phrase_start(page: Page, head: int) -> int:
    """The first word of the noun phrase: its determiner, or the last word that may modify it."""
    lexicon = page.lexicon
    first = head
    for index in range(head - 1, max(head - 1 - MAX_WORDS_BEFORE_NOUN, -1), -1):
        word = page.words[index]
        if not page.gap(index, index + 1).isspace():
            break
        if word.key in lexicon.definite | lexicon.indefinite | lexicon.possessive_pronouns:
            return index
        if word.key in lexicon.function:
            break
        if word.is_capital or word.is_possessive or "-" in word.text:
            first = index
    return first
