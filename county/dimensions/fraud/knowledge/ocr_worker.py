"""Reads the text of a screenshot in a child process that is started late and ended early."""

from __future__ import annotations

from dataclasses import dataclass


class OcrFailed(Exception):  # noqa: N818 (what happened, in the office's words)
    """The picture could not be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One turn or line of a picture; x0..y1 are fractions... of pixels of the picture."""

    text: str
    speaker: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Shot:
    """What a picture says: its lines from top to bottom, and all their text."""

    lines: tuple[Line, ...]
    text: str


class OcrWorker:
    """The reader of pictures."""

    def read(self, image: bytes) -> Shot:
        """The text of a picture; not there yet."""
        raise OcrFailed(f"reading pictures is not installed ({len(image)} bytes)")

    def close(self) -> None:
        """End the child process."""
