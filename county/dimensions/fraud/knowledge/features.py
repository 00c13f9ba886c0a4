"""A normalised text as numbers: which character n-grams it has."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

BINS = 1 << 18
LONGEST_GRAM = 3

Bins = NDArray[np.int64]
Values = NDArray[np.float32]


def grams_at(text: str) -> Iterator[tuple[int, int, int]]:
    """Each n-gram of a text: where it starts, its length, its bin."""
    for length in range(1, LONGEST_GRAM + 1):
        for start in range(len(text) - length + 1):
            yield start, length, zlib.crc32(text[start : start + length].encode()) % BINS


def grams(text: str) -> tuple[Bins, Values]:
    """The bins of a text's 1- to 3-grams and their values, whose squares sum to one.

    A bin is the CRC-32 of the n-gram modulo BINS; a value is 1 + ln(times), scaled.
    """
    found = Counter(number for _start, _length, number in grams_at(text))
    bins = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
    values = 1 + np.log(np.fromiter(found.values(), dtype=np.float32, count=len(found)))
    return bins, (values / max(1e-9, float(np.linalg.norm(values)))).astype(np.float32)
