"""A directory saved by Hugging Face ``datasets``, its rows records."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sayso.errors import ReadingError
from sayso.gold import GoldSet
from sayso.reading.records import Place, RecordReader, gold_articles

_ONE_SPLIT = "state.json"
_SEVERAL_SPLITS = "dataset_dict.json"


def is_dataset_folder(path: Path) -> bool:
    """Whether the folder is one that ``save_to_disk`` wrote, of one split or several."""
    return (path / _ONE_SPLIT).is_file() or (path / _SEVERAL_SPLITS).is_file()


def load_dataset_gold(path: Path) -> GoldSet:
    """Read the records of one split, in its order; problems count its rows from 1.

    Raises:
        ReadingError: It holds several splits, or cannot be read; or ``datasets`` is missing.
    """
    if (path / _SEVERAL_SPLITS).is_file():
        splits = ", ".join(sorted(one.name for one in path.iterdir() if one.is_dir()))
        raise ReadingError(f"{path}: found several splits ({splits}); wanted one: {path}/SPLIT")
    try:
        from datasets import load_from_disk
    except ImportError as error:
        raise ReadingError(
            f"{path}: reading it needs the library datasets: pip install 'sayso[train]'"
        ) from error
    try:
        rows = load_from_disk(str(path)).to_list()
    except (OSError, ValueError, KeyError) as error:
        raise ReadingError(f"{path}: not readable as a datasets folder: {error}") from error
    reader = RecordReader()
    for number, row in enumerate(rows, start=1):
        reader.read(_without_empty(row), Place(str(path), number))
    records = reader.records()
    return GoldSet(gold_articles(records.articles), records.problems)


def _without_empty(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Without the fields that hold nothing: a table has every column in every row."""
    if isinstance(value, Mapping):
        return {key: _without_empty(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_without_empty(one) for one in value]
    return value
