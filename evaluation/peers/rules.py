"""A rule baseline of our own on spaCy's parse: reporting verb with clause, and "according to".

What two plain rules reach, so that a model has something to be measured against. The verbs were
written down from general knowledge of English, before any figure was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evaluation.peers import Find, Triple, load_parser, with_claims
from sayso.records import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAME = "rules"
ABOUT = "reporting verb + clause, and 'according to', on the parse of en_core_web_sm"

# fmt: off
VERBS = frozenset({
    "accuse", "acknowledge", "add", "admit", "advise", "affirm", "agree", "allege", "announce",
    "answer", "argue", "assert", "ask", "assure", "believe", "boast", "caution", "charge", "cite",
    "claim", "comment", "complain", "concede", "conclude", "confess", "confirm", "contend",
    "contradict", "declare", "demand", "deny", "describe", "disclose", "dispute", "doubt",
    "emphasize", "estimate", "expect", "explain", "fear", "feel", "forecast", "hint", "hope",
    "imply", "indicate", "inform", "insist", "joke", "know", "lament", "maintain", "mention",
    "note", "object", "observe", "opine", "point", "pledge", "predict", "proclaim", "promise",
    "propose", "question", "quip", "recall", "recommend", "recount", "reiterate", "remark",
    "remind", "repeat", "reply", "report", "respond", "reveal", "say", "speculate", "state",
    "stress", "suggest", "suspect", "swear", "tell", "testify", "think", "threaten", "tweet",
    "urge", "vow", "warn", "wish", "wonder", "worry", "write",
})
# fmt: on
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_WITH_VERB = ("aux", "auxpass", "neg", "prt")
_CLAUSES = ("ccomp", "xcomp")


def load() -> Find:
    tagger = load_parser()

    def find(article: Article) -> Article:
        return with_claims(article, find_triples(tagger(article.text)))

    return find


def find_triples(doc: Doc) -> Iterator[Triple]:
    """The claims of a parsed text, in its order."""
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in VERBS:
            yield from _by_verb(token)
        elif token.lower_ == "according":
            yield from _by_according(token)


def _by_verb(verb: Token) -> Iterator[Triple]:
    source = [t for child in verb.children if child.dep_ in _SUBJECTS for t in child.subtree]
    cue = [verb, *(child for child in verb.children if child.dep_ in _WITH_VERB)]
    clause = next((child for child in verb.children if child.dep_ in _CLAUSES), None)
    if clause is not None:
        content = set(clause.subtree)
    elif verb.dep_ == "parataxis":  # "It is, she said, too late": the verb hangs on its content
        content = set(verb.head.subtree) - set(verb.subtree)
    else:
        return
    yield Triple(source, cue, _with_marks(_without_edges(content - set(source) - set(cue))))


def _by_according(according: Token) -> Iterator[Triple]:
    to = next((child for child in according.children if child.lower_ == "to"), None)
    if to is None:
        return
    phrase = set(according.subtree)
    source = [t for child in to.children if child.dep_ == "pobj" for t in child.subtree]
    content = set(according.sent) - phrase
    yield Triple(source, [according, to], _without_edges(content))


def _without_edges(tokens: set[Token]) -> list[Token]:
    """Without the commas and full stops at either end; quotation marks stay."""
    ordered = sorted(tokens, key=lambda token: token.i)
    while ordered and _is_edge(ordered[0]):
        ordered.pop(0)
    while ordered and _is_edge(ordered[-1]):
        ordered.pop()
    return ordered


def _with_marks(ordered: list[Token]) -> list[Token]:
    """With the marks of a quotation it opens, and the comma or full stop before the last."""
    if not ordered:
        return []
    doc, first, last = ordered[0].doc, ordered[0].i, ordered[-1].i
    before = [doc[first - 1]] if first and doc[first - 1].is_quote else []
    if not before and not ordered[0].is_quote:
        return ordered
    after = list(doc[last + 1 : last + 3])
    n_after = next((n for n, token in enumerate(after, 1) if token.is_quote), 0)
    return [*before, *ordered, *after[:n_after]]


def _is_edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and not token.is_quote)
