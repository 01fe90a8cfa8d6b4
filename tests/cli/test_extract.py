from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso.cli import extract as command
from sayso.cli.main import run
from sayso.errors import ModelError
from sayso.reading.text import FoundFiles, find_files
from tests.cli.doubles import SaidPipeline


@dataclass(frozen=True)
class Outcome:
    """What one call of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Sayso = Callable[..., Outcome]


@pytest.fixture
def extract(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sayso:
    """``sayso extract`` with a pipeline that needs no model."""
    monkeypatch.setattr(sayso, "load", lambda model, *, tagger: SaidPipeline())

    def call(*arguments: object) -> Outcome:
        code = run(["extract", *map(str, arguments)])
        return Outcome(code, *capsys.readouterr())

    return call


def _touch(path: Path, content: str | bytes = "She said it rains.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_one_file_to_a_pipe_gives_records(tmp_path: Path, extract: Sayso) -> None:
    done = extract(_touch(tmp_path / "a.txt"))
    assert (done.code, done.err) == (0, "")
    (record,) = done.records
    assert (record["id"], record["text"]) == ("a", "She said it rains.")
    assert record["claims"][0]["content"] == [[9, 17]]


def test_to_a_terminal_it_gives_the_table(
    tmp_path: Path, extract: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True)
    done = extract(_touch(tmp_path / "a.txt"))
    assert done.code == 0
    assert "1 claim, 1 source" in done.out
    assert "it rains" in done.out


def test_a_folder_gives_its_texts_in_order_and_counts_the_rest(
    tmp_path: Path, extract: Sayso
) -> None:
    for name in ("b.txt", "a/c.txt", "notes.md", "pic.png"):
        _touch(tmp_path / name)
    done = extract(tmp_path)
    assert [record["id"] for record in done.records] == ["c", "b"]
    assert (done.code, done.err) == (0, "sayso: 2 articles, 2 claims; 2 other files skipped\n")


def test_standard_input(extract: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfHe said no.")))
    done = extract("-")
    assert (done.code, done.records[0]["text"]) == (0, "He said no.")


def test_empty_standard_input_is_an_error(extract: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    done = extract("-")
    assert (done.code, done.out) == (1, "")
    assert "standard input: empty" in done.err


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.jsonl", '{"id"'),
        ("a.html", "<!DOCTYPE"),
        ("a.CSV", "article,claim"),
        ("a.out", '{"id"'),
    ],
)
def test_the_suffix_tells_the_format(tmp_path: Path, extract: Sayso, name: str, start: str) -> None:
    output = tmp_path / "new" / name
    done = extract(_touch(tmp_path / "a.txt"), "-o", output)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"sayso: 1 article, 1 claim, written to {output}\n"
    assert output.read_text("utf-8").startswith(start)


def test_the_format_asked_for_goes_before_the_suffix(tmp_path: Path, extract: Sayso) -> None:
    extract(_touch(tmp_path / "a.txt"), "-o", tmp_path / "a.html", "--format", "csv")
    assert (tmp_path / "a.html").read_text().startswith("article,claim")


BAD_FILES = {
    "binary.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL bytes"),
    "control.txt": (bytes(range(1, 32)) * 9, "binary data"),
    "empty.txt": (b"", "empty"),
    "nul.txt": (b"She said it rains.\0", "NUL bytes"),
    "utf16.txt": ("She said it rains.".encode("utf-16-le"), "NUL bytes"),
}


def test_bad_files_are_told_by_name_and_every_other_file_is_done(
    tmp_path: Path, extract: Sayso
) -> None:
    for name, (content, _) in BAD_FILES.items():
        _touch(tmp_path / name, content)
    _touch(tmp_path / "good.txt")
    _touch(tmp_path / "odd.txt", b"Jos\xe9 said \x93no\x94 to Mal\xe9 again and again.")
    _touch(tmp_path / "points.txt", "?!... --- \"'")
    _touch(tmp_path / "unclosed.txt", "“She said it rains.")
    done = extract(tmp_path)
    assert done.code == 3
    assert [one["id"] for one in done.records] == ["good", "odd", "points", "unclosed"]
    *told, summary = done.err.splitlines()
    for line, (name, (_, reason)) in zip(told, sorted(BAD_FILES.items()), strict=True):
        assert line.startswith(f"sayso: {tmp_path / name}: ")
        assert reason in line
    assert summary == "sayso: 4 articles, 3 claims; 5 failed"


def test_a_guessed_encoding_stays_among_the_diagnostics(tmp_path: Path, extract: Sayso) -> None:
    done = extract(_touch(tmp_path / "a.txt", b"Jos\xe9 said \x93no\x94 to caf\xe9s in Malm\xf6."))
    assert [one["code"] for one in done.records[0]["diagnostics"]] == ["encoding", "double"]


def test_a_file_that_vanishes_after_it_was_listed(
    tmp_path: Path, extract: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = _touch(tmp_path / "gone.txt")
    _touch(tmp_path / "here.txt")

    def find_and_lose(paths: Any) -> FoundFiles:
        found = find_files(paths)
        gone.unlink()
        return found

    monkeypatch.setattr(command, "find_files", find_and_lose)
    done = extract(tmp_path)
    assert (done.code, [one["id"] for one in done.records]) == (3, ["here"])
    assert f"sayso: {gone}: No such file or directory" in done.err


def test_a_missing_file_beside_a_good_one(tmp_path: Path, extract: Sayso) -> None:
    done = extract(tmp_path / "none.txt", _touch(tmp_path / "a.txt"))
    assert (done.code, len(done.records)) == (3, 1)
    assert "none.txt: No such file" in done.err


def test_an_article_that_breaks_the_pipeline_is_told_and_the_next_is_done(
    tmp_path: Path, extract: Sayso
) -> None:
    _touch(tmp_path / "a.txt", "CRASH")
    _touch(tmp_path / "b.txt")
    done = extract(tmp_path)
    assert (done.code, [one["id"] for one in done.records]) == (3, ["b"])
    assert "sayso: a: extracting failed: ZeroDivisionError: division by {zero}␛[31m\n" in done.err


def test_where_nothing_could_be_done_nothing_is_written(tmp_path: Path, extract: Sayso) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("old")
    done = extract(tmp_path / "none.txt", "-o", output)
    assert (done.code, done.out, output.read_text()) == (1, "", "old")
    assert done.err.endswith("sayso: 0 articles, 0 claims; 1 failed\n")


def test_an_input_is_never_the_output(tmp_path: Path, extract: Sayso) -> None:
    path = _touch(tmp_path / "a.txt")
    (tmp_path / "link.txt").symlink_to(path)
    for output in (path, tmp_path / "link.txt", tmp_path / "." / "a.txt"):
        done = extract(tmp_path, "-o", output)
        assert done.code == 2
        assert "is one of the inputs" in done.err
    assert path.read_text() == "She said it rains."


@pytest.mark.parametrize(
    "arguments", [[], ["a.txt", "--format", "xml"], ["a.txt", "-o", "."], ["--no-such-option"]]
)
def test_wrong_use(arguments: list[str], extract: Sayso) -> None:
    done = extract(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Usage: sayso extract" in done.err


def test_an_output_that_cannot_be_written(tmp_path: Path, extract: Sayso) -> None:
    path = _touch(tmp_path / "a.txt")
    done = extract(path, "-o", path / "in" / "file.jsonl")
    assert done.code == 1
    assert done.err.startswith(f"sayso: {path}")


def test_a_model_that_cannot_be_used(
    tmp_path: Path, extract: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(model: str, *, tagger: str) -> None:
        raise ModelError(f"no model {model!r} nor tagger {tagger!r}")

    monkeypatch.setattr(sayso, "load", refuse)
    path = _touch(tmp_path / "a.txt")
    done = extract(path, "--model", "big", "--spacy", "xx", "-o", tmp_path / "o")
    assert (done.code, done.err) == (1, "sayso: no model 'big' nor tagger 'xx'\n")
    assert not (tmp_path / "o").exists()


def test_hostile_names_are_data(tmp_path: Path, extract: Sayso) -> None:
    name = "{0}%s\x1b[31m\n<img src=x>\u202e"
    _touch(tmp_path / f"{name}.txt", "Eve said <script>alert(1)</script>.")
    _touch(tmp_path / f"{name} too.txt", "")
    done = extract(tmp_path, "-o", tmp_path / "o.html")
    assert done.code == 3
    assert f"{tmp_path}/{{0}}%s␛[31m␊<img src=x>\ufffd too.txt: empty" in done.err
    page = (tmp_path / "o.html").read_text()
    assert "<img" not in page
    assert "<script" not in page
    assert "\x1b" not in page


def test_a_line_of_five_megabytes(tmp_path: Path, extract: Sayso) -> None:
    line = "and she said it rains. " + "So it goes on, " * 350_000
    done = extract(_touch(tmp_path / "a.txt", line), "-o", tmp_path / "o.html")
    assert done.code == 0
    assert (tmp_path / "o.html").stat().st_size > 5_000_000


def test_a_name_no_program_can_encode_is_still_written(tmp_path: Path, extract: Sayso) -> None:
    _touch(Path(f"{tmp_path}/caf\udce9.txt"))
    done = extract(tmp_path)
    assert (done.code, done.records[0]["id"]) == (0, "caf\\xe9")


def test_articles_are_written_as_they_are_done(
    tmp_path: Path, extract: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that memory does not grow with the corpus."""
    for n in range(3):
        _touch(tmp_path / f"{n}.txt")
    n_written: list[int] = []

    class Watching(SaidPipeline):
        def run(self, article: sayso.Article) -> sayso.Article:
            assert isinstance(sys.stdout, io.TextIOWrapper)
            sys.stdout.flush()
            buffer = sys.stdout.buffer
            assert isinstance(buffer, io.BytesIO)
            n_written.append(buffer.getvalue().count(b"\n"))
            return super().run(article)

    monkeypatch.setattr(sayso, "load", lambda model, *, tagger: Watching())
    assert extract(tmp_path).code == 0
    assert n_written == [0, 1, 2]
