"""What the text says a named party is: titles before the name, appositions around it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.steps.sources.appositions import RELATIVES, find_phrase_before, find_phrase_behind
from sayso.steps.sources.lexicon import Gender
from sayso.steps.sources.page import Page
from sayso.steps.sources.runs import NameRun

# Titles of courtesy: they tell a gender, but nobody would put them down as a role.
_COURTESY = frozenset(
    [
        "mr",
        "mister",
        "mrs",
        "ms",
        "miss",
        "dr",
        "drs",
        "sir",
        "madam",
        "madame",
        "señor",
        "señora",
        "herr",
        "frau",
    ]
)
_TO_AFFILIATION = frozenset(["of", "for", "at", "with", "from", "in", "to"])
_TO_EMPLOYER = frozenset(["for", "at", "with"])
_DEMONYM_ENDINGS = ("ian", "ish", "ese", "ean", "ican", "ani")

# How many words may stand between the start of a description and the end of its first phrase,
# and how many before a name belong to its role. Assumed, not measured.
MAX_PHRASE_WORDS = 8
MAX_WORDS_BEFORE_NAME = 5


@dataclass(frozen=True, slots=True)
class Role:
    """What a party is called beside its name; ``noun`` is the singular it turns on."""

    text: str
    noun: str
    is_person: bool
    affiliation: str | None = None


def find_role(page: Page, run: NameRun) -> Role | None:
    """The role the text gives the name at this place, before it or behind it."""
    found = _role_before(page, run)
    if found is not None:
        return found
    for phrase in (find_phrase_behind(page, run), find_phrase_before(page, run)):
        role = role_in(page, phrase.start, phrase.stop) if phrase else None
        if role is not None:
            return role
    return None


def find_title_gender(page: Page, run: NameRun) -> Gender | None:
    """The gender a title or a role noun right before the name tells."""
    for index in range(run.first - 1, max(run.start - 2, -1), -1):
        if index < run.start and not page.is_adjacent(index):
            break
        gender = page.lexicon.gender_of(page.words[index].key)
        if gender:
            return gender
    return None


def has_title(page: Page, run: NameRun) -> bool:
    """Whether a title or a person's role stands right before the name."""
    last = run.first - 1
    if run.start < run.first:
        return page.noun(last) in page.lexicon.titles or page.words[last].key in page.lexicon.titles
    return last >= 0 and page.is_adjacent(last) and page.lexicon.is_person_noun(page.noun(last))


def has_shared_title(page: Page, run: NameRun) -> bool:
    """Whether the title before the name is a plural that goes with the next name too (Sens.)."""
    return run.start < run.first and page.words[run.first - 1].key in page.lexicon.plural_titles


def role_in(page: Page, first: int, stop: int) -> Role | None:
    """The role that the words make, a description such as 'the mayor of Harun'."""
    while first < stop and page.words[first].key in page.lexicon.determiners:
        first += 1
    core = _core_end(page, first, stop)
    head = core - 1
    if head < first or page.words[head].key in page.lexicon.function:
        return None
    if not page.lexicon.is_noun(page.noun(head)) or page.lexicon.is_plural(page.words[head].key):
        return None
    return _with_complement(page, first, core, stop)


def _role_before(page: Page, run: NameRun) -> Role | None:
    last = run.first - 1
    if last < 0 or (run.start == run.first and not page.is_adjacent(last)):
        return None
    if not page.lexicon.is_person_noun(page.noun(last)) and not _is_office_end(page, last):
        return None
    is_many = page.lexicon.is_plural(page.words[last].key) and not has_shared_title(page, run)
    if page.words[last].key in _COURTESY or is_many:
        return None
    first = _first_of_role(page, last)
    return Role(
        text=page.surface(first, last + 1) + _dot_after(page, last),
        noun=page.noun(last),
        is_person=True,
        affiliation=_affiliation_before(page, first),
    )


def _dot_after(page: Page, index: int) -> str:
    """The dot of an abbreviation, which is no part of the word."""
    end = page.words[index].end
    is_short = page.words[index].key in page.lexicon.short
    return "." if is_short and page.text[end : end + 1] == "." else ""


def _is_office_end(page: Page, index: int) -> bool:
    """Whether the word ends an office: Secretary of State."""
    words = page.words
    return (
        index >= 2
        and words[index - 1].key == "of"
        and page.lexicon.is_portfolio(words[index].key)
        and page.noun(index - 2) in page.lexicon.titles
    )


def _first_of_role(page: Page, last: int) -> int:
    """The first word of the role that ends at ``last``: what modifies its noun, to the left."""
    first = last - 2 if _is_office_end(page, last) else last
    for index in range(first - 1, max(first - 1 - MAX_WORDS_BEFORE_NAME, -1), -1):
        if not page.is_joined(index) or not _modifies_role(page, index):
            break
        first = index
    return first


def _modifies_role(page: Page, index: int) -> bool:
    word, lexicon = page.words[index], page.lexicon
    if lexicon.is_portfolio(word.key):
        return True
    if word.key in lexicon.function:
        return False
    if lexicon.is_person_noun(lexicon.noun(word.key)):
        return True
    if word.is_capital and not page.first_in_sentence[index]:
        return page.labels[index] == "NORP" or _is_demonym(word.key)
    return "-" in word.text or lexicon.is_modifier(word.key)


def _is_demonym(key: str) -> bool:
    return len(key) > max(map(len, _DEMONYM_ENDINGS)) and key.endswith(_DEMONYM_ENDINGS)


def _affiliation_before(page: Page, stop: int) -> str | None:
    """The name that stands before a role: (Solvara) spokesman, (Rautio campaign) manager."""
    first = stop
    for index in range(stop - 1, max(stop - 1 - MAX_WORDS_BEFORE_NAME, -1), -1):
        word = page.words[index]
        if not page.gap(index, index + 1).isspace() or (word.is_possessive and index < stop - 1):
            break
        is_name = word.is_capital and word.key not in page.lexicon.function
        is_noun = first == stop and page.noun(index) in page.lexicon.institutions
        if not is_name and not is_noun:
            break
        first = index
    if first == stop or not page.words[first].is_capital:
        return None
    return page.surface(first, stop)


def _core_end(page: Page, first: int, stop: int) -> int:
    """Where the noun phrase ends before its first preposition or relative."""
    stop = min(stop, first + MAX_PHRASE_WORDS)
    for index in range(first + 1, stop):
        key = page.words[index].key
        if key in RELATIVES or (key in page.lexicon.boundaries and key != "and"):
            return index
    return stop


def _with_complement(page: Page, first: int, core: int, stop: int) -> Role:
    """The role with what follows its noun, or with that as its affiliation."""
    is_person = page.lexicon.is_person_noun(page.noun(core - 1))
    begin = _owned_from(page, first, core)
    affiliation = page.surface(first, begin) if begin > first else None
    end = stop
    links = (i for i in range(core, stop - 1) if page.words[i].key in _TO_AFFILIATION)
    link = next((i for i in links if _begins_affiliation(page, i, stop)), None)
    if is_person and link is not None:
        end = link
        named = link + 2 if page.words[link + 1].key in page.lexicon.determiners else link + 1
        affiliation = affiliation or page.surface(named, stop)
    return Role(page.surface(begin, end), page.noun(core - 1), is_person, affiliation)


def _begins_affiliation(page: Page, link: int, stop: int) -> bool:
    """Whether a name follows the preposition, or somebody definite one works for."""
    after = page.words[link + 1]
    if after.key not in page.lexicon.determiners:
        return after.is_capital
    if link + 2 >= stop:
        return False
    return page.words[link].key in _TO_EMPLOYER or page.words[link + 2].is_capital


def _owned_from(page: Page, first: int, core: int) -> int:
    """Where the role begins behind a possessive: Solvara's (chief executive)."""
    begins = [i + 1 for i in range(first, core - 1) if page.words[i].is_possessive]
    return begins[-1] if begins else first
