"""One record read so that a faulty part costs itself alone, and is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sayso.errors import RecordError
from sayso.records import Article, article_from_json

Row = Mapping[str, Any]
Report = Callable[[str], None]

# What no figure is made of: where one entry is bad, the whole list is left out.
_UNSCORED = ("sentences", "entities", "diagnostics", "model")


def salvage_article(row: object, report: Report) -> Article | None:
    """Read a record; every part that had to be left out is reported.

    Returns:
        ``None`` where no article is left: no object, no text, no usable id.
    """
    try:
        return article_from_json(row)
    except RecordError as error:
        if not isinstance(row, Mapping):
            report(f"{error}; left out")
            return None
    parts = ("sources", "claims", *_UNSCORED)
    kept: dict[str, Any] = {key: value for key, value in row.items() if key not in parts}
    if _fault(kept) is not None:
        report(f"{_fault(kept)}; the article is left out")
        return None
    for part in _UNSCORED:
        if (fault := _fault({**kept, part: row.get(part)})) is None:
            kept[part] = row.get(part)
        else:
            report(f"{fault}; its {part} are left out")
    kept["sources"] = _good_entries(kept, "sources", row.get("sources"), report)
    loose = _good_entries(kept, "claims", _without_holder(row.get("claims")), report)
    kept["claims"] = _with_holder(kept, loose, row, report)
    return article_from_json(kept)


def _fault(row: Row) -> RecordError | None:
    try:
        article_from_json(row)
    except RecordError as error:
        return error
    return None


def _good_entries(kept: Row, part: str, entries: object, report: Report) -> list[Any]:
    """The entries that go with those before them."""
    if not isinstance(entries, list):
        if entries is not None:
            report(f"{part!r} must be a list, found {type(entries).__name__}; left out")
        return []
    good: list[Any] = []
    for entry in entries:
        if (fault := _fault({**kept, part: [*good, entry]})) is None:
            good.append(entry)
        else:
            report(f"{fault}; the {part[:-1]} is left out")
    return good


def _without_holder(claims: object) -> object:
    """The claims as if none were nested: what each is within may come later, or be bad itself."""
    if not isinstance(claims, list):
        return claims
    return [{**one, "within": None} if isinstance(one, Mapping) else one for one in claims]


def _with_holder(kept: Row, loose: list[Any], row: Row, report: Report) -> list[Any]:
    """The good claims with what they are within, as far as that is a good claim too."""
    holders = {
        one.get("id"): one.get("within") for one in row["claims"] if isinstance(one, Mapping)
    }
    ids = {one["id"] for one in loose}
    claims = []
    for one in loose:
        within = holders[one["id"]]
        if within is not None and (within not in ids or within == one["id"]):
            report(
                f"article {kept.get('id')!r}: claim {one['id']!r} is within {within!r}, which is "
                "no other good claim; it is read as nested in none"
            )
            within = None
        claims.append({**one, "within": within})
    return claims
