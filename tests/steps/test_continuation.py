import re
from dataclasses import replace

import pytest

from sayso.records import Claim, Span
from sayso.steps.continuation import extend_quoted
from sayso.text.quotes import find_quotations

# <…> is the content of the first claim, {…} that of a second; + ends what it is extended to.
CASES = [
    ("“<We will stay,>” she said. “There is no other way out.”", "There is no other way out."),
    ("<“We will stay,”> she said.\n\n“There is no other way out.”", "There is no other way out."),
    ("<“We will stay,”> she said. “Yes indeed.”", None),
    ("<“We will stay,”> she said. He laughed. “There is no other way out.”", None),
    ("<We will stay>, she said. “There is no other way out.”", None),
    ("<“We will stay,”> she said. “{There is no other way out}.”", None),
    ("“There is no other way out.” <“We will stay,”> she said.", None),
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_quotations_are_carried_on(marked: str, expected: str | None) -> None:
    text, claims = read(marked)
    extended = extend_quoted(text, claims, find_quotations(text))
    added = extended[0].content[len(claims[0].content) :]
    assert [re.sub("[“”]", "", span.of(text)) for span in added] == ([expected] if expected else [])
    assert extended[1:] == claims[1:]


def test_a_chain_of_paragraphs_is_carried_on() -> None:
    text, claims = read(
        "<“One more day,”> she said.\n\n“Two days and more.\n\n“Three days in all.”"
    )
    assert len(extend_quoted(text, claims, find_quotations(text))[0].content) == 3


def test_a_nested_claim_is_not_extended() -> None:
    text, claims = read("<“We will stay,”> she said. “There is no other way out.”")
    nested = replace(claims[0], within="c9")
    assert extend_quoted(text, [nested], find_quotations(text)) == (nested,)


def read(marked: str) -> tuple[str, tuple[Claim, ...]]:
    text = re.sub(r"[<>{}]", "", marked)
    claims = []
    for opening, closing in ("<>", "{}"):
        if opening in marked:
            plain = "[<>{}]"
            start = len(re.sub(plain, "", marked[: marked.index(opening)]))
            end = len(re.sub(plain, "", marked[: marked.index(closing)]))
            cue = text.find(" said")
            cues = (Span(cue + 1, cue + 5),) if opening == "<" else ()
            claims.append(Claim(id=opening, content=(Span(start, end),), cue=cues))
    return text, tuple(claims)
