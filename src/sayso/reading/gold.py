"""Gold in whatever of the known forms it comes; the form is told by the content."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from sayso.errors import GoldError, ReadingError
from sayso.gold import GoldSet
from sayso.reading.brat import is_brat_folder, load_brat_folder
from sayso.reading.conll import has_bio_columns, load_bio_columns
from sayso.reading.datasets import is_dataset_folder, load_dataset_gold
from sayso.reading.records import SUFFIX, find_record_files, load_record_gold

_WANTED = (
    f"wanted records (a {SUFFIX} file, or a folder of them), a brat folder with text/ and "
    "attributions/, columns of tokens with BIO tags, or a datasets folder"
)
# Enough to see a tag even where an article starts with sentences that attribute nothing.
_N_LINES_SEEN = 5000
_N_NAMES_SHOWN = 5


def load_gold(path: Path) -> GoldSet:
    """Read a gold set.

    Raises:
        ReadingError: There is nothing at the path, or nothing that any reader knows.
        GoldError: It was read and holds no claim.
    """
    gold = _load_folder(path) if path.is_dir() else _load_file(path)
    if not any(one.article.claims for one in gold.articles):
        first = f"; first of all {gold.problems[0]}" if gold.problems else ""
        raise GoldError(
            f"{path}: {len(gold.articles)} article(s) and no claim; nothing to score{first}"
        )
    return gold


def _load_folder(path: Path) -> GoldSet:
    if is_brat_folder(path):
        return load_brat_folder(path)
    if is_dataset_folder(path):
        return load_dataset_gold(path)
    if any(path.glob(f"*{SUFFIX}")):
        return load_record_gold(find_record_files(path))
    names = sorted(one.name for one in path.iterdir())
    shown = ", ".join(names[:_N_NAMES_SHOWN]) + (", …" if len(names) > _N_NAMES_SHOWN else "")
    raise ReadingError(f"{path}: found a folder with {shown or 'nothing'} in it; {_WANTED}")


def _load_file(path: Path) -> GoldSet:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            lines = list(islice(file, _N_LINES_SEEN))
    except OSError as error:
        raise ReadingError(f"{path}: {error.strerror or error}; {_WANTED}") from error
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("{"):
        return load_record_gold([path])
    if has_bio_columns(lines):
        return load_bio_columns(path)
    found = f"a first line {first.strip()[:60]!r}" if first else "no line of text"
    raise ReadingError(f"{path}: found {found}; {_WANTED}")
