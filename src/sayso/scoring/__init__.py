"""Gold against predictions: every figure with its count and interval, and nothing but."""

SCORER_VERSION = "1"
"""Of the definitions: it changes whenever the same claims would get other figures."""
