"""All peers and the model on one gold set, side by side.

    python -m evaluation.run_peers GOLD [--model small | --predictions FILE] [--labels FILE]
        [--only NAME …] [--out DIR] [--records DIR]

Peers are the modules of ``evaluation.peers``; one that is not installed is named as such
(``pip install -e '.[peers]'``). DIR gets ``peers.md``, the table, and ``peers.json``, the
figures of each; neither holds any text of the articles.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evaluation.peers import Peer, find_peers, run_peer
from sayso import load
from sayso.cli.commit import find_commit
from sayso.errors import SaysoError
from sayso.gold import GoldSet
from sayso.reading.gold import load_gold
from sayso.reading.labels import label_gold, load_label_items
from sayso.reading.records import load_predictions
from sayso.records import Article
from sayso.scoring import SCORER_VERSION
from sayso.scoring.evaluation import Evaluation, evaluate_predictions
from sayso.scoring.resampling import Figure
from sayso.scoring.scores import Scores
from sayso.writing.files import open_whole
from sayso.writing.jsonl import write_jsonl

SHOWN = (
    "attributed",
    "attributed.precision",
    "attributed.recall",
    "attributed.exact-source",
    "content.50",
    "content.soft",
    "exact.source",
    "exact.cue",
    "exact.content",
    "tok.source",
    "tok.cue",
    "tok.content",
)
DIFFERENCES = ("attributed", "content.50", "exact.source", "exact.cue", "exact.content")
OUTERMOST = ("attributed", "content.50")
MODES = ("direct", "indirect", "mixed")
PACKAGES = ("sayso", "spacy", "textacy", "sayswho")


@dataclass(frozen=True, slots=True)
class System:
    """What one system found on each text, and what texts it refused."""

    name: str
    about: str
    articles: tuple[Article, ...]
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A peer that could not be run, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """A system with its evaluation, set against the first system where it is another."""

    system: System
    evaluation: Evaluation


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    try:
        gold = load_gold(options.gold)
        if options.labels is not None:
            gold = label_gold(gold, load_label_items(options.labels), str(options.labels))
        texts = _texts(gold)
        first = _run_sayso(gold, texts, options)
        found = [_run_one(peer, texts) for peer in find_peers() if _is_asked(peer, options)]
        peers = [one for one in found if isinstance(one, System)]
        columns = [Column(first, evaluate_predictions(gold, first.articles))]
        for peer in peers:
            evaluation = evaluate_predictions(gold, peer.articles, against=first.articles)
            columns.append(Column(peer, evaluation))
    except SaysoError as error:
        print(f"run_peers: {error}", file=sys.stderr)
        return 1
    missing = [one for one in found if isinstance(one, Missing)]
    _write(columns, missing, _provenance(options, first), options)
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="evaluation.run_peers", description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model", default="small")
    parser.add_argument("--predictions", type=Path, help="records instead of the model")
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--only", nargs="*", help="these peers alone")
    parser.add_argument("--out", type=Path, help="folder for peers.md and peers.json")
    parser.add_argument("--records", type=Path, help="folder for the records of each system")
    return parser.parse_args(arguments)


def _is_asked(peer: Peer, options: argparse.Namespace) -> bool:
    return not options.only or peer.name in options.only


def _texts(gold: GoldSet) -> list[Article]:
    """Each text once, without the claims of gold."""
    names = {one.article.text: one.name for one in gold.articles}
    return [Article(text=text, id=name) for text, name in names.items()]


def _run_sayso(gold: GoldSet, texts: Sequence[Article], options: argparse.Namespace) -> System:
    if options.predictions is not None:
        found = load_predictions(options.predictions, gold).articles
        return System(options.predictions.stem, "predictions read from a file", found)
    pipeline = load(options.model)
    found = tuple(pipeline.run_many(texts))
    return System(f"sayso {options.model}", "this project", found)


def _run_one(peer: Peer, texts: Sequence[Article]) -> System | Missing:
    try:
        find = peer.load()
    except ImportError as error:
        return Missing(peer.name, f"not installed: {error}")
    run = run_peer(find, texts)
    return System(peer.name, peer.about, run.articles, run.refusals)


def _provenance(options: argparse.Namespace, first: System) -> dict[str, Any]:
    model = next((one.model for one in first.articles if one.model is not None), None)
    return {
        "command": shlex.join(["python", "-m", "evaluation.run_peers", *sys.argv[1:]]),
        "commit": find_commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "gold": str(options.gold),
        "model": None if model is None else asdict(model),
        "scorer": SCORER_VERSION,
        "versions": {name: _version(name) for name in PACKAGES},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _write(
    columns: Sequence[Column],
    missing: Sequence[Missing],
    provenance: Mapping[str, Any],
    options: argparse.Namespace,
) -> None:
    table = "\n".join(_lines(columns, missing, provenance)) + "\n"
    print(table)
    if options.out is not None:
        with open_whole(options.out / "peers.md") as stream:
            stream.write(table)
        with open_whole(options.out / "peers.json") as stream:
            json.dump(_to_json(columns, missing, provenance), stream, indent=1)
            stream.write("\n")
    if options.records is not None:
        for column in columns:
            name = column.system.name.replace(" ", "-")
            with open_whole(options.records / f"{name}.jsonl") as stream:
                write_jsonl(column.system.articles, stream)


def _lines(
    columns: Sequence[Column], missing: Sequence[Missing], provenance: Mapping[str, Any]
) -> Iterator[str]:
    names = [column.system.name for column in columns]
    gold = columns[0].evaluation.gold
    yield f"# {', '.join(names)} on {provenance['gold']}"
    yield ""
    yield (
        f"{gold.n_claims:,} gold claims, {gold.n_articles:,} annotated articles, "
        f"{gold.n_texts:,} texts. F1 in percent, with 95 % intervals over texts."
    )
    yield ""
    yield from _table(["", *names], _figure_rows(columns))
    yield ""
    yield f"Points above (+) or below (-) {names[0]}, p by paired permutation:"
    yield ""
    yield from _table(["", *names[1:]], _difference_rows(columns[1:]))
    yield ""
    yield "Recall of `attributed` by the mode of the gold claim:"
    yield ""
    yield from _table(["", *names], _mode_rows(columns))
    yield ""
    for column in columns:
        system = column.system
        refused = f" Refused {len(system.refusals)} texts." if system.refusals else ""
        yield f"- **{system.name}**: {system.about}.{refused}"
    for one in missing:
        yield f"- **{one.name}**: {one.reason}"
    yield ""
    for key, value in provenance.items():
        yield f"- {key}: `{value}`"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _figure_rows(columns: Sequence[Column]) -> Iterator[list[str]]:
    for name in SHOWN:
        figures = [column.evaluation.headline.figure(name) for column in columns]
        yield [f"`{name}`", *map(_cell, figures)]
    if any(column.evaluation.outermost for column in columns):
        for name in OUTERMOST:
            figures = [column.evaluation.detailed.figure(name) for column in columns]
            yield [f"`{name}`, outermost claims only", *map(_cell, figures)]


def _difference_rows(columns: Sequence[Column]) -> Iterator[list[str]]:
    for name in DIFFERENCES:
        cells = []
        for column in columns:
            assert column.evaluation.comparison is not None
            by_name = {one.name: one for one in column.evaluation.comparison.differences}
            one = by_name.get(name)
            cells.append("–" if one is None else f"{one.difference:+.1f} (p {one.p:.3f})")
        yield [f"`{name}`", *cells]


def _mode_rows(columns: Sequence[Column]) -> Iterator[list[str]]:
    for mode in MODES:
        cells = []
        for column in columns:
            splits = column.evaluation.headline.splits
            part = next((s for s in splits if (s.trait, s.value) == ("mode", mode)), None)
            figures = () if part is None else part.figures
            recall = next((f for f in figures if f.name == "attributed.recall"), None)
            cells.append(_cell(recall))
        yield [mode, *cells]


def _cell(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.1f}"
    return f"{figure.value:.1f} [{figure.low:.1f}, {figure.high:.1f}]"


def _to_json(
    columns: Sequence[Column], missing: Sequence[Missing], provenance: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "format": "sayso-peers",
        "version": 1,
        "provenance": provenance,
        "systems": [
            {
                "name": column.system.name,
                "about": column.system.about,
                "n_refused": len(column.system.refusals),
                "figures": _figures(column.evaluation.headline),
                "outermost": _figures(column.evaluation.detailed),
            }
            for column in columns
        ],
        "missing": [asdict(one) for one in missing],
    }


def _figures(scores: Scores) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in scores.figures]


if __name__ == "__main__":
    sys.exit(main())
