"""A whole training run: data in, checkpoints, figures after each epoch, a model folder out."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transformers import AutoModel

from sayso.errors import ConfigError
from sayso.gold import GoldArticle, LabelItem
from sayso.model.graphs import Graphs, OnnxGraphs
from sayso.model.model import (
    MODEL_FILES,
    SETTINGS_FILE,
    TOKENIZER_FILE,
    UNCALIBRATED,
    Model,
    Settings,
    settings_to_json,
)
from sayso.model.tokens import Tokenizer
from sayso.model.weights import save_manifest
from sayso.reading.brat import load_brat_folder
from sayso.reading.labels import label_gold, load_label_items
from sayso.records import Claim, ModelInfo
from sayso.steps.labels import LabelScores, score_given
from sayso.training.batches import Epochs
from sayso.training.card import save_card, save_plot
from sayso.training.config import TrainConfig
from sayso.training.figures import LabelledScores, measure_claims, measure_labels
from sayso.training.fit import Fit, seed_everything
from sayso.training.graphs import TorchGraphs, export_graphs
from sayso.training.network import HeadSize, Network
from sayso.training.tuning import draft_all, find_outermost, fit_calibration, fit_settings


@dataclass(frozen=True, slots=True)
class Data:
    """Gold articles to train on and to develop on, and the dev part's labelled claims."""

    train: tuple[GoldArticle, ...]
    dev: tuple[GoldArticle, ...]
    dev_labels: tuple[LabelItem, ...]


def train(config: TrainConfig, version: str, show: Callable[[str], None]) -> Path:
    """Train a model and export it; goes on from the last checkpoint after a kill.

    Args:
        config: What to train on, from where, and how long.
        version: The package's version, for the model's manifest.
        show: Is given a line of text now and then.

    Returns:
        The folder of the finished model.

    Raises:
        ConfigError: The encoder cannot be found.
        SaysoError: The data cannot be read.
    """
    data = load_data(config)
    show(f"{len(data.train)} training articles, {len(data.dev)} dev articles")
    encoder_folder = find_encoder(config)
    tokenizer = Tokenizer(encoder_folder / TOKENIZER_FILE)
    seed_everything(config.fit.seed)
    network = make_network(encoder_folder)
    epochs = Epochs([gold.article for gold in data.train], tokenizer, config)
    run_folder = config.folder / "runs" / config.model.name
    fit = Fit(network, epochs, config.fit, run_folder)

    def measure(epoch: int) -> None:
        model = _make_model(config, tokenizer, TorchGraphs(network))
        figures = tune(model, data).figures
        _log(run_folder / "dev.jsonl", {"epoch": epoch, **figures})
        show(f"epoch {epoch + 1} of {config.fit.n_epochs}: {figures}")

    fit.run(measure)
    save_plot(run_folder)
    return export(config, network, data, version)


def load_data(config: TrainConfig) -> Data:
    """Read the data sets a configuration names."""
    labels_path = config.path(config.data.labels_train)
    train_set = load_brat_folder(config.path(config.data.train))
    return Data(
        train=label_gold(train_set, load_label_items(labels_path), str(labels_path)).articles,
        dev=load_brat_folder(config.path(config.data.dev)).articles,
        dev_labels=load_label_items(config.path(config.data.labels_dev)).items,
    )


def find_encoder(config: TrainConfig) -> Path:
    """The folder of the pretrained encoder: a path, or within an installed package.

    Raises:
        ConfigError: There is neither.
    """
    name = config.model.encoder
    places = [config.path(name)]
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is not None:
        places += [Path(place) for place in spec.submodule_search_locations or ()]
    for place in places:
        for tokenizer in sorted(place.rglob(TOKENIZER_FILE)) if place.is_dir() else ():
            if (tokenizer.parent / "model.safetensors").is_file():
                return tokenizer.parent
    raise ConfigError(
        f"no encoder {name!r}: it is neither a folder with {TOKENIZER_FILE} and "
        "model.safetensors nor an installed package that holds one"
    )


def make_network(encoder_folder: Path) -> Network:
    """The pretrained encoder with new heads."""
    # Attention dropout costs a fifth of a training step on a CPU.
    encoder = AutoModel.from_pretrained(
        encoder_folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    return Network(encoder, encoder.config.hidden_size, HeadSize())


@dataclass(frozen=True, slots=True)
class Tuned:
    """A model with fitted settings and calibration, and its figures on dev."""

    model: Model
    figures: dict[str, float]


def tune(model: Model, data: Data) -> Tuned:
    """Fit thresholds and calibration on dev and measure there."""
    drafted = draft_all(data.dev, model)
    labelled = score_labelled(model, data.dev, data.dev_labels)
    calibration = fit_calibration(drafted, labelled)
    settings = fit_settings(drafted, calibration, model.settings)
    tuned = replace(model, calibration=calibration, settings=settings)
    outermost = find_outermost(drafted, calibration, settings)
    return Tuned(tuned, measure_claims(outermost) | measure_labels(labelled, calibration))


def score_labelled(
    model: Model, articles: Sequence[GoldArticle], items: Sequence[LabelItem]
) -> list[LabelledScores]:
    """The network's scores of every labelled claim, on gold spans."""
    texts = {gold.name: gold.article.text for gold in articles}
    claims: dict[str, list[Claim]] = defaultdict(list)
    for number, item in enumerate(items):
        claim = Claim(id=str(number), source=item.source, cue=item.cue, content=item.content)
        claims[item.article].append(claim)
    scores: dict[str, LabelScores] = {}
    for name in claims.keys() & texts.keys():
        scores |= score_given(texts[name], claims[name], model)
    return [
        LabelledScores(item, scores[str(number)])
        for number, item in enumerate(items)
        if str(number) in scores
    ]


def export(config: TrainConfig, network: Network, data: Data, version: str) -> Path:
    """Write the model folder: 8-bit graphs tuned as they are, manifest and card."""
    folder = config.folder / config.model.name
    folder.mkdir(parents=True, exist_ok=True)
    export_graphs(network, folder)
    shutil.copyfile(find_encoder(config) / TOKENIZER_FILE, folder / TOKENIZER_FILE)
    tokenizer = Tokenizer(folder / TOKENIZER_FILE)
    tuned = tune(_make_model(config, tokenizer, OnnxGraphs(folder, 0)), data)
    row = settings_to_json(tuned.model.settings, tuned.model.calibration)
    (folder / SETTINGS_FILE).write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")
    manifest = save_manifest(folder, config.model.name, version, MODEL_FILES)
    save_card(folder, manifest, config, tuned.figures)
    return folder


def _make_model(config: TrainConfig, tokenizer: Tokenizer, graphs: Graphs) -> Model:
    settings = Settings(max_tokens=config.model.max_tokens, overlap=config.model.overlap)
    info = ModelInfo(config.model.name, "unfinished", "")
    return Model(info, tokenizer, graphs, settings, UNCALIBRATED)


def _log(path: Path, row: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
