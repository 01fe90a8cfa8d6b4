"""One party while it is being resolved, and its kind by the nouns and labels that go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.records import Kind, Span
from sayso.steps.sources.lexicon import Gender, Lexicon
from sayso.steps.sources.roles import Role

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
_CROWD_ENDINGS = ("ists", "ians", "ans", "ites", "crats")


@dataclass(slots=True, eq=False)
class Party:
    """A source in the making; two parties are the same only if they are one object.

    ``spans`` are all places where it stands, ``nouns`` what a definite noun may take it up
    by ('ministry', 'mayor'), ``words`` everything it is described with.
    """

    name: str
    kind: Kind
    gender: Gender | None = None
    is_plural: bool = False
    role: str | None = None
    affiliation: str | None = None
    owner: Party | None = None
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
) -> Kind:
    """The kind of a named party: by the nouns in its name, what it is called, its labels.

    ``labels`` counts the tagger's labels over all its places; they are often wrong on names
    that are not English, so that the name's own nouns and the article's words go first.
    """
    if role is not None and role.is_person:
        return "person"
    by_noun = _noun_kind(lexicon, words)
    if by_noun and labels["PERSON"] * 2 <= labels.total():
        return by_noun
    if role is not None and role.noun in lexicon.institutions:
        return lexicon.institutions[role.noun]
    if "." in surface.strip(".") and " " not in surface and surface[-1].islower():
        return "media"
    if labels:
        return _kind_by_label(labels, len(words))
    return _kind_by_shape(words, surface)


def _noun_kind(lexicon: Lexicon, words: Iterable[str]) -> Kind | None:
    """By the last institution noun of the name: the head of an English name mostly ends it."""
    nouns = [lexicon.noun(word) for word in words]
    kinds = [lexicon.institutions[noun] for noun in nouns if noun in lexicon.institutions]
    if not kinds:
        return None
    return kinds[-1] if nouns[-1] in lexicon.institutions else kinds[0]


def _kind_by_label(labels: Counter[str], n_words: int) -> Kind:
    kinds: Counter[Kind] = Counter()
    for label, count in labels.items():
        kinds[_LABEL_KINDS.get(label, "organisation")] += count
    if n_words > 1 and kinds["person"] and kinds["person"] * 2 >= kinds.total():
        return "person"
    return kinds.most_common(1)[0][0]


def _kind_by_shape(words: tuple[str, ...], surface: str) -> Kind:
    if len(words) == 1 and surface.isascii() and surface.isupper() and len(surface) > 1:
        return "organisation"
    if len(words) == 1 and surface.casefold().endswith(_CROWD_ENDINGS):
        return "group"
    return "person"
