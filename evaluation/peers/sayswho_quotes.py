"""sayswho's quotations: direct speech, also over paragraphs and with single marks.

Its second step, which links speakers to clusters of a coreference model, is left out: that
model is on no package index.
"""

from __future__ import annotations

import re

from evaluation.peers import Find, Triple, load_parser, with_claims
from sayso.records import Article

NAME = "sayswho"
ABOUT = "sayswho.quote_finder on en_core_web_sm; direct quotations only, no coreference"


# It fails on a line end of two characters, so that hardly any article could be read.
_EMPTY_LINES = re.compile(r"\n{2,}")


def load() -> Find:
    from sayswho import quote_finder

    tagger = load_parser()

    def find(article: Article) -> Article:
        quotations = quote_finder(tagger(_EMPTY_LINES.sub(_as_one_line_end, article.text)))
        return with_claims(article, (Triple(q.speaker, q.cue, q.content) for q in quotations))

    return find


def _as_one_line_end(match: re.Match[str]) -> str:
    """As long as before, so that offsets hold."""
    return " " * (len(match[0]) - 1) + "\n"
