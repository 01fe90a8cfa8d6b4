"""One party while it is being resolved, and its kind by the nouns and labels that go with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from sayso.records import Kind, Span
from sayso.steps.sources.lexicon import Gender, Lexicon
from sayso.steps.sources.roles import Role
from sayso.steps.sources.words import find_words, key_of

# What the tagger's labels (OntoNotes) mean for a party that speaks.
_LABEL_KINDS: dict[str, Kind] = {
    "PERSON": "person",
    "GPE": "authority",
    "ORG": "organisation",
    "FAC": "organisation",
    "LOC": "organisation",
    "NORP": "group",
    "LAW": "document",
    "WORK_OF_ART": "document",
    "PRODUCT": "organisation",
    "EVENT": "organisation",
}
INSTITUTIONS: frozenset[Kind] = frozenset({"authority", "organisation", "media", "document"})
# One word that the tagger calls a nationality or camp in one place of so many is one, though
# it calls it a person elsewhere. Assumed, not measured; seen on news of a small country.
MIN_NORP_PART = 4
_LINK = re.compile(r"\s(?:of|for|on|in|de)\s")
_CROWD_ENDINGS = ("ists", "ians", "ans", "ites", "crats")


@dataclass(slots=True, eq=False)
class Party:
    """A source in the making; two parties are the same only if they are one object.

    ``spans`` are all places where it stands, ``keys`` the words of its name, ``nouns`` what a
    definite noun may take it up by ('ministry', 'mayor'), ``words`` everything it is
    described with. ``is_human`` is true of one person, named or not.
    """

    name: str
    kind: Kind
    gender: Gender | None = None
    is_plural: bool = False
    is_human: bool = False
    role: str | None = None
    affiliation: str | None = None
    owner: Party | None = None
    keys: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    spans: set[Span] = field(default_factory=set)

    @property
    def is_institution(self) -> bool:
        return self.kind in INSTITUTIONS


def classify_noun(lexicon: Lexicon, key: str) -> Kind | None:
    """The kind of source a noun means by itself; ``None`` for a noun of no list."""
    noun = lexicon.noun(key)
    if noun in lexicon.institutions:
        return lexicon.institutions[noun]
    if key in lexicon.groups:
        return "group"
    if not lexicon.is_person_noun(noun):
        return None
    if lexicon.is_plural(key) and noun in lexicon.officials:
        return "authority"
    if lexicon.is_plural(key) and noun not in lexicon.shielded:
        return "group"
    return "unnamed" if noun in lexicon.shielded else "person"


def classify_name(
    lexicon: Lexicon, words: tuple[str, ...], surface: str, labels: Counter[str], role: Role | None
) -> Kind | None:
    """The kind of a named party: by the nouns in its name, what it is called, its labels.

    ``None`` where none of these tells anything. ``labels`` counts the tagger's labels over
    all its places; they are often wrong on names that are not English, so that the name's
    own nouns and the article's words go first.
    """
    by_noun = _noun_kind(lexicon, surface)
    if by_noun:
        return by_noun
    if lexicon.is_plural_of_people(words[-1]):
        return "organisation" if len(words) > 1 else "group"
    if len(words) > 1 and words[-1] in lexicon.places:
        return "organisation"
    if role is not None and role.is_person:
        return "person"
    if role is not None and role.noun in lexicon.institutions:
        return lexicon.institutions[role.noun]
    if "." in surface.strip(".") and " " not in surface and surface[-1].islower():
        return "media"
    if labels:
        return _kind_by_label(labels, len(words))
    if len(words) == 1 and is_crowd(surface):
        return "group"
    return None


def is_crowd(surface: str) -> bool:
    """Whether a name's ending says that it means several people: Unionists, Venetians."""
    return surface.casefold().endswith(_CROWD_ENDINGS)


def head_nouns(lexicon: Lexicon, surface: str) -> list[str]:
    """The institution nouns that say what a name is: its last word, and what 'of' follows.

    Centre for Water Research is a centre, Lowland Farmers Union a union.
    """
    words = [lexicon.noun(word.key) for word in find_words(_LINK.split(surface, maxsplit=1)[0])]
    known = [word for word in words if word in lexicon.institutions]
    if words and words[-1] in known:
        return known
    last = surface.rsplit(maxsplit=1)[-1] if surface.strip() else ""
    return [] if is_crowd(last) or lexicon.is_plural_of_people(key_of(last)) else known[:1]


def _noun_kind(lexicon: Lexicon, surface: str) -> Kind | None:
    nouns = head_nouns(lexicon, surface)
    if not nouns:
        return None
    kind = lexicon.institutions[nouns[-1]]
    return "organisation" if kind == "document" and nouns[-1] in lexicon.makers else kind


def _kind_by_label(labels: Counter[str], n_words: int) -> Kind:
    if n_words == 1 and labels["NORP"] * MIN_NORP_PART >= labels.total():
        return "group"
    kinds: Counter[Kind] = Counter()
    for label, count in labels.items():
        kinds[_LABEL_KINDS.get(label, "organisation")] += count
    if n_words > 1 and kinds["person"] and kinds["person"] * 2 >= kinds.total():
        return "person"
    return kinds.most_common(1)[0][0]
