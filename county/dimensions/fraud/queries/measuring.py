"""Which recogniser reads, and how well it reads messages, conversations and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from county.dimensions.fraud.knowledge import corpus, evaluation
from county.dimensions.fraud.knowledge.card import FOLDER
from county.dimensions.fraud.knowledge.evaluation import Figures
from county.dimensions.fraud.knowledge.model import model
from county.dimensions.fraud.knowledge.ocr_worker import OcrFailed, OcrWorker
from county.dimensions.fraud.knowledge.reading import (
    Reading,
    describe,
    read,
    read_alone,
    read_by,
)


def recogniser() -> str:
    """Which recogniser reads the messages: its version and what it is made of."""
    made = describe()
    if made["model"]:
        return (
            _("v%(version)s, model of %(model)s, %(signals)s signals, %(combinations)s together")
            % made
        )
    return (
        _("v%(version)s: patterns alone, %(signals)s signals; the model's files are missing") % made
    )


def has_model() -> bool:
    """Whether the trained model's files are there; without them the patterns work alone."""
    return bool(describe()["model"])


def measured(folder: Path) -> dict[str, Figures]:
    """How well each reader reads the messages of a folder: all together, and each alone."""
    items = corpus.items(folder)
    return {name: evaluation.measure(items, reader) for name, reader in readers().items()}


def measured_talks(folder: Path) -> tuple[float, float, float]:
    """Recall, false alarms and AUC over the conversations of a folder."""
    return evaluation.measure_talks(corpus.talks(folder))


def misread(folder: Path) -> list[tuple[corpus.Item, Reading]]:
    """The messages of a folder that are flagged wrongly, or wrongly not."""
    return evaluation.errors(corpus.items(folder))


def weight() -> int:
    """The bytes of the model's files."""
    return sum(file.stat().st_size for file in FOLDER.glob("*")) if FOLDER.exists() else 0


def readers() -> dict[str, Callable[[str], Reading]]:
    """Everything that reads, by name: all together, then patterns, n-grams and encoder alone."""
    found: dict[str, Callable[[str], Reading]] = {"all": read}
    if (trained := model()) is not None:
        found["n-grams"] = partial(read_alone, trained.linear)
        found["encoder"] = partial(read_alone, trained.encoder)
    return {**found, "patterns": partial(read_by, None)}


@contextmanager
def picture_reader() -> Iterator[Callable[[bytes], list[tuple[str, str]]]]:
    """A reader of pictures in a process of its own: bytes in, each line's (speaker, text) out;
    nothing of a picture that cannot be read."""
    worker = OcrWorker()

    def read(picture: bytes) -> list[tuple[str, str]]:
        try:
            return [(line.speaker, line.text) for line in worker.read(picture).lines]
        except OcrFailed:
            return []

    try:
        yield read
    finally:
        worker.close()
