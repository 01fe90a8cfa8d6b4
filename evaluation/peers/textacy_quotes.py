"""textacy's direct quotations: rules on spaCy's parse, for direct speech alone.

It refuses an article with an odd number of quotation marks.
"""

from __future__ import annotations

from evaluation.peers import Find, Triple, load_parser, with_claims
from sayso.records import Article

NAME = "textacy"
ABOUT = "textacy.extract.direct_quotations on en_core_web_sm; direct quotations only"


def load() -> Find:
    from textacy.extract import direct_quotations

    tagger = load_parser()

    def find(article: Article) -> Article:
        quotations = direct_quotations(tagger(article.text))
        return with_claims(article, (Triple(q.speaker, q.cue, q.content) for q in quotations))

    return find
