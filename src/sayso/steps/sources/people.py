"""Which full names are one person: initials, dropped middle names, other spellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sayso.steps.sources.forms import Form
from sayso.steps.sources.lexicon import Gender
from sayso.steps.sources.spelling import (
    MIN_MISPRINT_LETTERS,
    is_same_full_name,
    is_same_given_name,
    is_same_word,
    sound_of,
)

# Sorted by sound, each name is compared with so many that follow (the sorted-neighbourhood
# method, Hernández and Stolfo 1995): all pairs of an article with fewer names than that.
NEIGHBOURS = 25
# A bare surname that stands oftener than this is no misprint. Assumed, not measured.
MAX_MISPRINTS = 2
_MAX_WORDS = 6

Keys = tuple[str, ...]


class Person:
    """All full forms of one person's name."""

    def __init__(self, form: Form) -> None:
        self.forms = [form]

    @property
    def gender(self) -> Gender | None:
        return next((form.gender for form in self.forms if form.gender), None)


def group_people(forms: Sequence[Form]) -> list[Person]:
    """The people named in full, in the order of their first form.

    A form that is the tail of a longer one (van der Steeg) is left to ``Surnames``.
    """
    tails = {keys for form in forms for keys in _tails(form.keys)}
    full = [form for form in forms if form.keys not in tails]
    owners = {id(form): Person(form) for form in full}
    clear = [form for form in full if len(form.keys[0]) > 1]
    for left, right in _neighbours(clear):
        if _is_one_person(left, right):
            _join(owners, left, right)
    for form in full:
        if len(form.keys[0]) == 1:
            fitting = _unique(owners[id(o)] for o in clear if _is_one_person(form, o))
            if len(fitting) == 1:
                _join(owners, fitting[0].forms[0], form)
    return _unique(owners[id(form)] for form in full)


class Surnames:
    """Finds whom a part of a name may mean: surname first, then middle parts, then first names."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._last: dict[Keys, list[Person]] = defaultdict(list)
        self._inner: dict[Keys, list[Person]] = defaultdict(list)
        self._first: dict[Keys, list[Person]] = defaultdict(list)
        self._sounds: dict[str, list[Person]] = defaultdict(list)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for person in people:
            for form in person.forms:
                self._add(person, form.keys[:_MAX_WORDS])

    def fitting(self, form: Form) -> list[Person]:
        """The people whose surname the form is, in this spelling or a near one."""
        exact = self._last.get(form.keys) or self._inner.get(form.keys)
        if exact:
            return _unique(exact)
        if len(form.keys) > 1:
            return []
        (key,) = form.keys
        heard = [p for p in self._sounds.get(sound_of(key), []) if _is_heard(p, key)]
        if heard:
            return _unique(heard)
        return self._misprinted(key) if len(form.numbers) <= MAX_MISPRINTS else []

    def by_first_name(self, form: Form) -> list[Person]:
        return _unique(self._first.get(form.keys, []))

    def _add(self, person: Person, keys: Keys) -> None:
        self._first[keys[:1]].append(person)
        for start in range(1, len(keys)):
            self._last[keys[start:]].append(person)
            for stop in range(start + 1, len(keys)):
                if any(len(key) > 1 for key in keys[start:stop]):
                    self._inner[keys[start:stop]].append(person)
        last = keys[-1]
        for prefix in ("al", "el"):
            # 'al-Hamdani' has one key, and may come back as Hamdani.
            if last.startswith(prefix) and len(last) > len(prefix) + 3:
                self._last[(last[len(prefix) :],)].append(person)
        self._sounds[sound_of(last)].append(person)
        self._by_start[last[0]].append(last)

    def _misprinted(self, key: str) -> list[Person]:
        if len(key) < MIN_MISPRINT_LETTERS:
            return []
        near = process.extract(
            key, self._by_start.get(key[0], []), scorer=OSA.distance, score_cutoff=1, limit=None
        )
        return _unique(
            person
            for surname, _, _ in near
            if is_same_word(surname, key)
            for person in self._last[(surname,)]
        )


def _is_heard(person: Person, key: str) -> bool:
    return any(is_same_word(form.keys[-1], key) for form in person.forms)


def _tails(keys: Keys) -> Iterable[Keys]:
    return (keys[start:] for start in range(1, min(len(keys) - 1, _MAX_WORDS)))


def _neighbours(forms: Sequence[Form]) -> Iterable[tuple[Form, Form]]:
    for place in (-1, 0):
        ordered = sorted(forms, key=lambda form: (sound_of(form.keys[place]), form.keys))
        for number, form in enumerate(ordered):
            for other in islice(ordered, number + 1, number + 1 + NEIGHBOURS):
                yield form, other


def _is_one_person(left: Form, right: Form) -> bool:
    if left.generation != right.generation or _are_opposed(left.gender, right.gender):
        return False
    short, long = sorted((left.keys, right.keys), key=len)
    if not is_same_given_name(short[0], long[0]):
        return is_same_full_name(short, long)
    if is_same_word(short[-1], long[-1]):
        return _is_within(short[1:-1], long[1:-1])
    return is_same_full_name(short, long) or (
        len(short) < len(long) and short == long[: len(short)]
    )


def _is_within(short: Keys, long: Keys) -> bool:
    """Whether each middle name of the shorter form fits one of the longer, in order."""
    rest = iter(long)
    return all(any(is_same_given_name(name, other) for other in rest) for name in short)


def _are_opposed(left: Gender | None, right: Gender | None) -> bool:
    return left is not None and right is not None and left != right


def _join(owners: dict[int, Person], left: Form, right: Form) -> None:
    kept, gone = owners[id(left)], owners[id(right)]
    if kept is not gone:
        kept.forms += gone.forms
        for form in gone.forms:
            owners[id(form)] = kept


def _unique(people: Iterable[Person]) -> list[Person]:
    return list(dict.fromkeys(people))
