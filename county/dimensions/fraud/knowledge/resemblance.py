"""What two texts have in common: character 3-grams of the normalised, masked text, as numbers."""

from __future__ import annotations

import re
from zlib import crc32

from county.dimensions.fraud.knowledge.normalise import normalise

LENGTH = 3
MOST = 400
"""Grams kept of one text: its first thousand characters or so say what it is about."""
LEAST_SHARED, LEAST_LIKE = 3, 0.06
"""Below either, two texts are about different things; of another type they share one gram more.
Local design values, looked at in the demonstration's cases."""
_NOISE = re.compile(r"〔[^〔〕]*〕|[\W\d_]+")


def grams(text: str) -> list[int]:
    """The distinct 3-grams of a masked text, each a signed number of 32 bits, in order.

    Marks, digits, blanks and punctuation say nothing of how a story goes and are left out.
    """
    plain = _NOISE.sub("", normalise(_NOISE.sub(" ", text)).text)
    found = dict.fromkeys(plain[at : at + LENGTH] for at in range(len(plain) - LENGTH + 1))
    return [_number(gram) for gram in found][:MOST]


def _number(gram: str) -> int:
    value = crc32(gram.encode())
    return value - (1 << 32) if value >= 1 << 31 else value


def likeness(shared: int, one: int, other: int) -> float:
    """How alike two texts are, 0 to 1, by the grams they share of those they have (Dice)."""
    return 2 * shared / (one + other) if one + other else 0.0
