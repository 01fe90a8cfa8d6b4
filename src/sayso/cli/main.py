"""The command ``sayso``: finds its subcommands without importing them, and ends in one place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import click

from sayso.errors import SaysoError
from sayso.text.visible import make_visible

EXIT_ERROR = 1
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class _Command:
    """Where a command is, its line of help, and the extra it needs."""

    target: str
    help: str
    extra: str | None = None


# Imported when called for: what they need takes a second to import, the help must not.
_COMMANDS = {
    "extract": _Command("sayso.cli.extract:extract", "Find the claims of articles."),
    "show": _Command("sayso.cli.show:show", "Show records as a table, a page or CSV."),
    "evaluate": _Command("sayso.cli.evaluate:evaluate", "Score predictions against gold."),
    "train": _Command("sayso.cli.train:train", "Train a model.", extra="train"),
}


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].target.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in _COMMANDS.items()])


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso")
def cli() -> None:
    """Who says so? Finds every attributed claim of news articles.

    Exit codes: 0 good, 1 error, 2 wrong use, 3 finished, but some articles failed.
    """


def main() -> None:
    """Run the command line and end the process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; its exit code."""
    try:
        result = cli.main(arguments, prog_name="sayso", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("sayso: interrupted", err=True)
        return EXIT_INTERRUPTED
    except (SaysoError, OSError) as error:
        return _fail(str(error) if isinstance(error, SaysoError) else _os_reason(error))
    except ModuleNotFoundError as error:
        extra = _extra_of(arguments)
        if extra is None or (error.name or "").startswith("sayso"):
            raise
        return _fail(f"this needs {error.name}: pip install 'sayso[{extra}]'")
    return result if isinstance(result, int) else 0


def _fail(message: str) -> int:
    click.echo(f"sayso: {make_visible(message)}", err=True)
    return EXIT_ERROR


def _os_reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return reason if error.filename is None else f"{error.filename}: {reason}"


def _extra_of(arguments: Sequence[str]) -> str | None:
    named = next((one for one in arguments if one in _COMMANDS), None)
    return None if named is None else _COMMANDS[named].extra
