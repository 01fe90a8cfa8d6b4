"""The sources of an article: every claim's mention goes to a party, and each party has one name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.records import Claim, Entity, Source, Span, Spans
from sayso.steps.nesting import link_nested
from sayso.steps.sources.antecedents import (
    FIRST,
    OTHER,
    POSSESSOR,
    SPEAKER,
    Parties,
    Scene,
    fit_pronoun,
)
from sayso.steps.sources.containers import Containers
from sayso.steps.sources.descriptions import describe
from sayso.steps.sources.mentions import Mention, find_mentions
from sayso.steps.sources.names import Names, link_names
from sayso.steps.sources.nominals import Nominals
from sayso.steps.sources.page import Page, lay_out
from sayso.steps.sources.party import Party
from sayso.steps.sources.phrase import Phrase
from sayso.steps.sources.relatives import find_antecedent_phrase
from sayso.text.quotes import Quotations

UNNAMED = "unnamed"
# An implicit claim goes on with one that ended in its paragraph or so many before it.
# Assumed, not measured.
MAX_PARAGRAPHS = 1
# In running text, a noun stands at most so many words behind its article.
MAX_NOUN_WORDS = 3
_SPEAKERS = frozenset({"speaker", "speakers"})
_THIRD_PERSON = frozenset({"male", "female"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """The sources in the order of their first claim, and the claims with their ``source_ids``."""

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]


def resolve_sources(
    text: str,
    sentences: Spans,
    entities: tuple[Entity, ...],
    quotations: Quotations,
    claims: Sequence[Claim],
) -> Resolution:
    """Find out whose each claim is, over the whole article, by rules over words and entities.

    Every claim gets one source id or more. What cannot be decided stays a party of its own
    under its own words, of kind ``unnamed`` or what its noun says. The order of the claims,
    and all else about them, stays.
    """
    page = lay_out(text, sentences, entities)
    spoken = frozenset(
        index for claim in claims for piece in claim.source for index in page.range_of(piece)
    )
    resolver = _Resolver(page, link_names(page, spoken), quotations, claims)
    return resolver.resolve()


@dataclass(frozen=True, slots=True)
class _Task:
    """One mention of one claim; ``claim`` is the claim's number."""

    claim: int
    mention: Mention
    phrase: Phrase
    position: int


class _Resolver:
    def __init__(
        self, page: Page, names: Names, quotations: Quotations, claims: Sequence[Claim]
    ) -> None:
        self.page = page
        self.names = names
        self.claims = claims
        self.containers = Containers(quotations, claims)
        self.scene = Scene(page, self.containers)
        self.nominals = Nominals(page, names)
        self.found: list[list[Party]] = [[] for _ in claims]
        self.postponed: dict[int, list[Span]] = {}
        is_outer = [claim.within is None for claim in link_nested(claims)]
        outer = [n for n in range(len(claims)) if is_outer[n]]
        self.ends = sorted(outer, key=lambda n: claims[n].extent.end)
        self.author: Party | None = None
        self.nobody: dict[int | None, Party] = {}
        self.pair: Parties = ()
        self.resolved: dict[Span, Parties] = {}

    def resolve(self) -> Resolution:
        self._set_scene()
        tasks = sorted(self._tasks(), key=lambda task: (task.position, task.claim))
        people = self._people_in_text(tasks)
        for task in tasks:
            while people and self.page.words[people[-1]].start < task.position:
                self._refresh(people.pop())
            self._resolve_task(task)
        for number in self._by_start():
            self._parties_of(number, ())
        return self._record()

    def _set_scene(self) -> None:
        """Put every place of a name on the scene."""
        seen: set[int] = set()
        for run, party in zip(self.names.runs, self.names.parties, strict=True):
            weight = self._weight(run.start, run.stop, seen)
            self.scene.add(self.page.words[run.first].start, (party,), weight)

    def _weight(self, first: int, stop: int, seen: set[int]) -> float:
        """How prominent a place is; ``seen`` are the sentences that have a subject already."""
        sentence = self.page.sentences[first]
        if self.page.words[stop - 1].is_possessive:
            return POSSESSOR
        before = self.page.words[first - 1].key if first else ""
        if sentence in seen or before in self.page.lexicon.prepositions:
            return OTHER
        seen.add(sentence)
        return FIRST

    def _tasks(self) -> Iterator[_Task]:
        for number, claim in enumerate(self.claims):
            seen: set[int | None] = set()
            for order, piece in enumerate(claim.source):
                for mention in find_mentions(self.page, self.names, piece):
                    phrase = mention.phrase
                    if phrase is None or (order > 0 and phrase.run in {None, *seen}):
                        continue
                    seen.add(phrase.run)
                    yield _Task(number, mention, phrase, self.page.words[phrase.first].start)

    def _people_in_text(self, tasks: Sequence[_Task]) -> list[int]:
        """The words he, she and the that are in no source and no quotation, the last one first."""
        sources = {task.phrase.first for task in tasks}
        classes = self.page.lexicon.pronouns
        return [
            index
            for index in range(len(self.page.words) - 1, -1, -1)
            if (
                self.page.words[index].key == "the"
                or classes.get(self.page.words[index].key) in _THIRD_PERSON
            )
            and index not in sources
            and self.containers.quotation_at(self.page.words[index].start) is None
        ]

    def _refresh(self, index: int) -> None:
        """Note whom 'he' or 'the minister' of the running text means: it keeps them at hand."""
        word = self.page.words[index]
        if word.key == "the":
            party = self._described_in_text(index)
            if party is not None:
                self.scene.add(word.start, (party,), self._weight(index, index + 1, set()))
            return
        found = self.scene.antecedent(word.start, fit_pronoun(self.page.lexicon.pronouns[word.key]))
        if found:
            is_owner = word.key in self.page.lexicon.possessive_pronouns
            self.scene.add(word.start, found, POSSESSOR if is_owner else FIRST)

    def _described_in_text(self, index: int) -> Party | None:
        """The person whom 'the' and a noun of the running text mean, if that is clear."""
        for head in range(index + 1, min(index + 1 + MAX_NOUN_WORDS, len(self.page.words))):
            if not self.page.is_adjacent(head - 1) or self.page.words[head].is_capital:
                return None
            if self.page.words[head].key in self.page.lexicon.function:
                return None
            if self.nominals.names_person(self.page.noun(head)):
                phrase = Phrase(index, head + 1, head + 1, head)
                return self.nominals.known_person(describe(self.page, self.names, phrase))
        return None

    def _resolve_task(self, task: _Task) -> None:
        number, claim = task.claim, self.claims[task.claim]
        if task.mention.shape == "pronoun" and self._class(task.phrase) in _SPEAKERS:
            self.postponed.setdefault(number, []).append(task.mention.span)
            return
        # One mention may be the source of several claims.
        parties = self.resolved.get(task.mention.span) or self._parties_for(task, claim)
        self.resolved[task.mention.span] = parties
        for party in parties:
            party.spans.add(task.mention.span)
            self.found[number].append(party)
        before = self.page.words[task.phrase.first - 1].key if task.phrase.first else ""
        self.scene.add(task.position, parties, OTHER if before == "by" else SPEAKER)
        if len(self.found[number]) > 1:
            self.pair = tuple(self.found[number])
            self.scene.add(task.position, self.pair, SPEAKER)

    def _class(self, phrase: Phrase) -> str:
        return self.page.lexicon.pronouns[self.page.words[phrase.first].key]

    def _parties_for(self, task: _Task, claim: Claim) -> Parties:
        phrase = task.phrase
        if phrase.run is not None:
            return (self.names.parties[phrase.run],)
        if task.mention.shape == "pronoun":
            fit = fit_pronoun(self._class(phrase))
            barred = self._quoted_speaker(task)
            found = self.scene.antecedent(task.position, fit, claim.content, barred)
            return found or (self._apart(task),)
        if task.mention.shape == "relative":
            return (self._relative(task),)
        return self._one_of_pair(phrase) or (self._described(phrase, claim),)

    def _quoted_speaker(self, task: _Task) -> list[Party]:
        """Whose quotation a pronoun stands in: people do not call themselves he or she."""
        holder = self.containers.innermost_claim(task.mention.span, besides=task.claim)
        if holder is None or self.containers.quotation_at(task.position) is None:
            return []
        return self.found[holder]

    def _apart(self, task: _Task) -> Party:
        """A party of its own for a pronoun that nothing fits."""
        key = self.page.words[task.phrase.first].key
        return Party(
            name=task.mention.span.of(self.page.text),
            kind="unnamed",
            gender=self.page.lexicon.genders.get(key),
            is_human=key in self.page.lexicon.genders,
            is_plural=self.page.lexicon.pronouns.get(key) == "plural",
        )

    def _relative(self, task: _Task) -> Party:
        phrase = find_antecedent_phrase(self.page, self.names, task.phrase.first)
        if phrase is None:
            return self._apart(task)
        if phrase.run is not None:
            return self.names.parties[phrase.run]
        return self.nominals.resolve(describe(self.page, self.names, phrase))

    def _one_of_pair(self, phrase: Phrase) -> Parties:
        """The former or the latter of the two who last spoke together."""
        key = self.page.words[phrase.head].key
        if len(self.pair) != 2 or key not in ("former", "latter"):
            return ()
        return self.pair[:1] if key == "former" else self.pair[1:]

    def _described(self, phrase: Phrase, claim: Claim) -> Party:
        first = self.page.words[phrase.first]
        pronoun_class = self.page.lexicon.pronouns.get(first.key)
        owner: Parties = ()
        if first.key in self.page.lexicon.possessive_pronouns and pronoun_class not in _SPEAKERS:
            fit = fit_pronoun(pronoun_class or "plural")
            owner = self.scene.antecedent(first.start, fit, claim.content)
        single = owner[0] if len(owner) == 1 else None
        return self.nominals.resolve(describe(self.page, self.names, phrase, single))

    def _by_start(self) -> list[int]:
        return sorted(range(len(self.claims)), key=lambda n: self.claims[n].extent)

    def _parties_of(self, number: int, waiting: tuple[int, ...]) -> list[Party]:
        """The parties of a claim, after those of the claims it depends on (``waiting``)."""
        found = self.found[number]
        for span in self.postponed.pop(number, ()):
            for party in self._speaker(number, span, (*waiting, number)):
                party.spans.add(span)
                found.append(party)
        if not found:
            found.extend(self._silent(number, (*waiting, number)))
        return found

    def _speaker(self, number: int, span: Span, waiting: tuple[int, ...]) -> list[Party]:
        """Who says I or we: the speaker of the content around it, or else the author."""
        holder = self.containers.innermost_claim(span, besides=number)
        if holder is not None and holder not in waiting:
            return self._parties_of(holder, waiting)
        quotation = self.containers.quotation_at(span.start)
        if quotation is not None:
            name = span.of(self.page.text)
            return [self.nobody.setdefault(quotation, Party(name=name, kind="unnamed"))]
        if self.author is None:
            self.author = Party(name=span.of(self.page.text), kind="author")
        return [self.author]

    def _silent(self, number: int, waiting: tuple[int, ...]) -> list[Party]:
        """Whose a claim is that names nobody: the last speaker's if it only goes on."""
        claim = self.claims[number]
        if claim.implicit:
            earlier = self._carried_on(number)
            if earlier is not None and earlier not in waiting:
                return self._parties_of(earlier, waiting)
        return [Party(name=UNNAMED, kind="unnamed")]

    def _carried_on(self, number: int) -> int | None:
        """The claim that an implicit one goes on with: the one around it, or the last before."""
        content = self.claims[number].content[0]
        holder = self.containers.innermost_claim(content, besides=number)
        if holder is not None:
            return holder
        index = bisect_right(self.ends, content.start, key=lambda n: self.claims[n].extent.end) - 1
        if index < 0:
            return None
        last = self.ends[index]
        end = self.claims[last].extent.end - 1
        distance = self.page.paragraph_at(content.start) - self.page.paragraph_at(end)
        return last if distance <= MAX_PARAGRAPHS else None

    def _record(self) -> Resolution:
        ids: dict[Party, str] = {}
        claims = []
        for claim, parties in zip(self.claims, self.found, strict=True):
            for party in parties:
                ids.setdefault(party, f"s{len(ids) + 1}")
            source_ids = tuple(dict.fromkeys(ids[party] for party in parties))
            claims.append(replace(claim, source_ids=source_ids))
        sources = tuple(_to_source(party, source_id) for party, source_id in ids.items())
        return Resolution(sources, tuple(claims))


def _to_source(party: Party, source_id: str) -> Source:
    return Source(
        id=source_id,
        name=party.name,
        kind=party.kind,
        role=party.role,
        affiliation=party.affiliation,
        mentions=_outermost(party.spans),
    )


def _outermost(spans: set[Span]) -> Spans:
    """The spans in text order, without those inside another."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or not kept[-1].contains(span):
            kept.append(span)
    return tuple(kept)
