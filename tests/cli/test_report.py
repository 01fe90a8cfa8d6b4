from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator

import pytest

from sayso.cli import report as module
from sayso.cli.report import Report
from sayso.records import Article, Failure


def _results(pause_s: float = 0.0) -> Iterator[Article | Failure]:
    yield Article("One.")
    time.sleep(pause_s)
    yield Failure("b", "reading", "b.txt: empty")
    yield Article("Two.")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """A terminal for standard error; not a fixture, since pytest sets the stream before a call."""
    stream = _Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    for name in ("TTY_COMPATIBLE", "TTY_INTERACTIVE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return stream


def test_articles_pass_and_failures_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(3, is_on_screen=False)
    assert [article.text for article in report.follow(_results())] == ["One.", "Two."]
    assert (report.n_articles, report.n_failures, report.exit_code) == (2, 1, 3)
    assert capsys.readouterr().err == "sayso: b.txt: empty\n"


def test_exit_codes() -> None:
    report = Report(None, is_on_screen=False)
    assert report.exit_code == 0
    report.fail(Failure("a", "reading", "a: empty"))
    assert report.exit_code == 1


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    list(Report(3, is_on_screen=False).follow(_results()))
    assert terminal.getvalue() == "sayso: b.txt: empty\n"


def test_long_work_shows_a_bar_and_takes_it_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = _terminal(monkeypatch)
    monkeypatch.setattr(module, "_LONG_S", 0.01)
    report = Report(3, is_on_screen=False)
    list(report.follow(_results(pause_s=0.6)))
    shown = terminal.getvalue()
    assert "/3" in shown
    assert "sayso: b.txt: empty" in shown
    assert shown.endswith("\x1b[2K")


def test_no_bar_between_articles_that_appear_on_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = _terminal(monkeypatch)
    monkeypatch.setattr(module, "_LONG_S", 0.01)
    list(Report(3, is_on_screen=True).follow(_results(pause_s=0.2)))
    assert terminal.getvalue() == "sayso: b.txt: empty\n"


def test_long_work_away_from_a_terminal_tells_a_plain_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LINE_EVERY_S", -1.0)
    list(Report(3, is_on_screen=False).follow(_results()))
    assert capsys.readouterr().err.splitlines() == [
        "sayso: 1 of 3 articles",
        "sayso: b.txt: empty",
        "sayso: 2 of 3 articles",
        "sayso: 3 of 3 articles",
    ]
