"""The trained part of the recogniser: two readers of a text, and what they and the patterns weigh.

Its files are made by `siwei train` and lie in `model/`. Without them the patterns work alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from county.dimensions.fraud.knowledge.card import CARD, FOLDER, raw
from county.dimensions.fraud.knowledge.features import grams
from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.tokens import Pieces

HEAD, TAIL = 72, 40
"""Pieces read of a long text: the encoder's work grows with them."""
TOPICS_COUNT = 1.5
"""How much the patterns' topics count beside the readers' log chances of the types."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the trained part thinks of a text: a chance for each intent, and for each type."""

    intents: Floats
    categories: Floats


def softmax(odds: NDArray[Any]) -> Floats:
    """Log odds as chances that sum to one."""
    powers = np.exp(odds - odds.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


class Linear:
    """Weights of character n-grams (int8, a scale a column) and biases: (BINS, 16) and (16,)."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as kept:
            self.weights, self.scale, self.bias = kept["weights"], kept["scale"], kept["bias"]

    def __call__(self, text: str) -> Floats:
        """The log odds of the intents and the types."""
        bins, values = grams(text)
        sums = values @ self.weights[bins].astype(np.float32)
        return np.asarray(sums * self.scale + self.bias, dtype=np.float32)


class Encoder:
    """A small transformer over pieces of text, on one thread.

    Its embeddings are kept in four bits: (pieces, 12, 16) bytes, two values a byte, and a scale
    (float16) for each block of 32.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "pieces.npz", allow_pickle=False) as kept:
            self.codes, self.scales = kept["codes"], kept["scales"]
            self.positions, scores = kept["positions"], kept["scores"]
        names = (folder / "pieces.txt").read_text(encoding="utf-8").splitlines()
        self.pieces = Pieces.of(names, scores.tolist())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def vectors(self, numbers: list[int]) -> Floats:
        """The embeddings of pieces with their places, (pieces, 384)."""
        codes = self.codes[numbers]
        low, high = codes & 15, codes >> 4
        values = np.concatenate([low, high], axis=2).astype(np.float32) - 8
        values *= self.scales[numbers].astype(np.float32)[:, :, None]
        placed = values.reshape(len(numbers), -1) + self.positions[: len(numbers)]
        return np.asarray(placed, dtype=np.float32)

    def __call__(self, text: str) -> Floats:
        """The log odds of the intents and the types."""
        numbers = self.pieces.cut(text)
        if len(numbers) > HEAD + TAIL:
            numbers = numbers[:HEAD] + numbers[-TAIL:]
        begin, end = 1, 2
        embedded = self.vectors([begin, *numbers, end])[None]
        return np.asarray(self.session.run(None, {"vectors": embedded})[0][0], dtype=np.float32)


class Model:
    """Both readers, and how their opinions are put together with the patterns'."""

    def __init__(self, folder: Path) -> None:
        self.linear = Linear(folder / "linear.npz")
        self.encoder = Encoder(folder)
        blend = json.loads((folder / "blend.json").read_text(encoding="utf-8"))
        self.weights = np.array(blend["weights"], dtype=np.float32)
        self.bias = np.array(blend["bias"], dtype=np.float32)
        self.share: float = blend["encoder_share_of_type"]
        self.scam_at: float = blend["scam_at"]
        self.unsure_at: float = blend["unsure_at"]
        self.card = raw(folder / CARD.name)

    def opinion(self, text: str, patterns: Floats, topics: Floats) -> Opinion:
        """What is thought of a normalised text.

        `patterns` is what `weighing.signs` says of it, `topics` what `weighing.topics` says.
        """
        linear, encoder = self.linear(text), self.encoder(text)
        size = len(INTENTS)
        seen = blend_features(linear, encoder, patterns)
        types = self.share * np.log(softmax(encoder[size:]) + 1e-6)
        types = types + (1 - self.share) * np.log(softmax(linear[size:]) + 1e-6)
        types = types + TOPICS_COUNT * topics
        return Opinion(softmax(self.weights @ seen + self.bias), softmax(types))


def blend_features(linear: Floats, encoder: Floats, patterns: Floats) -> Floats:
    """What the blend weighs: both readers' log chances of the intents, and the patterns' signs."""
    size = len(INTENTS)
    readers = [np.log(softmax(one[:size]) + 1e-4) for one in (linear, encoder)]
    return np.concatenate([*readers, patterns]).astype(np.float32)


@cache
def model() -> Model | None:
    """The model of this installation, loaded once in a process; None where there is none."""
    return Model(FOLDER) if CARD.exists() else None
