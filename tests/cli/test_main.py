from __future__ import annotations

import resource
import signal
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.cli.main import run
from sayso.records import article_to_line
from tests.writing.samples import ordinary

SAYSO = [sys.executable, "-c", "from sayso.cli.main import main; main()"]
_MAX_HELP_S = 0.5


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_answers_within_half_a_second() -> None:
    """In processor time: the clock on the wall would measure what else the machine does."""
    elapsed_s = []
    for _ in range(5):
        start_s = _cpu_s()
        shown = subprocess.run([*SAYSO, "--help"], check=True, capture_output=True, text=True)
        elapsed_s.append(_cpu_s() - start_s)
    assert "extract" in shown.stdout
    assert 0 < statistics.median(elapsed_s) < _MAX_HELP_S


def test_help_of_the_whole_and_of_each_command_of_mine(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["-h"], ["extract", "--help"], ["show", "-h"]):
        assert run(arguments) == 0
        assert capsys.readouterr().out.startswith("Usage: sayso")


@pytest.mark.parametrize("name", list(main._COMMANDS))
def test_every_command_is_there_and_says_what_it_does(name: str) -> None:
    command = main.cli.get_command(main.click.Context(main.cli), name)
    assert command is not None
    assert command.help
    assert (command.name or "").endswith(name)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("sayso, version ")


@pytest.mark.parametrize("arguments", [["no-such-command"], ["--no-such-option"]])
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Usage: sayso" in capsys.readouterr().err


def test_a_missing_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @main.click.command()
    def train() -> None:
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    monkeypatch.setattr(main._Group, "get_command", lambda self, ctx, name: train)
    assert run(["train"]) == 1
    assert capsys.readouterr().err == "sayso: this needs torch: pip install 'sayso[train]'\n"
    with pytest.raises(ModuleNotFoundError):  # not for want of an extra: a fault, to be seen
        run(["extract"])


def test_an_interrupt_ends_cleanly() -> None:
    """Sent while the command waits for more input, having written the first record."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*SAYSO, "show", "-"], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        line = article_to_line(ordinary()).encode() + b"\n"
        process.stdin.write(line * 2)
        process.stdin.flush()
        assert process.stdout.readline() == line
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"\nsayso: interrupted\n")


@pytest.mark.parametrize("form", ["jsonl", "csv", "table", "html"])
def test_a_reader_that_goes_away_is_no_error_to_tell(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text((article_to_line(ordinary()) + "\n") * 200, "utf-8")
    pipe = subprocess.PIPE
    command = [*SAYSO, "show", str(path), "--format", form]
    with subprocess.Popen(command, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(article_to_line(ordinary()), "utf-8")
    environment = {"PYTHONIOENCODING": "latin-1", "PATH": ""}
    records = subprocess.run(
        [*SAYSO, "show", str(path)], check=True, capture_output=True, env=environment
    )
    assert records.stdout == path.read_bytes() + b"\n"
    table = subprocess.run(
        [*SAYSO, "show", str(path), "--format", "table"],
        check=True,
        capture_output=True,
        env=environment,
    )
    assert b"Ana Reyes" in table.stdout
