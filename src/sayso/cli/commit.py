"""Which commit of sayso is running, for figures that must be found again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_FOLDER = Path(__file__).parents[1]


def find_commit() -> str | None:
    """The commit of the repository sayso runs from, with "+" if its code was changed since.

    ``None`` where it runs from no repository, as when it is installed.
    """
    git = shutil.which("git")
    # An installed copy may lie in the repository of somebody else, which does not track it.
    if git is None or _ask(git, "ls-files", "--error-unmatch", "errors.py") is None:
        return None
    commit = _ask(git, "rev-parse", "HEAD")
    is_changed = bool(_ask(git, "status", "--porcelain", "--untracked-files=no", "--", "."))
    return None if commit is None else commit + "+" * is_changed


def _ask(git: str, *arguments: str) -> str | None:
    """What git prints about the folder of the package; ``None`` where it fails."""
    command = [git, "-C", str(_FOLDER), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() if done.returncode == 0 else None
