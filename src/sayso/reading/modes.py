"""The mode of claims whose format does not give it, from the quotation marks of the text."""

from __future__ import annotations

from dataclasses import replace

from sayso.records import Article
from sayso.text.quotes import find_mode, find_quotations


def add_modes(article: Article) -> Article:
    """The article with the mode of every claim found anew."""
    quotations = find_quotations(article.text)
    claims = (
        replace(claim, mode=find_mode(claim.content, quotations, article.text))
        for claim in article.claims
    )
    return replace(article, claims=tuple(claims))
