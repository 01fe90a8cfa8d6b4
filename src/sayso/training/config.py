"""What a training run is told, as a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from sayso.errors import ConfigError

Section = TypeVar("Section")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataConfig:
    """Where the data lies; relative paths count from the configuration file.

    ``train`` and ``dev`` are brat folders in PolNeAR's layout, ``labels_train`` and
    ``labels_dev`` JSON Lines of attributions with stance and confidence.
    """

    train: str
    dev: str
    labels_train: str
    labels_dev: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """The encoder to start from and the size of the windows it reads.

    ``encoder`` is a folder of weights, or the importable package that carries one.
    ``overlap`` is the context, in tokens, on either side of a window's core.
    """

    name: str
    encoder: str
    max_tokens: int = 256
    overlap: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FitConfig:
    """How long and how fast to learn.

    ``varied`` is the share of articles whose quotation marks are changed each epoch, and
    ``nested`` the number of made-up paragraphs with nested claims per article.
    """

    seed: int = 1
    n_epochs: int = 5
    batch_size: int = 16
    encoder_rate: float = 1e-4
    head_rate: float = 5e-4
    weight_decay: float = 0.01
    warmup: float = 0.06
    varied: float = 0.5
    nested: float = 1.0
    label_weight: float = 0.3
    checkpoint_steps: int = 50


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """A whole run; its checkpoints and log go to ``runs/<model.name>`` beside the file."""

    data: DataConfig
    model: ModelConfig
    fit: FitConfig
    folder: Path

    def path(self, relative: str) -> Path:
        """A path of the configuration, from the folder its file lies in."""
        return (self.folder / relative).resolve()


def load_config(path: Path) -> TrainConfig:
    """Read a training configuration.

    Raises:
        ConfigError: The file is missing, is no TOML, or has unknown or missing keys.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read as a training configuration: {error}") from error
    unknown = set(table) - {"data", "model", "fit"}
    if unknown:
        raise ConfigError(f"{path}: unknown sections {sorted(unknown)}; wanted data, model, fit")
    return TrainConfig(
        data=_section(DataConfig, table.get("data", {}), f"{path}: [data]"),
        model=_section(ModelConfig, table.get("model", {}), f"{path}: [model]"),
        fit=_section(FitConfig, table.get("fit", {}), f"{path}: [fit]"),
        folder=path.resolve().parent,
    )


def _section(kind: type[Section], table: dict[str, Any], where: str) -> Section:
    known = {f.name: f.type for f in fields(kind)}  # type: ignore[arg-type]
    unknown = set(table) - set(known)
    if unknown:
        raise ConfigError(f"{where} has unknown keys {sorted(unknown)}; known: {sorted(known)}")
    for key, value in table.items():
        wanted = {"str": str, "int": int, "float": (int, float)}[str(known[key])]
        if isinstance(value, bool) or not isinstance(value, wanted):  # type: ignore[arg-type]
            raise ConfigError(f"{where} {key} must be {known[key]}, found {value!r}")
    try:
        return kind(**table)
    except TypeError as error:
        raise ConfigError(f"{where} {error}") from error
