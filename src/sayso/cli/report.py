"""What a command tells on standard error while it goes through articles, and how it ends."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from sayso.records import Article, Failure
from sayso.text.visible import make_line

if TYPE_CHECKING:
    from rich.progress import Progress

EXIT_GOOD = 0
EXIT_NOTHING_DONE = 1
EXIT_WITH_FAILURES = 3

# Work shorter than this shows no progress.
_LONG_S = 2.0
# Where standard error is no terminal, a line this often.
_LINE_EVERY_S = 30.0


class Report:
    """Counts the articles that pass, tells each failure at once, and shows progress if it is long.

    ``n_expected`` is how many there are, ``None`` where nobody knows. With ``is_on_screen`` the
    articles themselves appear on the terminal, and no progress is drawn between them.
    """

    def __init__(self, n_expected: int | None, *, is_on_screen: bool) -> None:
        self.n_articles = 0
        self.n_claims = 0
        self.n_failures = 0
        self._n_expected = n_expected
        self._has_bar = sys.stderr.isatty() and not is_on_screen
        self._has_lines = not sys.stderr.isatty()
        self._progress: Progress | None = None
        self._lined_at_s = time.monotonic()

    @property
    def exit_code(self) -> int:
        if self.n_failures == 0:
            return EXIT_GOOD
        return EXIT_WITH_FAILURES if self.n_articles else EXIT_NOTHING_DONE

    def follow(self, results: Iterable[Article | Failure]) -> Iterator[Article]:
        """Pass the articles on, and tell the failures."""
        bar = threading.Timer(_LONG_S, self._draw_bar)
        bar.daemon = True
        if self._has_bar:
            bar.start()
        try:
            for result in results:
                if isinstance(result, Failure):
                    self.fail(result)
                else:
                    self.n_articles += 1
                    self.n_claims += len(result.claims)
                    yield result
                self._advance()
        finally:
            bar.cancel()
            if self._has_bar:
                bar.join()
            if self._progress is not None:
                self._progress.stop()

    def fail(self, failure: Failure) -> None:
        """Count a failure and tell it."""
        self.n_failures += 1
        self.say(failure.error)

    def say(self, message: str) -> None:
        """Tell something on a line of its own."""
        line = f"sayso: {make_line(message)}"
        if self._progress is None:
            click.echo(line, err=True)
        else:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def close(self, destination: str | None, n_skipped: int = 0) -> None:
        """Tell what was done, where it is not plain from the output itself."""
        if destination is None and not self.n_failures and not n_skipped:
            return
        told = [f"{_count(self.n_articles, 'article')}, {_count(self.n_claims, 'claim')}"]
        if destination is not None and self.n_articles:
            told[0] += f", written to {destination}"
        if self.n_failures:
            told.append(f"{self.n_failures} failed")
        if n_skipped:
            told.append(f"{_count(n_skipped, 'other file')} skipped")
        self.say("; ".join(told))

    def _advance(self) -> None:
        n_done = self.n_articles + self.n_failures
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=n_done)
        elif self._has_lines and time.monotonic() - self._lined_at_s > _LINE_EVERY_S:
            self._lined_at_s = time.monotonic()
            of = "" if self._n_expected is None else f" of {self._n_expected}"
            self.say(f"{n_done}{of} articles")

    def _draw_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

        progress = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            "articles",
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        progress.add_task("", total=self._n_expected, completed=self.n_articles + self.n_failures)
        progress.start()
        self._progress = progress


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
