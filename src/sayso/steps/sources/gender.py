"""A person's gender from the pronouns that follow the name; never from a list of first names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from sayso.steps.sources.lexicon import Gender
from sayso.steps.sources.page import Page
from sayso.steps.sources.runs import NameRun

# How far behind a name a pronoun may stand, in sentences, with no other person between.
# Assumed, not measured.
MAX_SENTENCES = 1
# A subject pronoun tells more than 'her', which may be somebody else's: 'he met her'.
# Behind a quotation the pronoun is the speaker's.
_QUOTE = re.compile(r"[\"“”]")
_SUBJECTS = frozenset({"he", "she"})
_SUBJECT_VOTES = 2
# So many times more votes for one gender than for the other settle it. Assumed, not measured.
MIN_MAJORITY = 2


def find_gender_nearby(
    page: Page, runs: Sequence[NameRun], people_starts: Sequence[int]
) -> Gender | None:
    """The gender of the pronouns that come first after each place of a name.

    ``people_starts`` are the first words of all people's names, in order: a pronoun behind
    another name does not count.
    """
    votes: Counter[Gender] = Counter()
    for run in runs:
        after = bisect_right(people_starts, run.first)
        stop = people_starts[after] if after < len(people_starts) else len(page.words)
        last = page.sentences[run.first] + MAX_SENTENCES
        for index in range(run.stop, stop):
            if page.sentences[index] > last or _QUOTE.search(page.gap(index - 1, index)):
                break
            key = page.words[index].key
            gender = _GENDERS.get(page.lexicon.pronouns.get(key, ""))
            if gender:
                votes[gender] += _SUBJECT_VOTES if key in _SUBJECTS else 1
                break
    (best, most), *_ = [*votes.most_common(1), (None, 0)]
    return best if most and most >= MIN_MAJORITY * (votes.total() - most) else None


_GENDERS: dict[str, Gender] = {"male": "male", "female": "female"}
