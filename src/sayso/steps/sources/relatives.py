"""What a relative pronoun takes up: the name or noun phrase just before it."""

from __future__ import annotations

import re

from sayso.steps.sources.appositions import find_phrase_behind
from sayso.steps.sources.names import Names
from sayso.steps.sources.page import Page
from sayso.steps.sources.phrase import Phrase

_OF_PEOPLE = frozenset({"who", "whom", "whose"})
_END = re.compile(r"[;:!?\n\"“”]")
# How many words may stand between a noun and the relative pronoun that takes it up.
MAX_WORDS_BACK = 15
MAX_WORDS_BACK_TO_THING = 4
# How many words a noun phrase may have before its noun.
MAX_WORDS_BEFORE_NOUN = 5


def find_antecedent_phrase(page: Page, names: Names, pronoun: int) -> Phrase | None:
    """The phrase before a relative pronoun; for who and whom the nearest that means people.

    A description in apposition to a name ('Jane Doe, a spokeswoman for Acme, who') gives the
    name.
    """
    wants_person = page.words[pronoun].key in _OF_PEOPLE
    apposed = _apposed_name(page, names, pronoun)
    if apposed is not None and _may_mean(names, apposed, wants_person):
        return Phrase(names.runs[apposed].start, pronoun, pronoun, pronoun - 1, apposed)
    reach = MAX_WORDS_BACK if wants_person else MAX_WORDS_BACK_TO_THING
    index = pronoun - 1
    while index >= max(0, pronoun - reach) and not _is_parted(page, index):
        number = names.covering(index)
        if number is not None and _may_mean(names, number, wants_person):
            return Phrase(names.runs[number].start, pronoun, pronoun, index, number)
        if number is not None:
            index = names.runs[number].start
        elif _may_head(page, index, wants_person):
            return Phrase(_phrase_start(page, index), index + 1, pronoun, index)
        index -= 1
    return None if wants_person else _phrase_just_before(page, names, pronoun)


def _may_mean(names: Names, number: int, wants_person: bool) -> bool:
    kind = names.parties[number].kind
    return kind in ("person", "group") if wants_person else kind != "person"


def _is_parted(page: Page, index: int) -> bool:
    """Whether more than a comma stands between the word and the next."""
    if page.sentences[index] != page.sentences[index + 1]:
        return True
    return _END.search(page.gap(index, index + 1)) is not None


def _may_head(page: Page, index: int, wants_person: bool) -> bool:
    word, lexicon = page.words[index], page.lexicon
    if word.key in lexicon.function or word.is_possessive:
        return False
    noun = page.noun(index)
    if not wants_person:
        return noun in lexicon.institutions
    if lexicon.is_plural(word.key):
        return lexicon.is_person_noun(noun) or word.key in lexicon.groups
    # 'nominee for president, who': an office alone is nobody.
    is_office = index > 0 and page.words[index - 1].key in lexicon.prepositions
    return lexicon.is_person_noun(noun) and not is_office


def _phrase_just_before(page: Page, names: Names, pronoun: int) -> Phrase | None:
    """The phrase that ends right before the pronoun, on whatever noun."""
    head = pronoun - 1
    if head < 0 or _is_parted(page, head) or page.words[head].key in page.lexicon.function:
        return None
    if names.covering(head) is not None:
        return None
    return Phrase(_phrase_start(page, head), pronoun, pronoun, head)


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
