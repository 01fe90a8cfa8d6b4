"""The record: one article with its sentences, entities, sources and claims.

Everything here is frozen and checked when it is made, so that a record in hand is a
valid record. Spans are half-open ``[start, end)`` in Unicode code points of ``Article.text``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from sayso.errors import RecordError

Kind = Literal[
    "person", "authority", "organisation", "media", "group", "document", "unnamed", "author"
]
Stance = Literal["support", "deny", "query", "comment"]
Confidence = Literal["certain", "probable", "possible", "underspecified"]
Mode = Literal["direct", "indirect", "mixed"]

KINDS: tuple[Kind, ...] = get_args(Kind)
STANCES: tuple[Stance, ...] = get_args(Stance)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
MODES: tuple[Mode, ...] = get_args(Mode)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``[start, end)`` of a text, in Unicode code points; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if type(self.start) is not int or type(self.end) is not int:
            raise RecordError(f"a span needs two integers, found {self.start!r} and {self.end!r}")
        if not 0 <= self.start < self.end:
            raise RecordError(f"a span needs 0 <= start < end, found [{self.start}, {self.end}]")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character; spans that only touch do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether every character of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters of ``text`` this span points at."""
        return text[self.start : self.end]

    def to_json(self) -> list[int]:
        return [self.start, self.end]

    @classmethod
    def from_json(cls, value: object) -> Span:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise RecordError(f"a span is [start, end], found {value!r}")
        return cls(value[0], value[1])


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the tagger marked it; ``label`` is the tagger's own (OntoNotes)."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """One party that claims something, resolved through the article.

    ``mentions`` are in text order and may be empty (an agentless passive).
    ``role`` and ``affiliation`` are the article's own words, ``None`` where it gives none.
    """

    id: str
    name: str
    kind: Kind
    role: str | None = None
    affiliation: str | None = None
    mentions: Spans = ()

    def __post_init__(self) -> None:
        _check_label("kind of source", self.kind, KINDS)


@dataclass(frozen=True, slots=True)
class Probability:
    """The model's calibrated probabilities in [0, 1]; ``None`` where nothing was predicted."""

    claim: float | None = None
    source: float | None = None
    stance: float | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if value is not None and not (_is_number(value) and 0.0 <= value <= 1.0):
                raise RecordError(f"probability.{one.name} must lie in [0, 1], found {value!r}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution.

    ``source``, ``cue`` and ``content`` are the pieces of each in text order; ``source`` and
    ``cue`` may be empty, ``content`` may not. ``source_ids`` name the parties in
    ``Article.sources``. ``within`` is the id of the innermost claim whose content holds this
    one whole. ``stance`` and ``confidence`` are ``None`` only where nobody labelled them.
    """

    id: str
    content: Spans
    source_ids: tuple[str, ...] = ()
    within: str | None = None
    source: Spans = ()
    cue: Spans = ()
    mode: Mode = "indirect"
    implicit: bool = False
    stance: Stance | None = None
    confidence: Confidence | None = None
    probability: Probability = Probability()

    def __post_init__(self) -> None:
        if not self.content:
            raise RecordError(f"claim {self.id!r} has no content")
        _check_label("mode", self.mode, MODES)
        if self.stance is not None:
            _check_label("stance", self.stance, STANCES)
        if self.confidence is not None:
            _check_label("confidence", self.confidence, CONFIDENCES)

    @property
    def extent(self) -> Span:
        """From the first to the last character of source, cue and content."""
        pieces = (*self.source, *self.cue, *self.content)
        return Span(min(p.start for p in pieces), max(p.end for p in pieces))


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which weights made the claims."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a reader of the claims should know about the text; never an error."""

    code: str
    span: Span | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One article that could not be done, and the stage at which it failed."""

    article_id: str
    stage: str
    error: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text with its metadata and everything found in it.

    ``id`` is derived from the text where none is given. ``published`` is a string as the
    article's source gave it (ISO 8601 where sayso read it itself).

    Raises:
        RecordError: A span lies outside the text, an id is doubled or dangling, or the text
            holds a lone surrogate (which no UTF-8 file can carry).
    """

    text: str
    id: str = ""
    title: str | None = None
    url: str | None = None
    published: str | None = None
    sentences: Spans = ()
    entities: tuple[Entity, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    model: ModelInfo | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise RecordError(f"text must be a string, found {type(self.text).__name__}")
        digest = _digest(self.text)
        if not self.id:
            object.__setattr__(self, "id", digest)
        self._check_spans()
        self._check_ids()

    def source(self, source_id: str) -> Source:
        """The source of that id.

        Raises:
            KeyError: No source has it.
        """
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    def sources_of(self, claim: Claim) -> tuple[Source, ...]:
        """The parties of a claim, in the order of its ``source_ids``."""
        return tuple(self.source(source_id) for source_id in claim.source_ids)

    def _check_spans(self) -> None:
        for span in self._spans():
            if span.end > len(self.text):
                raise RecordError(
                    f"article {self.id!r}: span [{span.start}, {span.end}] lies outside its text "
                    f"of {len(self.text)} characters"
                )

    def _spans(self) -> Iterator[Span]:
        yield from self.sentences
        yield from (entity.span for entity in self.entities)
        for source in self.sources:
            yield from source.mentions
        for claim in self.claims:
            yield from (*claim.source, *claim.cue, *claim.content)
        yield from (d.span for d in self.diagnostics if d.span is not None)

    def _check_ids(self) -> None:
        source_ids = _unique("source", self.id, (source.id for source in self.sources))
        claim_ids = _unique("claim", self.id, (claim.id for claim in self.claims))
        for claim in self.claims:
            for source_id in claim.source_ids:
                if source_id not in source_ids:
                    raise RecordError(
                        f"article {self.id!r}: claim {claim.id!r} names source {source_id!r}, "
                        "which is not among its sources"
                    )
            if claim.within is not None and claim.within not in claim_ids - {claim.id}:
                raise RecordError(
                    f"article {self.id!r}: claim {claim.id!r} is within {claim.within!r}, "
                    "which is no other claim of the article"
                )


def article_to_json(article: Article) -> dict[str, Any]:
    """The article as the JSON object of the record format."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "published": article.published,
        "text": article.text,
        "sentences": _spans_to_json(article.sentences),
        "entities": [{"span": e.span.to_json(), "label": e.label} for e in article.entities],
        "sources": [_source_to_json(source) for source in article.sources],
        "claims": [_claim_to_json(claim) for claim in article.claims],
        "model": None if article.model is None else _flat_to_json(article.model),
        "diagnostics": [_diagnostic_to_json(d) for d in article.diagnostics],
    }


def article_to_line(article: Article) -> str:
    """The article as one line of JSON Lines, without its line end."""
    return json.dumps(article_to_json(article), ensure_ascii=False, allow_nan=False)


def article_from_json(value: object) -> Article:
    """Read one record; fields it does not know are ignored.

    Raises:
        RecordError: The object is no valid record; the message names the article and field.
    """
    row = _object("an article", value)
    if "text" not in row:
        raise RecordError(f"an article needs 'text', found only {sorted(row)}")
    name = f"article {row.get('id')!r}"
    try:
        return Article(
            text=row["text"],
            id=_optional_string(row, "id") or "",
            title=_optional_string(row, "title"),
            url=_optional_string(row, "url"),
            published=_optional_string(row, "published"),
            sentences=_spans(row, "sentences"),
            entities=tuple(_entity_from_json(e) for e in _list(row, "entities")),
            sources=tuple(_source_from_json(s) for s in _list(row, "sources")),
            claims=tuple(claim_from_json(c) for c in _list(row, "claims")),
            model=_model_from_json(row.get("model")),
            diagnostics=tuple(_diagnostic_from_json(d) for d in _list(row, "diagnostics")),
        )
    except RecordError as error:
        message = str(error)
        raise RecordError(message if message.startswith(name) else f"{name}: {message}") from error


def article_from_line(line: str) -> Article:
    """Read one line of JSON Lines.

    Raises:
        RecordError: The line is no JSON, or no valid record.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not a JSON object: {error}") from error
    return article_from_json(value)


def claim_from_json(value: object) -> Claim:
    """Read the claim of a record.

    Raises:
        RecordError: A field is missing or holds what it may not.
    """
    row = _object("a claim", value)
    within = row.get("within")
    return Claim(
        id=_string(row, "id"),
        content=_spans(row, "content"),
        source_ids=tuple(str(i) for i in _list(row, "source_ids")),
        within=None if within is None else str(within),
        source=_spans(row, "source"),
        cue=_spans(row, "cue"),
        mode=row.get("mode", "indirect"),
        implicit=bool(row.get("implicit", False)),
        stance=row.get("stance"),
        confidence=row.get("confidence"),
        probability=_probability_from_json(row.get("probability")),
    )


def _claim_to_json(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "source_ids": list(claim.source_ids),
        "within": claim.within,
        "source": _spans_to_json(claim.source),
        "cue": _spans_to_json(claim.cue),
        "content": _spans_to_json(claim.content),
        "mode": claim.mode,
        "implicit": claim.implicit,
        "stance": claim.stance,
        "confidence": claim.confidence,
        "probability": _flat_to_json(claim.probability),
    }


def _source_to_json(source: Source) -> dict[str, Any]:
    return {**_flat_to_json(source), "mentions": _spans_to_json(source.mentions)}


def _source_from_json(value: object) -> Source:
    row = _object("a source", value)
    return Source(
        id=_string(row, "id"),
        name=_string(row, "name"),
        kind=row.get("kind", "unnamed"),
        role=_optional_string(row, "role"),
        affiliation=_optional_string(row, "affiliation"),
        mentions=_spans(row, "mentions"),
    )


def _entity_from_json(value: object) -> Entity:
    row = _object("an entity", value)
    return Entity(Span.from_json(row.get("span")), _string(row, "label"))


def _probability_from_json(value: object) -> Probability:
    if value is None:
        return Probability()
    row = _object("a probability", value)
    return Probability(**{f.name: row.get(f.name) for f in fields(Probability)})


def _model_from_json(value: object) -> ModelInfo | None:
    if value is None:
        return None
    row = _object("a model", value)
    return ModelInfo(_string(row, "name"), _string(row, "version"), _string(row, "sha256"))


def _diagnostic_from_json(value: object) -> Diagnostic:
    row = _object("a diagnostic", value)
    span = row.get("span")
    return Diagnostic(
        code=_string(row, "code"),
        span=None if span is None else Span.from_json(span),
        message=_optional_string(row, "message"),
    )


def _diagnostic_to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    span = None if diagnostic.span is None else diagnostic.span.to_json()
    return {"code": diagnostic.code, "span": span, "message": diagnostic.message}


def _flat_to_json(record: Source | Probability | ModelInfo) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _spans_to_json(spans: Iterable[Span]) -> list[list[int]]:
    return [span.to_json() for span in spans]


def _spans(row: Json, key: str) -> Spans:
    return tuple(Span.from_json(value) for value in _list(row, key))


def _object(what: str, value: object) -> Json:
    if not isinstance(value, dict):
        raise RecordError(f"{what} must be a JSON object, found {type(value).__name__}")
    return value


def _list(row: Json, key: str) -> list[Any]:
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise RecordError(f"{key!r} must be a list, found {type(value).__name__}")
    return value


def _string(row: Json, key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise RecordError(f"{key!r} must be a string, found {value!r}")
    return value


def _optional_string(row: Json, key: str) -> str | None:
    return None if row.get(key) is None else _string(row, key)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_label(what: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise RecordError(f"{what} must be one of {', '.join(allowed)}; found {value!r}")


def _unique(what: str, article_id: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RecordError(f"article {article_id!r}: two {what}s have the id {one!r}")
        seen.add(one)
    return seen


def _digest(text: str) -> str:
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
    except UnicodeEncodeError as error:
        raise RecordError(f"text holds a lone surrogate at character {error.start}") from error
