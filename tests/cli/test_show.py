from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from sayso.cli.main import run
from sayso.records import article_to_line
from tests.writing.samples import hostile, ordinary


def _records(path: Path) -> Path:
    lines = [article_to_line(ordinary()), article_to_line(hostile())]
    path.write_text("\n".join(lines), "utf-8", "backslashreplace")
    return path


def test_records_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", str(_records(tmp_path / "a.jsonl")), "--format", "table"]) == 0
    out, err = capsys.readouterr()
    assert "4 claims, 3 sources" in out
    assert err == ""


def test_records_as_records_are_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _records(tmp_path / "a.jsonl")
    assert run(["show", str(path)]) == 0
    assert capsys.readouterr().out == path.read_text("utf-8") + "\n"


def test_a_page_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = article_to_line(ordinary()).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run(["show", "-", "-o", str(tmp_path / "a.html")]) == 0
    assert "Ana Reyes" in (tmp_path / "a.html").read_text()


def test_what_is_no_record_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _records(tmp_path / "a.jsonl")
    path.write_bytes(b"{}\n" + path.read_bytes())
    (tmp_path / "none.jsonl").touch()
    assert run(["show", str(path), str(tmp_path / "none.jsonl"), str(tmp_path / "gone")]) == 3
    out, err = capsys.readouterr()
    assert out.count("\n") == 2
    assert f"sayso: {path}:1: an article needs 'text'" in err
    assert "none.jsonl: no record in it" in err
    assert "gone: No such file" in err


def test_a_text_file_is_no_file_of_records(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("She said so.")
    assert run(["show", str(path)]) == 1
    assert "a.txt:1: not a JSON object" in capsys.readouterr().err


def test_records_are_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _records(tmp_path / "a.jsonl")
    before = path.read_bytes()
    assert run(["show", str(path), "-o", str(path), "--format", "html"]) == 2
    assert "is one of the inputs" in capsys.readouterr().err
    assert path.read_bytes() == before
