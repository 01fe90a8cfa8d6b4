"""Who says so? Every attributed claim of a news article, and whose it is.

import sayso

pipeline = sayso.load()
article = pipeline.run(sayso.Article("The minister denied that …"))
for claim in article.claims:
    ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.errors import SaysoError
from sayso.records import Article, Claim, Source

if TYPE_CHECKING:
    from pathlib import Path

    from sayso.pipeline import Pipeline

__all__ = ["Article", "Claim", "Pipeline", "SaysoError", "Source", "load"]


def load(
    model: str | Path = "small", *, tagger: str = "en_core_web_sm", n_threads: int = 0
) -> Pipeline:
    """Load a pipeline.

    Args:
        model: A shipped model by its name, or any other by the path of its folder.
        tagger: The installed spaCy pipeline that finds sentences and entities.
        n_threads: Threads for the model; 0 leaves it to onnxruntime.

    Raises:
        ModelError: The model or the spaCy pipeline is missing or not what it should be.
    """
    from sayso.model.model import load_model
    from sayso.pipeline import Pipeline
    from sayso.steps.sentences import load_tagger

    return Pipeline(load_model(model, n_threads), load_tagger(tagger))


def __getattr__(name: str) -> object:
    # The pipeline's imports take a second; `import sayso` and `sayso --help` should not.
    if name == "Pipeline":
        from sayso.pipeline import Pipeline

        return Pipeline
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
