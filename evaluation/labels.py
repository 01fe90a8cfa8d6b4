"""Stance and confidence on gold spans: the model beside a majority and a linear baseline.

    python -m evaluation.labels TRAIN.jsonl DEV.jsonl BRAT_FOLDERS… [--model small]

The label files name articles of the brat folders. The linear baseline is a logistic regression
on TF-IDF of the cue and of the content, as scikit-learn makes them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import Pipeline, make_pipeline

from sayso.gold import GoldArticle, LabelItem
from sayso.model.model import load_model
from sayso.reading.brat import load_brat_folder
from sayso.reading.labels import UNIFORM, load_label_items
from sayso.training.run import score_labelled

LABELS = ("stance", "confidence")


def describe(items: Sequence[LabelItem], texts: dict[str, str]) -> np.ndarray:
    """``(n_items, 2)``: the words of each cue and of each content."""
    return np.array(
        [
            [" ".join(span.of(texts[item.article]) for span in spans) for spans in pair]
            for item in items
            for pair in ((item.cue, item.content),)
        ],
        dtype=object,
    )


def make_linear() -> Pipeline:
    words = {"ngram_range": (1, 2), "sublinear_tf": True, "min_df": 1}
    columns = ColumnTransformer(
        [("cue", TfidfVectorizer(**words), 0), ("content", TfidfVectorizer(**words), 1)]
    )
    return make_pipeline(
        columns, LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000)
    )


def predict_model(
    name: str, articles: Sequence[GoldArticle], items: Sequence[LabelItem]
) -> dict[str, list[str]]:
    model = load_model(name)
    labels = [
        one.scores.choose(model.calibration) for one in score_labelled(model, articles, items)
    ]
    return {
        "stance": [one.stance for one in labels],
        "confidence": [one.confidence for one in labels],
    }


def show(system: str, label: str, items: Sequence[LabelItem], found: Sequence[str]) -> None:
    """Print macro-F1 and accuracy in percent, on all items and on the uniform draw."""
    for draw in ("all", UNIFORM):
        kept = [n for n, item in enumerate(items) if draw in ("all", item.draw)]
        gold, guess = [getattr(items[n], label) for n in kept], [found[n] for n in kept]
        row = {
            "system": system,
            "label": label,
            "draw": draw,
            "n": len(kept),
            "macro_f1": round(100 * f1_score(gold, guess, average="macro", zero_division=0), 1),
            "accuracy": round(100 * accuracy_score(gold, guess), 1),
        }
        print(json.dumps(row))


def main() -> None:
    """Fit the baselines on TRAIN and score all three on DEV."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--model", default="small")
    options = parser.parse_args()
    articles = [one for folder in options.folders for one in load_brat_folder(folder).articles]
    texts = {one.name: one.article.text for one in articles}
    train, dev = (load_label_items(path).items for path in (options.train, options.dev))
    rows, dev_rows = describe(train, texts), describe(dev, texts)
    model = predict_model(options.model, articles, dev)
    for label in LABELS:
        gold = [getattr(item, label) for item in train]
        for name, classifier in (
            ("majority", DummyClassifier(strategy="most_frequent")),
            ("linear", make_linear()),
        ):
            show(name, label, dev, classifier.fit(rows, gold).predict(dev_rows))
        show(options.model, label, dev, model[label])


if __name__ == "__main__":
    main()
