"""A network of a few thousand weights through the whole loop, killed and gone on."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra sayso[train]")

import torch
from transformers import BertConfig, BertModel

from sayso.model.frame import Cue, TokenSpan, build_contexts
from sayso.model.graphs import OnnxGraphs
from sayso.model.model import TOKENIZER_FILE
from sayso.model.tokens import Tokenizer
from sayso.model.weights import find_model
from sayso.training.batches import Epochs
from sayso.training.config import DataConfig, FitConfig, ModelConfig, TrainConfig
from sayso.training.fit import Fit, seed_everything
from sayso.training.graphs import TorchGraphs, export_graphs
from sayso.training.network import HeadSize, Network
from tests.training.samples import TEXT, mark_article

pytestmark = [
    pytest.mark.slow,
    # torch's exporter and its CPU autocast warn of their own future.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning"),
]

TOKENIZER = Tokenizer(find_model("small") / TOKENIZER_FILE)
CONFIG = TrainConfig(
    DataConfig(train="", dev="", labels_train="", labels_dev=""),
    ModelConfig(name="tiny", encoder="", max_tokens=64, overlap=8),
    FitConfig(n_epochs=2, batch_size=2, checkpoint_steps=1, head_rate=5e-3, encoder_rate=5e-3),
    Path(),
)


class KilledError(Exception):
    pass


def make_network() -> Network:
    seed_everything(3)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    return Network(BertModel(config, add_pooling_layer=False), 16, HeadSize(width=16, n_heads=2))


def make_fit(network: Network, folder: Path) -> Fit:
    articles = [mark_article(TEXT, f"a{n}") for n in range(4)]
    return Fit(network, Epochs(articles, TOKENIZER, CONFIG), CONFIG.fit, folder)


def losses(folder: Path) -> list[float]:
    rows = map(json.loads, (folder / "log.jsonl").read_text().splitlines())
    return [row["cue"] + row.get("roles", 0.0) for row in rows]


def test_a_run_learns(tmp_path: Path) -> None:
    make_fit(make_network(), tmp_path).run(lambda _: None)
    course = losses(tmp_path)
    assert np.mean(course[-3:]) < 0.8 * np.mean(course[:3])


def test_a_killed_run_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    whole = make_network()
    make_fit(whole, tmp_path / "whole").run(lambda _: None)

    def kill_after(n_steps: int) -> Callable[[], None]:
        count = iter(range(n_steps))

        def tick() -> None:
            if next(count, None) is None:
                raise KilledError

        return tick

    broken = make_fit(make_network(), tmp_path / "killed")
    tick, save = kill_after(3), broken._save_checkpoint

    def save_or_die(position: object) -> None:
        tick()
        save(position)  # type: ignore[arg-type]

    broken._save_checkpoint = save_or_die  # type: ignore[method-assign]
    with pytest.raises(KilledError):
        broken.run(lambda _: None)
    again = make_network()
    make_fit(again, tmp_path / "killed").run(lambda _: None)
    for name, value in whole.state_dict().items():
        assert torch.allclose(value, again.state_dict()[name], atol=1e-4), name


def test_exported_graphs_say_what_the_network_says(tmp_path: Path) -> None:
    network = make_network()
    export_graphs(network, tmp_path)
    here, there = TorchGraphs(network), OnnxGraphs(tmp_path, 1)
    ids = np.random.default_rng(0).integers(1000, 20000, (3, 40))
    mask = np.arange(40) < np.array([40, 25, 40])[:, None]
    ours, theirs = here.encode(ids, mask), there.encode(ids, mask)
    assert np.abs(ours.cue_logits - theirs.cue_logits)[mask].max() < 0.05
    contexts = build_contexts([Cue(0, TokenSpan(5, 7)), Cue(1, TokenSpan(20, 21))], [40, 25, 40])
    roles, other = (g.score_roles(ours.hidden, contexts) for g in (here, there))
    assert np.abs(roles.tags - other.tags)[contexts.mask].max() < 0.1
    assert np.abs(roles.claims - other.claims).max() < 0.1
    given = np.where(contexts.inside, 3, 0)
    labels, more = (g.score_labels(ours.hidden, contexts, given) for g in (here, there))
    assert np.abs(labels.stances - more.stances).max() < 0.1
