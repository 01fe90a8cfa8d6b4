"""Sources: every claim's mention resolved to one party through the whole article."""

from sayso.steps.sources.resolve import Resolution, resolve_sources

__all__ = ["Resolution", "resolve_sources"]
