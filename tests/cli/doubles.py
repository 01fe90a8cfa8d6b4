"""A pipeline that needs no model: every word "said" is the cue of a claim."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.records import Article, Claim, Diagnostic, Probability, Source, Span


class SaidPipeline:
    """Takes the words before "said" for its source and those after it for its content.

    An article that holds "CRASH" makes it fail, as a fault in the code would.
    """

    def run(self, article: Article) -> Article:
        if "CRASH" in article.text:
            raise ZeroDivisionError("division by {zero}\x1b[31m")
        claims = []
        sources = []
        for n, match in enumerate(re.finditer(r"(\w+) (said) ([^.\n]+)", article.text), start=1):
            who, cue, content = (Span(*match.span(group)) for group in (1, 2, 3))
            sources.append(Source(f"s{n}", match[1], "person", mentions=(who,)))
            claims.append(
                Claim(
                    f"c{n}",
                    (content,),
                    (f"s{n}",),
                    source=(who,),
                    cue=(cue,),
                    stance="support",
                    confidence="certain",
                    probability=Probability(claim=0.9),
                )
            )
        return replace(
            article,
            sources=tuple(sources),
            claims=tuple(claims),
            diagnostics=(Diagnostic("double"),),
        )
