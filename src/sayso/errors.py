"""The few kinds of error sayso raises. Awkward text is never one of them."""


class SaysoError(Exception):
    """Base of every error sayso raises on purpose; its message is meant for the user."""


class RecordError(SaysoError, ValueError):
    """A record breaks the format: a span outside its text, an unknown label, a dangling id."""


class ReadingError(SaysoError):
    """A file cannot be read as articles: missing, unreadable, binary or wrongly encoded."""


class ModelError(SaysoError):
    """A model cannot be used: missing, incomplete, or not what its sha256 says."""


class ConfigError(SaysoError, ValueError):
    """A configuration file or option holds something that cannot be used."""


class GoldError(SaysoError, ValueError):
    """Gold or predictions cannot be scored."""
