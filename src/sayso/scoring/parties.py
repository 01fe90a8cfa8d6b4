"""Whether a predicted claim names the right party: names are compared, never offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.records import Article, Claim, Kind

# Who names somebody by a pronoun alone has not named anybody.
_PRONOUNS = frozenset(
    re.findall(
        r"\w+",
        """i me my we us our you your he him his she her hers it its they them their theirs
        who whom whose which that this these those one someone somebody""",
    )
)
_LEADING_ARTICLE = re.compile(r"(?:the|an?) (?=\S)")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_EDGES = " \t\n.,;:!?\"'“”‘’()[]-–—"
# Parties that have no name to compare: the kind alone tells whether they are the same.
_NAMELESS_KINDS: frozenset[Kind] = frozenset({"unnamed", "author"})


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """A source as the scorer sees it: its name and all it is called, in a form to compare."""

    name: str
    kind: Kind
    names: tuple[str, ...]

    def is_named_by(self, other: Party) -> bool:
        """Whether the other party's canonical name is this one's, or one of its mentions."""
        if self.kind in _NAMELESS_KINDS and self.kind == other.kind:
            return True
        return other.name in self.names


def find_parties(article: Article, claim: Claim) -> tuple[Party, ...]:
    """The parties of a claim, sorted, so that no order in the record matters."""
    parties = []
    for source in article.sources_of(claim):
        mentions = {comparable_name(span.of(article.text)) for span in source.mentions}
        name = comparable_name(source.name)
        parties.append(Party(name, source.kind, tuple(sorted(mentions - _PRONOUNS | {name}))))
    return tuple(sorted(parties))


def is_right_party(gold: Iterable[Party], predicted: Iterable[Party]) -> bool:
    """Whether each gold party is named and each predicted one names a gold party."""
    gold, predicted = tuple(gold), tuple(predicted)
    named = all(any(g.is_named_by(p) for p in predicted) for g in gold)
    return named and all(any(g.is_named_by(p) for g in gold) for p in predicted)


def comparable_name(name: str) -> str:
    """The name without case, leading article, possessive ending and punctuation at its edges."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    plain = _POSSESSIVE.sub("", plain.strip(_EDGES))
    return _LEADING_ARTICLE.sub("", plain, count=1).strip(_EDGES)
