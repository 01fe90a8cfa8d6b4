"""Whether two spellings can be one name: transliterations and misprints, but not other people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

# Letters that transliterations of one sound exchange, applied in this order to a name's key.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("dzh", "j"),
    ("tch", "ch"),
    ("sch", "sh"),
    ("zh", "j"),
    ("gh", "g"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("c(?!h)", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("ts|tz", "z"),
    ("ou|oo", "u"),
    ("y", "i"),
    (r"h(?=[bcdfgjklmnprstvz])", ""),
    ("ff$", "v"),
    (r"(.)\1+", r"\1"),
)
_RULES = tuple((re.compile(pattern), sound) for pattern, sound in _SOUNDS)
_FINAL_VOWELS = "aeiou"

# Shortest word, in letters, whose sounds alone may make two spellings one. Assumed, not measured.
MIN_SOUND_LETTERS = 4
# Shortest word in which one wrong letter, or two swapped, is a misprint. Assumed, not measured.
MIN_MISPRINT_LETTERS = 7
# Likeness, 0 to 100, from which two long words of one full name are one (svetlana and
# sviatlana have 82), and the shortest such word. Assumed, not measured.
MIN_LIKENESS = 80.0
MIN_LIKENESS_LETTERS = 8


@lru_cache(maxsize=65536)
def sound_of(key: str) -> str:
    """The key with exchangeable letters folded; two spellings of one name often share it."""
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    return key


def is_same_word(left: str, right: str) -> bool:
    """Whether two keys are one word in two transliterations, or one misprinted."""
    if left == right:
        return True
    shorter = min(len(left), len(right))
    if shorter < MIN_SOUND_LETTERS or _differ_in_gender(left, right):
        return False
    if sound_of(left) == sound_of(right):
        return True
    return (
        shorter >= MIN_MISPRINT_LETTERS
        and left[0] == right[0]
        and OSA.distance(left, right, score_cutoff=1) <= 1
    )


def is_same_given_name(left: str, right: str) -> bool:
    """Whether two keys can be one given name: the same word, or one is the other's initial."""
    if min(len(left), len(right)) == 1:
        return left[:1] == right[:1]
    return is_same_word(left, right)


def is_same_full_name(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two full names, word by word, are spellings of one."""
    return len(left) == len(right) and all(
        is_same_word(a, b) or _is_alike(a, b) for a, b in zip(left, right, strict=True)
    )


def _is_alike(left: str, right: str) -> bool:
    return (
        min(len(left), len(right)) >= MIN_LIKENESS_LETTERS
        and not _differ_in_gender(left, right)
        and fuzz.ratio(left, right) >= MIN_LIKENESS
    )


def _differ_in_gender(left: str, right: str) -> bool:
    """Whether only the ending tells a woman's name from a man's: -ov and -ova, -o and -a."""
    if left.endswith("a") == right.endswith("a"):
        return False
    return _stem(left) == _stem(right)


def _stem(key: str) -> str:
    """The sounds before the last vowels, and before -ay of -aya."""
    return sound_of(key).rstrip(_FINAL_VOWELS)
