"""Plain text files: which there are, and each as an article whose text is the file's own."""

from __future__ import annotations

import codecs
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sayso.errors import ReadingError
from sayso.records import Article, Diagnostic, Failure
from sayso.text.visible import make_line

SUFFIX = ".txt"
STAGE = "reading"

# Far above any article, far below what would fill a small machine. Assumed, not measured.
MAX_BYTES = 100_000_000
# Share of control characters above which a text is taken for binary data; prose has none, and
# bytes drawn at random about 0.11. Assumed, not measured.
_MAX_CONTROL_SHARE = 0.05

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
# The marks of UTF-32 come first: the little-endian one starts with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# Formats that can pass for text, and so would be searched for claims in their markup.
_SIGNATURES = ((b"%PDF-", "PDF"), (b"{\\rtf", "RTF"))


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file to read, and the id its article will have (unique among the files found)."""

    path: Path
    article_id: str


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files in the order to read them, how many others lay there, what was not listed."""

    files: tuple[TextFile, ...]
    n_skipped: int = 0
    failures: tuple[Failure, ...] = ()


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """List the files to read: each file named, and of each folder its ``.txt`` files, sorted.

    Folders are searched to the bottom, links to folders not followed. Hidden files, other
    kinds of file, and what is no regular file are counted in ``n_skipped``; hidden folders are
    left out. A file named twice is listed once. An article's id is the file's stem or, where
    stems are equal, its path in the folder, or else its whole path.
    """
    located: dict[Path, _Located] = {}
    failures: list[Failure] = []
    n_skipped = 0
    for path in paths:
        listing = _list_folder(path) if _is_folder(path) else _Listing([_Located(path, path)])
        for one in listing.located:
            located.setdefault(one.path.absolute(), one)
        n_skipped += listing.n_skipped
        failures.extend(Failure(str(path), STAGE, error) for error in listing.errors)
    files = map(TextFile, (one.path for one in located.values()), _unique_ids(located.values()))
    return FoundFiles(tuple(files), n_skipped, tuple(failures))


def read_article(path: Path, article_id: str | None = None) -> Article:
    """Read one text file; the article's id is the file's stem where none is given.

    UTF-8, or UTF-16 and UTF-32 with a byte order mark (which is taken off); another encoding
    is guessed and named in a diagnostic. Nothing else in the text is changed.

    Raises:
        ReadingError: The file is missing, unreadable, empty, binary or too large.
    """
    name = make_line(str(path))
    try:
        if path.exists() and not path.is_file():
            raise ReadingError(f"{name}: not a regular file; name a text file, or - for a pipe")
        with path.open("rb") as stream:
            return _article(_read(stream, name), name, article_id or _as_text(path.stem))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadingError(f"{name}: {reason}") from error


def read_stdin(stream: BinaryIO) -> Article:
    """Read standard input to its end as one article, its id derived from the text.

    Raises:
        ReadingError: It is empty, binary or too large.
    """
    name = "standard input"
    return _article(_read(stream, name), name, "")


@dataclass(frozen=True, slots=True)
class _Located:
    """A file, and its path as seen from the folder it was found in."""

    path: Path
    relative: Path


@dataclass(slots=True)
class _Listing:
    """What one path named by the user leads to."""

    located: list[_Located]
    n_skipped: int = 0
    errors: tuple[str, ...] = ()


def _list_folder(folder: Path) -> _Listing:
    errors: list[OSError] = []
    wanted: list[Path] = []
    n_files = 0
    for path in _walk(folder, errors):
        n_files += 1
        if _is_wanted(path):
            wanted.append(path)
    messages = [f"{make_line(str(one.filename))}: {one.strerror}" for one in errors]
    if not wanted and not errors:
        messages.append(f"{make_line(str(folder))}: no {SUFFIX} file in this folder")
    located = [_Located(path, path.relative_to(folder)) for path in sorted(wanted)]
    return _Listing(located, n_files - len(wanted), tuple(messages))


def _walk(folder: Path, errors: list[OSError]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in files)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # nor can it be read, which will say why
        return False


def _is_wanted(path: Path) -> bool:
    if path.suffix.lower() != SUFFIX or path.name.startswith("."):
        return False
    try:
        return path.is_file()
    except OSError:  # reading it will say why
        return True


def _unique_ids(located: Iterable[_Located]) -> list[str]:
    paths = list(located)
    ids = [_as_text(one.path.stem) for one in paths]
    for longer in ([one.relative for one in paths], [one.path.absolute() for one in paths]):
        counts = Counter(ids)
        pairs = zip(ids, longer, strict=True)
        ids = [_as_text(path.as_posix()) if counts[one] > 1 else one for one, path in pairs]
    return ids


def _as_text(name: str) -> str:
    """A file name as a string that UTF-8 can carry, whatever bytes the file system holds."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _read(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadingError(f"{name}: more than {MAX_BYTES:,} bytes; split it into articles")
    return data


def _article(data: bytes, name: str, article_id: str) -> Article:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ReadingError(f"{name}: a {kind} file, not plain text; save it as text first")
    decoded = _decode(data, name)
    text = decoded.text
    if not text.strip():
        raise ReadingError(f"{name}: {'blank' if data else 'empty'}; there is no text to read")
    n_controls = sum(1 for _ in _CONTROL.finditer(text))
    if n_controls > _MAX_CONTROL_SHARE * len(text):
        raise ReadingError(
            f"{name}: binary data, not text ({n_controls:,} control characters in {len(text):,})"
        )
    diagnostics = () if decoded.note is None else (Diagnostic("encoding", message=decoded.note),)
    return Article(text, article_id, diagnostics=diagnostics)


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A text, and what to tell about how it was decoded where that is no matter of course."""

    text: str
    note: str | None = None


def _decode(data: bytes, name: str) -> _Decoded:
    marked = next((codec for mark, codec in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked not in (None, "utf-8-sig"):
            raise ReadingError(f"{name}: starts as {marked} but is not: {error}") from error
        _refuse_nul(b"\0" in data, name)
        return _decode_damaged(data) or _guess(data, name)
    _refuse_nul("\0" in text, name)
    return _Decoded(text)


def _refuse_nul(has_nul: bool, name: str) -> None:
    if has_nul:
        raise ReadingError(
            f"{name}: holds NUL bytes, so it is binary or UTF-16 without a byte order mark; "
            "save it as UTF-8"
        )


def _decode_damaged(data: bytes) -> _Decoded | None:
    """The text of UTF-8 with a few broken bytes (cut off, say); ``None`` where it is no UTF-8."""
    text = data.decode("utf-8-sig", "replace")
    n_broken = text.count("\N{REPLACEMENT CHARACTER}")
    n_whole = sum(1 for _ in re.finditer(r"[^\x00-\x7f\ufffd]", text))
    if n_broken >= n_whole:
        return None
    return _Decoded(text, f"damaged UTF-8: {n_broken} broken places are shown as \ufffd")


def _guess(data: bytes, name: str) -> _Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise ReadingError(f"{name}: neither UTF-8 nor any encoding that makes sense; is it text?")
    try:
        return _Decoded(data.decode(best.encoding), f"not UTF-8: read as {best.encoding}")
    except UnicodeDecodeError as error:
        raise ReadingError(f"{name}: looks like {best.encoding} but is not: {error}") from error
