"""Annotated texts small enough to read, for the tests of training."""

import re

from sayso.records import Article, Claim, Span

# S<…> source, Q<…> cue, C<…> content; a digit before it names the claim.
MARK = re.compile(r"(\d)([SQC])<([^<>]*)>")
ROLES = {"S": "source", "Q": "cue", "C": "content"}

TEXT = """1S<Police> 1Q<said> 1C<that the driver had fled towards the river>. Rain fell all day.

2C<“We saw nothing at all,”> 2Q<said> 2S<Maren Oduya>. 2C<“It was far too dark.”>

The road stayed shut. 3S<The union> 3Q<denied> 3C<that its members had blocked the bridge>.

4C<The tide would turn by noon>, 4S<the harbour office> 4Q<reported>.
"""


def mark_article(marked: str, article_id: str = "") -> Article:
    """An article from its marked-up text."""
    text, claims = "", {}
    last = 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        span = Span(len(text), len(text) + len(match[3]))
        claims.setdefault(match[1], {}).setdefault(ROLES[match[2]], []).append(span)
        text += match[3]
        last = match.end()
    text += marked[last:]
    return Article(
        text,
        id=article_id,
        claims=tuple(
            Claim(id=name, **{role: tuple(spans) for role, spans in roles.items()})
            for name, roles in claims.items()
        ),
    )
