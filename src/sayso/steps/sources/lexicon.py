"""The common nouns, titles and pronouns of ``lexicon.toml``, keyed as words are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from sayso.records import Kind
from sayso.steps.sources.words import key_of

Gender = Literal["male", "female"]
Keys = frozenset[str]

# Longest suffixes of nouns for people by what they do; each needs three letters before it.
_PERSON_SUFFIXES = ("ologist", "ician", "woman", "person", "man", "ist")
_GENDERED_SUFFIXES: tuple[tuple[str, Gender], ...] = (("woman", "female"), ("man", "male"))
_NOT_GENDERED = "human"
_MIN_STEM_LETTERS = 3
_ADJECTIVE_ENDINGS = ("al", "ic", "an", "ive", "ary", "ous", "ish", "ese", "ern")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word classes; each set holds keys (see ``words.key_of``) of singular nouns."""

    function: Keys
    also_names: Keys
    verbs: Keys
    prepositions: Keys
    boundaries: Keys
    """Words that end a noun phrase."""
    inner_particles: Keys
    prefix_particles: Keys
    generations: Keys
    portfolio: Keys
    titles: Keys
    plural_titles: Keys
    people: Keys
    groups: Keys
    shielded: Keys
    officials: Keys
    kin: Keys
    institutions: dict[str, Kind]
    """Nouns for institutions and documents, each with its kind."""
    makers: Keys
    places: Keys
    genders: dict[str, Gender]
    """Titles, nouns and pronouns that tell a person's gender."""
    short: dict[str, str]
    plurals: dict[str, str]
    corporate: Keys
    stand_ins: dict[str, Kind]
    """Definite nouns that may take up any party of a kind ('the newspaper')."""
    pronouns: dict[str, str]
    """Pronouns with their class: male, female, neuter, plural, speaker, speakers."""
    relatives: Keys
    thing_relatives: Keys
    indefinite_pronouns: Keys
    determiners: Keys
    """Articles, possessive pronouns and the like: what may open a description."""
    definite: Keys
    indefinite: Keys
    possessive_pronouns: Keys
    conjunctions: Keys
    pairing: Keys

    def is_person_noun(self, noun: str) -> bool:
        """Whether the singular noun means a person: by entry, title or suffix."""
        if noun in self.people or noun in self.titles:
            return True
        if self.is_listed(noun) or noun in self.function:
            return False
        return any(
            noun.endswith(suffix) and len(noun) >= len(suffix) + _MIN_STEM_LETTERS
            for suffix in _PERSON_SUFFIXES
        )

    def is_listed(self, noun: str) -> bool:
        """Whether the singular noun has an entry; its suffix alone is not enough."""
        return (
            noun in self.people
            or noun in self.titles
            or noun in self.institutions
            or noun in self.groups
        )

    def is_noun(self, noun: str) -> bool:
        """Whether the singular noun is known to mean some kind of source."""
        return self.is_listed(noun) or self.is_person_noun(noun)

    def gender_of(self, noun: str) -> Gender | None:
        """The gender a title, noun or pronoun tells, if any."""
        found = self.genders.get(noun)
        if found or noun in self.function or noun.endswith(_NOT_GENDERED):
            return found
        if not self.is_person_noun(noun):
            return None
        return next((g for suffix, g in _GENDERED_SUFFIXES if noun.endswith(suffix)), None)

    def singular(self, key: str) -> str:
        """The singular of a noun's key, by entry or by its ending; itself if it has none."""
        if key in self.plurals:
            return self.plurals[key]
        if key.endswith("men") and len(key) > len("men"):
            return key[: -len("en")] + "an"
        if (
            len(key) <= _MIN_STEM_LETTERS
            or not key.endswith("s")
            or key.endswith(("ss", "us", "is"))
        ):
            return key
        if key.endswith("ies"):
            return key[: -len("ies")] + "y"
        if key.endswith(("ches", "shes", "sses", "xes")):
            return key[: -len("es")]
        return key[:-1]

    def is_plural(self, key: str) -> bool:
        """Whether the noun's key is a plural, or stands for several people."""
        return self.singular(key) != key or key in self.groups

    def is_portfolio(self, key: str) -> bool:
        """Whether the word tells what an office or institution is for: health, prime."""
        return key in self.portfolio or self.noun(key) in self.portfolio

    def is_modifier(self, key: str) -> bool:
        """Whether the word stands before a noun rather than alone: foreign, central, Baltic."""
        return self.is_portfolio(key) or key.endswith(_ADJECTIVE_ENDINGS)

    def is_plural_of_people(self, key: str) -> bool:
        """Whether the word is the plural of a listed noun for people: workers, women."""
        return self.is_plural(key) and self.noun(key) in self.people

    def noun(self, key: str) -> str:
        """The noun a key stands for: singular, and written out where it was short."""
        singular = self.singular(key)
        return self.short.get(key) or self.short.get(singular) or singular


@cache
def load_lexicon() -> Lexicon:
    """Read the word lists that come with the package; later calls give the same object."""
    table = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))

    def keys(section: str, *names: str) -> Keys:
        lists = (table[section][name] for name in names or table[section])
        return frozenset(key_of(word) for one in lists for word in one.split())

    pronoun_classes = ("male", "female", "neuter", "plural", "speaker", "speakers")
    return Lexicon(
        function=keys("function") | keys("calendar"),
        also_names=keys("also"),
        verbs=keys("function", "verbs"),
        prepositions=keys("function", "prepositions"),
        boundaries=keys("function", "prepositions", "conjunctions", "pronouns", "verbs"),
        inner_particles=keys("particles", "inner"),
        prefix_particles=keys("particles", "prefixes"),
        generations=keys("suffixes", "generation"),
        portfolio=keys("portfolio"),
        titles=keys("titles"),
        plural_titles=keys("titles", "plural"),
        people=keys("people"),
        groups=keys("groups"),
        shielded=keys("shielded"),
        officials=keys("officials"),
        kin=keys("kin"),
        institutions={noun: kind for kind in _INSTITUTIONS for noun in keys(kind, "words")},
        makers=keys("makers"),
        places=keys("places"),
        genders={
            key: gender
            for gender in _GENDERS
            for section in ("titles", "people", "pronouns")
            for key in keys(section, gender)
        },
        short=dict(table["short"]),
        plurals=dict(table["plurals"]),
        corporate=keys("corporate"),
        stand_ins={noun: kind for kind in _STAND_INS for noun in keys("stands_for", kind)},
        pronouns={key: name for name in pronoun_classes for key in keys("pronouns", name)},
        relatives=keys("pronouns", "relative"),
        thing_relatives=keys("pronouns", "relative_thing"),
        indefinite_pronouns=keys("pronouns", "indefinite"),
        determiners=keys("determiners", "article")
        | keys("pronouns", "possessive")
        | frozenset({"this", "another", "one"}),
        definite=keys("determiners", "definite"),
        indefinite=keys("determiners", "indefinite"),
        possessive_pronouns=keys("pronouns", "possessive"),
        conjunctions=keys("determiners", "distributing"),
        pairing=keys("determiners", "pairing"),
    )


_GENDERS: tuple[Gender, ...] = ("male", "female")
_STAND_INS: tuple[Kind, ...] = ("media", "organisation")
# Where a noun is in several lists the last kind wins: an 'agency' is an authority, not a medium.
_INSTITUTIONS: tuple[Kind, ...] = ("document", "organisation", "media", "authority")
