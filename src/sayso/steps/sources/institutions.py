"""Which names of institutions are one: word order, acronyms, the first word for the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sayso.steps.sources.forms import Form, is_generic
from sayso.steps.sources.lexicon import Lexicon

# Fewest letters of an acronym that nobody introduced. Assumed, not measured.
MIN_ACRONYM_LETTERS = 2
MAX_ACRONYM_LETTERS = 8
_MAX_PREFIX_WORDS = 3


class Institution:
    """All forms of one name that is no person's."""

    def __init__(self, lexicon: Lexicon, form: Form) -> None:
        self.forms = [form]
        # One word keeps its plural: Unionists are not what 'Unionist' stands before.
        nouns = form.keys if len(form.keys) == 1 else map(lexicon.noun, form.keys)
        self.nouns = frozenset(nouns)
        self.is_full = form.owner is not None or not is_generic(lexicon, form.keys)


def group_institutions(
    lexicon: Lexicon, forms: Sequence[Form], brackets: Mapping[int, Form]
) -> list[Institution]:
    """The institutions among the forms, in the order of their first form.

    ``brackets`` gives, by the ``id`` of a form that stands in brackets, the form right
    before it.
    """
    groups: dict[tuple[frozenset[str], str | None], Institution] = {}
    owners: dict[int, Institution] = {}
    for form in forms:
        made = Institution(lexicon, form)
        key = (made.nouns, form.owner)
        if key in groups:
            groups[key].forms.append(form)
        owners[id(form)] = groups.setdefault(key, made)
    acronyms = _Acronyms(list(groups.values()))
    prefixes = _find_prefixes(groups.values())
    for form in forms:
        fuller = _introduced(form, brackets, owners) or acronyms.fuller(form)
        fuller = fuller or _by_prefix(lexicon, form, prefixes)
        if fuller is not None:
            _join(owners, fuller, owners[id(form)])
    return list(dict.fromkeys(owners[id(form)] for form in forms))


class Institutions:
    """Finds the fuller names that a generic one (the Supreme Court) may stand for."""

    def __init__(self, lexicon: Lexicon, groups: Iterable[Institution]) -> None:
        self._by_noun: dict[str, list[Institution]] = defaultdict(list)
        for group in groups:
            for noun in group.nouns & lexicon.institutions.keys():
                self._by_noun[noun].append(group)

    def longer(self, generic: Institution) -> list[Institution]:
        """The fuller institutions with all the words of this one."""
        near = min((self._by_noun.get(noun, []) for noun in generic.nouns), key=len, default=[])
        return [group for group in near if generic.nouns <= group.nouns]


class _Acronyms:
    def __init__(self, groups: Sequence[Institution]) -> None:
        self._by_letters: dict[str, set[Institution]] = defaultdict(set)
        for group in groups:
            for form in group.forms:
                if len(form.keys) >= MIN_ACRONYM_LETTERS:
                    self._by_letters["".join(key[0] for key in form.keys)].add(group)

    def fuller(self, form: Form) -> Institution | None:
        """The one institution whose initials the form is."""
        if not _is_acronym(form) or len(form.keys[0]) < MIN_ACRONYM_LETTERS:
            return None
        found = self._by_letters.get(form.keys[0], set())
        return next(iter(found)) if len(found) == 1 else None


def _is_acronym(form: Form) -> bool:
    return (
        len(form.keys) == 1
        and form.surface.isupper()
        and 1 < len(form.keys[0]) <= MAX_ACRONYM_LETTERS
    )


def _introduced(
    form: Form, brackets: Mapping[int, Form], owners: Mapping[int, Institution]
) -> Institution | None:
    """The institution right before an acronym in brackets, one of whose words it begins like."""
    before = brackets.get(id(form))
    if before is None or id(before) not in owners:
        return None
    short, long = (form, before) if _is_acronym(form) else (before, form)
    if not _is_acronym(short) or len(long.keys) < 2:
        return None
    if not any(key[0] == short.keys[0][0] for key in long.keys):
        return None
    return owners[id(before)]


def _find_prefixes(groups: Iterable[Institution]) -> dict[tuple[str, ...], list[Institution]]:
    prefixes: dict[tuple[str, ...], list[Institution]] = defaultdict(list)
    for group in groups:
        for form in group.forms:
            for stop in range(1, min(len(form.keys), _MAX_PREFIX_WORDS + 1)):
                prefixes[form.keys[:stop]].append(group)
    return prefixes


def _by_prefix(
    lexicon: Lexicon, form: Form, prefixes: Mapping[tuple[str, ...], Sequence[Institution]]
) -> Institution | None:
    """The one firm or outlet that the form is the beginning of."""
    if form.kind not in ("organisation", "media") or is_generic(lexicon, form.keys):
        return None
    if form.labels["ORG"] * 2 <= form.labels.total():
        return None
    found = set(prefixes.get(form.keys, ()))
    found = {g for g in found if g.forms[0].kind in ("organisation", "media")}
    return next(iter(found)) if len(found) == 1 else None


def _join(owners: dict[int, Institution], kept: Institution, gone: Institution) -> None:
    if kept is gone:
        return
    kept.forms += gone.forms
    kept.is_full = kept.is_full or gone.is_full
    for form in gone.forms:
        owners[id(form)] = kept
