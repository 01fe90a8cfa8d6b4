"""Where weights lie, and whether they are what they say they are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import ModelError

MANIFEST_FILE = "manifest.json"
# Beside the package in an installed wheel; at the top of the repository in a checkout.
MODEL_FOLDERS = (
    Path(__file__).resolve().parents[1] / "_models",
    Path(__file__).resolve().parents[3] / "models",
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a model with the sha256 of each; ``sha256`` is that of them all."""

    name: str
    version: str
    files: dict[str, str]

    @property
    def sha256(self) -> str:
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()


def find_model(name_or_path: str | Path) -> Path:
    """The folder of a model: a shipped one by its name, or any other by its path.

    Raises:
        ModelError: There is no such model; the message lists those there are.
    """
    known: dict[str, Path] = {}
    for folder in MODEL_FOLDERS:
        for manifest in sorted(folder.glob(f"*/{MANIFEST_FILE}")):
            known.setdefault(manifest.parent.name, manifest.parent)
    if isinstance(name_or_path, str) and name_or_path in known:
        return known[name_or_path]
    path = Path(name_or_path)
    if (path / MANIFEST_FILE).is_file():
        return path
    raise ModelError(
        f"no model {str(name_or_path)!r}: it is neither a shipped model "
        f"({', '.join(sorted(known)) or 'none is installed'}) nor a folder with a {MANIFEST_FILE}"
    )


def load_manifest(folder: Path) -> Manifest:
    """Read a model's manifest and check every file against it.

    Raises:
        ModelError: The manifest is broken, or a file is missing or not the one it names.
    """
    path = folder / MANIFEST_FILE
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in row["files"].items()}
        manifest = Manifest(str(row["name"]), str(row["version"]), files)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(f"{path}: not a model manifest: {error}") from error
    for name, wanted in files.items():
        found = _hash_file(folder, name)
        if found != wanted:
            raise ModelError(
                f"{folder / name} is not the file this model was shipped with: its sha256 is "
                f"{found}, the manifest says {wanted}; install sayso anew or train it again"
            )
    return manifest


def save_manifest(folder: Path, name: str, version: str, files: tuple[str, ...]) -> Manifest:
    """Write the manifest of files that lie in the folder."""
    manifest = Manifest(name, version, {file: _hash_file(folder, file) for file in files})
    row = {"name": name, "version": version, "files": manifest.files}
    (folder / MANIFEST_FILE).write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")
    return manifest


def _hash_file(folder: Path, name: str) -> str:
    if Path(name).name != name:
        raise ModelError(f"{folder / MANIFEST_FILE} names {name!r}, which is no plain file name")
    try:
        with (folder / name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{folder / name}: a file of this model cannot be read: {error}"
        ) from error
