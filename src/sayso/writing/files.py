"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

# A lone surrogate, which JSON input can hold, is written as ``\ud800``: JSON's own escape for it.
ON_SURROGATE = "backslashreplace"


@contextmanager
def open_whole(path: Path) -> Iterator[TextIO]:
    """A UTF-8 stream whose text becomes the file when the block ends without an exception.

    Missing folders are made. Until then, and after an exception, a file already there stays
    as it is. A device or a pipe is written to directly.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", errors=ON_SURROGATE, newline="") as stream:
            yield stream
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".sayso-{secrets.token_hex(8)}.part")
    try:
        with draft.open("x", encoding="utf-8", errors=ON_SURROGATE, newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
