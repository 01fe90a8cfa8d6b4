"""A model in hand: its tokenizer, its graphs, and the settings it was measured with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sayso.errors import ModelError
from sayso.model.calibration import Calibration, Logistic
from sayso.model.graphs import GRAPH_FILES, Graphs, OnnxGraphs
from sayso.model.tokens import Tokenizer
from sayso.model.weights import find_model, load_manifest
from sayso.records import ModelInfo

TOKENIZER_FILE, SETTINGS_FILE = "tokenizer.json", "settings.json"
MODEL_FILES = (*GRAPH_FILES, TOKENIZER_FILE, SETTINGS_FILE)


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes and thresholds, fitted on the dev set by the command that made the model.

    ``max_tokens`` and ``overlap`` are in word pieces; ``cue_threshold`` and the two claim
    thresholds are probabilities; ``switch_cost`` is what going into or out of content
    costs, in log-odds (on PolNeAR dev the F1 of exact contents is 65.1 at 1, 65.5 at 2, 64.8 at 3).
    """

    max_tokens: int = 256
    overlap: int = 32
    cue_threshold: float = 0.2
    claim_threshold: float = 0.4
    nested_threshold: float = 0.5
    switch_cost: float = 2.0


# Before calibration: the heads' own word for it.
UNCALIBRATED = Calibration(
    claim=Logistic((0.5, 0.5, 0.0, 0.0), 0.0),
    source=Logistic((0.0, 0.0, 0.0, 1.0), 0.0),
    stance_temperature=1.0,
    confidence_temperature=1.0,
)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the steps need to read a text."""

    info: ModelInfo
    tokenizer: Tokenizer
    graphs: Graphs
    settings: Settings
    calibration: Calibration


def load_model(name_or_path: str | Path, n_threads: int = 0) -> Model:
    """Load a shipped model by its name, or any other by the path of its folder.

    Args:
        name_or_path: For example ``"small"``.
        n_threads: Threads for the graphs; 0 leaves it to onnxruntime.

    Raises:
        ModelError: It is missing or incomplete, or a file is not what its sha256 says.
    """
    folder = find_model(name_or_path)
    manifest = load_manifest(folder)
    missing = set(MODEL_FILES) - set(manifest.files)
    if missing:
        raise ModelError(f"{folder}: the model lacks {', '.join(sorted(missing))}")
    row = _load_settings(folder / SETTINGS_FILE)
    return Model(
        info=ModelInfo(manifest.name, manifest.version, manifest.sha256),
        tokenizer=Tokenizer(folder / TOKENIZER_FILE),
        graphs=OnnxGraphs(folder, n_threads),
        settings=_settings_from_json(row),
        calibration=Calibration.from_json(row.get("calibration", {})),
    )


def settings_to_json(settings: Settings, calibration: Calibration) -> dict[str, Any]:
    """The content of a settings file."""
    return {**asdict(settings), "calibration": calibration.to_json()}


def _load_settings(path: Path) -> dict[str, Any]:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: not a settings file: {error}") from error
    if not isinstance(row, dict):
        raise ModelError(f"{path}: settings must be a JSON object")
    return row


def _settings_from_json(row: dict[str, Any]) -> Settings:
    try:
        return Settings(**{k: v for k, v in row.items() if k != "calibration"})
    except TypeError as error:
        raise ModelError(f"settings do not fit this version of sayso: {error}") from error
