"""What a user installs: built from the repository, looked into without it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    command = [sys.executable, "-m", "pip", "wheel", *options, "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("sayso-*.whl")
    return path


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.slow
def test_the_wheel_holds_the_model_and_every_file_the_code_reads(unpacked: Path) -> None:
    for kind in ("*.py", "*.jinja", "*.css", "*.toml", "py.typed"):
        for path in (ROOT / "src" / "sayso").rglob(kind):
            assert (unpacked / path.relative_to(ROOT / "src")).is_file(), path
    shipped = [path for path in (ROOT / "models" / "small").rglob("*") if path.is_file()]
    assert shipped
    for path in shipped:
        held = unpacked / "sayso" / "_models" / path.relative_to(ROOT / "models")
        assert held.read_bytes() == path.read_bytes(), path


@pytest.mark.slow
def test_the_wheel_works_without_the_repository(unpacked: Path, tmp_path: Path) -> None:
    """Run isolated (``-I``), so that only the unpacked wheel can be what is imported."""
    (tmp_path / "a.txt").write_text("The minister said on Monday that the port would close.")
    script = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r}); import sayso; "
        f"assert sayso.__file__.startswith({str(unpacked)!r}), sayso.__file__; "
        "from sayso.cli.main import main; main()"
    )
    command = [sys.executable, "-I", "-c", script, "extract", "a.txt", "-o", "a.html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, "1 article" in done.stderr) == (0, True), done.stderr
    assert "minister" in (tmp_path / "a.html").read_text("utf-8")


def test_the_base_install_needs_no_torch() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[^a-z0-9-]", one.lower())[0] for one in project["dependencies"]}
    assert names.isdisjoint({"torch", "transformers", "datasets", "scikit-learn", "onnx"})


def test_the_change_log_is_at_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == project["version"]
