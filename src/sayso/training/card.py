"""What a run leaves for its readers: the model card and the plot of its course."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sayso.model.weights import Manifest
from sayso.training.config import TrainConfig

CARD = """# sayso {name}

Finds attributed claims in English news: cues, and for each cue its source and content, with
stance and confidence. Version {version}, sha256 `{sha256}` (of the manifest's lines).

| file | sha256 |
|---|---|
{files}

## Made by

    sayso train models/{name}.toml

from the encoder `{encoder}`; the settings are in that file.

## Data

- Attributions: PolNeAR 1.0, train part (Newell, Margolin and Ruths, LREC 2018). Its repository
  states no licence and the texts are their publishers': the weights are trained on it, none of
  its text is here.
- Stance and confidence: 1,800 of those attributions, labelled by language-model annotators.
- Nested claims: made-up paragraphs in which an annotated sentence is reported by another source.
- The encoder's own licence is Apache-2.0; these weights are MIT as sayso is.

## Figures on PolNeAR dev

F1 in percent over outermost claims (PolNeAR marks no others), 8-bit weights, thresholds and
calibration fitted on the same dev part, so slightly flattering; labels on gold spans.

| figure | value |
|---|---|
{figures}

Again: `sayso evaluate ../shared/corpora/polnear/dev --model {name}`, which adds what the
pipeline does after the model (quotations made whole).

## Limits

Trained on US election news of 2015 and 2016, in English. Nested claims were learnt from made-up
paragraphs only; probabilities of nested claims are not calibrated for want of gold.
"""


def save_card(
    folder: Path, manifest: Manifest, config: TrainConfig, figures: dict[str, float]
) -> None:
    """Write the model card into the model's folder."""
    card = CARD.format(
        name=manifest.name,
        version=manifest.version,
        sha256=manifest.sha256,
        encoder=config.model.encoder,
        files="\n".join(f"| {name} | `{digest}` |" for name, digest in manifest.files.items()),
        figures="\n".join(f"| {name} | {value:.1f} |" for name, value in figures.items()),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def save_plot(run_folder: Path) -> None:
    """Plot the losses and the dev figures of a run to ``course.png`` in its folder."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    losses, figures = _load_log(run_folder / "log.jsonl"), _load_log(run_folder / "dev.jsonl")
    plot, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4), layout="constrained")
    for name in ("cue", "roles", "claim", "stance", "confidence"):
        points = [
            (row["epoch"] + row["step"] / row["of"], row[name]) for row in losses if name in row
        ]
        left.plot([x for x, _ in points], [y for _, y in points], label=name)
    left.set(xlabel="epoch", ylabel="loss", yscale="log", title="training loss")
    for name in (key for key in (figures[0] if figures else {}) if key != "epoch"):
        right.plot([r["epoch"] + 1 for r in figures], [r[name] for r in figures], label=name)
    right.set(xlabel="epoch", ylabel="percent", title="dev")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=7)
    plot.savefig(run_folder / "course.png", dpi=120)
    pyplot.close(plot)


def _load_log(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
