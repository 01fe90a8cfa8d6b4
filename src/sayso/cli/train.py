"""``sayso train``: from data sets to a model folder."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click


@click.command()
@click.argument("config", type=click.Path(path_type=Path))
def train(config: Path) -> None:
    """Train a model as CONFIG, a TOML file, says.

    Goes on from the last checkpoint where an earlier run was killed. Checkpoints, logs and a
    plot go to runs/NAME beside CONFIG, the finished model to the folder NAME beside it.
    """
    from sayso.training.config import load_config

    settings = load_config(config)
    from sayso.training.run import train as run_training

    folder = run_training(settings, version("sayso"), lambda line: click.echo(line, err=True))
    click.echo(str(folder))
