import json
from pathlib import Path

import pytest

from sayso.errors import ModelError
from sayso.model.model import load_model
from sayso.model.weights import find_model, load_manifest, save_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "weights.bin").write_bytes(b"weights")
    save_manifest(tmp_path, "tiny", "1.0", ("weights.bin",))
    return tmp_path


def test_an_untouched_model_is_accepted(folder: Path) -> None:
    manifest = load_manifest(folder)
    assert manifest.name == "tiny"
    assert manifest.sha256 == load_manifest(folder).sha256


def test_a_changed_file_is_refused_by_name(folder: Path) -> None:
    (folder / "weights.bin").write_bytes(b"Weights")
    with pytest.raises(ModelError, match=r"weights\.bin is not the file"):
        load_manifest(folder)


def test_a_missing_file_is_refused_by_name(folder: Path) -> None:
    (folder / "weights.bin").unlink()
    with pytest.raises(ModelError, match=r"weights\.bin: .* cannot be read"):
        load_manifest(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1, "version": 2, "files": []}', "\xff"])
def test_a_broken_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(ModelError, match="not a model manifest"):
        load_manifest(folder)


def test_a_manifest_cannot_point_outside_its_folder(folder: Path) -> None:
    row = {"name": "x", "version": "1", "files": {"../weights.bin": "0"}}
    (folder / "manifest.json").write_text(json.dumps(row))
    with pytest.raises(ModelError, match="no plain file name"):
        load_manifest(folder)


def test_an_unknown_model_names_those_there_are() -> None:
    with pytest.raises(ModelError, match=r"no model 'huge'.*small"):
        find_model("huge")


def test_a_model_without_all_its_files_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="the model lacks encoder"):
        load_model(folder)
