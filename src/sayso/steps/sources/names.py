"""Names linked: every place of a name goes to one party, however short or misspelt it stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.steps.sources.choice import pick_clear
from sayso.steps.sources.forms import Form, find_forms, is_generic
from sayso.steps.sources.gender import find_gender_nearby
from sayso.steps.sources.institutions import Institution, Institutions, group_institutions
from sayso.steps.sources.lexicon import Gender
from sayso.steps.sources.page import Page
from sayso.steps.sources.party import Party, head_nouns
from sayso.steps.sources.people import Person, Surnames, group_people
from sayso.steps.sources.recognition import classify_forms, is_place
from sayso.steps.sources.roles import Role, find_title_gender
from sayso.steps.sources.runs import NameRun, find_names
from sayso.steps.sources.spelling import is_same_word
from sayso.steps.sources.words import find_words

_MIN_ALIAS_LETTERS = 4
# A surname that stood so often before a full name was given, once, is somebody else's; one
# that meant the same person so often goes on meaning them. Assumed, not measured; seen on
# PolNeAR dev (a president by surname, then his wife in full).
MIN_ESTABLISHED = 3


@dataclass(frozen=True, slots=True)
class Names:
    """All places of names in a text, in order, each with its party."""

    runs: tuple[NameRun, ...]
    parties: tuple[Party, ...]

    def within(self, words: range) -> range:
        """The numbers of the runs that begin among these words."""
        first = bisect_left(self.runs, words.start, key=lambda run: run.first)
        return range(first, bisect_left(self.runs, words.stop, key=lambda run: run.first))

    def covering(self, word: int) -> int | None:
        """The number of the run that a word belongs to, titles included."""
        number = bisect_right(self.runs, word, key=lambda run: run.start) - 1
        return number if number >= 0 and word < self.runs[number].stop else None


def link_names(page: Page, spoken: frozenset[int] = frozenset()) -> Names:
    """Find the names of a text and the party behind each (for ``spoken`` see ``find_names``).

    Full names make parties; shorter forms go to the one party they fit. Where they fit
    several, each place goes to the one that is clear there (``pick_clear``), or to a party
    of its own that has only the short name.
    """
    runs = find_names(page, spoken)
    linker = _Linker(page, runs, spoken)
    linker.link()
    return Names(runs, tuple(linker.parties()))


class _Linker:
    def __init__(self, page: Page, runs: tuple[NameRun, ...], spoken: frozenset[int]) -> None:
        self.page = page
        self.runs = runs
        self.forms = find_forms(page, runs)
        classify_forms(page, runs, self.forms, spoken)
        self.form_of = {number: form for form in self.forms for number in form.numbers}
        self.people_starts = [
            run.first for number, run in enumerate(runs) if self.form_of[number].kind == "person"
        ]
        self.party_of: dict[int, Party] = {}
        self.candidates: dict[int, list[Party]] = {}
        self.full_places: dict[Party, list[int]] = defaultdict(list)

    def parties(self) -> Iterator[Party]:
        for number, run in enumerate(self.runs):
            party = self.party_of[number]
            party.spans.add(run.span(self.page))
            yield party

    def link(self) -> None:
        people = group_people([form for form in self.forms if form.is_full_person])
        by_person = {person: self._make_party(person.forms) for person in people}
        surnames = Surnames(people)
        rest = [form for form in self.forms if not self._is_done(form)]
        for form in rest:
            self._link_short(form, surnames, by_person)
        self._link_aliases(rest)
        rest = [form for form in self.forms if not self._is_done(form)]
        self._link_institutions(rest)
        self._decide_each_place()

    def _is_done(self, form: Form) -> bool:
        return form.numbers[0] in self.party_of or form.numbers[0] in self.candidates

    def _make_party(self, forms: Sequence[Form]) -> Party:
        """One party of all the forms, named by the fullest of them."""
        best = max(forms, key=lambda form: (len(form.keys), -form.numbers[0]))
        role = next((form.role for form in forms if form.role), None)
        labels: Counter[str] = sum((form.labels for form in forms), Counter())
        party = Party(name=best.surface, kind=best.kind, is_human=best.kind == "person")
        party.gender = next((form.gender for form in forms if form.gender), None)
        party.is_plural = best.kind == "group" and labels["ORG"] == 0
        for form in forms:
            party.keys.update(form.keys)
            party.words.update(form.keys)
            party.nouns.update(head_nouns(self.page.lexicon, form.surface))
            if party.affiliation is None and form.owner:
                party.affiliation = self._owner_text(form)
        _give_role(self.page, party, role)
        for number in sorted(number for form in forms for number in form.numbers):
            self.party_of[number] = party
            self.full_places[party].append(self._position(number))
        if party.kind == "person" and party.gender is None:
            party.gender = self._gender_nearby(forms)
        return party

    def _owner_text(self, form: Form) -> str:
        return self.page.words[self.runs[form.numbers[0]].start - 1].text

    def _gender_nearby(self, forms: Sequence[Form]) -> Gender | None:
        runs = [self.runs[number] for form in forms for number in form.numbers]
        return find_gender_nearby(self.page, runs, self.people_starts)

    def _position(self, number: int) -> int:
        return self.page.words[self.runs[number].first].start

    def _link_short(self, form: Form, surnames: Surnames, by_person: dict[Person, Party]) -> None:
        fitting = surnames.fitting(form)
        if len(fitting) == 1 and self._is_established(form, by_person[fitting[0]]):
            return
        if fitting and not is_place(form):
            self._offer(form, [by_person[person] for person in fitting])
            return
        if form.kind == "person" and not form.is_introduced_as_kin:
            named = surnames.by_first_name(form)
            if len(named) == 1:
                self._offer(form, [by_person[named[0]]])

    def _is_established(self, form: Form, party: Party) -> bool:
        """Whether the short form meant somebody long before the full name was given.

        Then it is somebody whom every reader knows, and the full name a relative's.
        """
        first = self.full_places[party][0]
        earlier = [number for number in form.numbers if self._position(number) < first]
        return len(earlier) >= MIN_ESTABLISHED and len(self.full_places[party]) == 1

    def _offer(self, form: Form, parties: list[Party]) -> None:
        for number in form.numbers:
            gender = find_title_gender(self.page, self.runs[number])
            fitting = [p for p in parties if not (gender and p.gender and p.gender != gender)]
            self.candidates[number] = fitting
            if len(fitting) == 1 and gender and fitting[0].gender is None:
                fitting[0].gender = gender
        if len(parties) == 1:
            _give_role(self.page, parties[0], form.role)

    def _link_aliases(self, forms: Sequence[Form]) -> None:
        """A person's second name, in brackets behind the first, and its other spellings."""
        for number in range(len(self.runs) - 1):
            alias = self.form_of[number + 1]
            if not self._is_bracketed(number, number + 1) or self._is_done(alias):
                continue
            if self._is_second_name(number, alias):
                for form in forms:
                    is_short = len(form.keys) == 1 == len(alias.keys)
                    if form is alias or (is_short and is_same_word(form.keys[0], alias.keys[0])):
                        self._offer(form, [self.party_of[number]])

    def _is_bracketed(self, number: int, alias: int) -> bool:
        left, right = self.runs[number], self.runs[alias]
        if right.start != left.stop or right.first != right.start:
            return False
        after = self.page.words[right.stop - 1].after
        return (
            self.page.gap(left.stop - 1, right.start).strip() == "("
            and self.page.text[after : after + 1] == ")"
        )

    def _is_second_name(self, number: int, alias: Form) -> bool:
        party = self.party_of.get(number)
        if party is None or party.kind != "person" or alias.surface.isupper():
            return False
        long_enough = all(len(key) >= _MIN_ALIAS_LETTERS for key in alias.keys)
        is_named_so = alias.labels["PERSON"] * 2 >= alias.labels.total() > 0
        return long_enough and is_named_so

    def _link_institutions(self, forms: Sequence[Form]) -> None:
        brackets = {
            id(self.form_of[number + 1]): self.form_of[number]
            for number in range(len(self.runs) - 1)
            if self._is_bracketed(number, number + 1)
        }
        groups = group_institutions(self.page.lexicon, forms, brackets)
        by_group = {group: self._make_party(group.forms) for group in groups if group.is_full}
        index = Institutions(self.page.lexicon, [g for g in groups if g.is_full])
        for group in groups:
            if not group.is_full:
                self._link_generic(group, index, by_group)

    def _link_generic(
        self, group: Institution, index: Institutions, by_group: dict[Institution, Party]
    ) -> None:
        fitting = [by_group[other] for other in index.longer(group)]
        if not fitting:
            self._make_party(group.forms)
        for form in group.forms if fitting else ():
            self._offer(form, fitting)

    def _decide_each_place(self) -> None:
        """Give each short form its party, in text order; what fits none has one of its own."""
        apart: dict[tuple[Form, Gender | None], Party] = {}
        uses: Counter[tuple[Form, Party]] = Counter()
        for number in sorted(self.candidates):
            form, candidates = self.form_of[number], self.candidates[number]
            usual = max(candidates, key=lambda party: uses[form, party], default=None)
            party = pick_clear(
                self.page,
                {party: self.full_places[party] for party in candidates},
                self._position(number),
                established=usual if usual and uses[form, usual] >= MIN_ESTABLISHED else None,
            )
            if party is None:
                gender = find_title_gender(self.page, self.runs[number])
                party = apart.setdefault((form, gender), self._apart(form, gender))
            else:
                uses[form, party] += 1
            self.party_of[number] = party

    def _apart(self, form: Form, gender: Gender | None) -> Party:
        kind = form.kind if is_generic(self.page.lexicon, form.keys) else "person"
        party = Party(form.surface, kind, gender, is_human=kind == "person", keys={*form.keys})
        party.words.update(form.keys)
        party.nouns.update(head_nouns(self.page.lexicon, form.surface))
        return party


def _give_role(page: Page, party: Party, role: Role | None) -> None:
    if role is None:
        return
    party.nouns.add(role.noun)
    party.words.update(word.key for word in find_words(f"{role.text} {role.affiliation or ''}"))
    if party.role is None:
        party.role = role.text
        party.affiliation = party.affiliation or role.affiliation
