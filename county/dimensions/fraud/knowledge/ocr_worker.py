"""Reads the text of a screenshot in a child process that is started late and ended early."""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from county.dimensions.fraud.knowledge.layout import Line, Page, Piece, turns

__all__ = ["Line", "OcrFailed", "OcrWorker", "Shot"]

CHILD = "county.dimensions.fraud.knowledge.ocr_child"
ROOT = Path(__file__).resolve().parents[4]
LARGEST_PICTURE = 32_000_000  # bytes
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")


class OcrFailed(Exception):  # noqa: N818 (what happened, in the office's words)
    """The picture could not be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Shot:
    """What a picture says: its turns and lines from top to bottom, then its QR codes; and all
    their text, so that what a code says is read for fraud as well."""

    lines: tuple[Line, ...]
    text: str


def _environment() -> dict[str, str]:
    """What the child needs to know, and nothing else: no keys, no database."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**kept, **threads, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def _shot(said: dict[str, Any]) -> Shot:
    """The child's answer, laid out."""
    page = Page(said["width"], said["height"], tuple(said["page"]))
    pieces = [
        Piece(
            one["text"],
            x0,
            y0,
            x1,
            y1,
            one["confidence"],
            tuple(one["colour"]),
            tuple(one["edges"]),
        )
        for one in said["pieces"]
        for x0, y0, x1, y1 in [one["box"]]
    ]
    codes = tuple(Line(text, "code", 0, 0, 0, 0, 1.0) for text in said["codes"])
    lines = turns(pieces, page) + codes
    return Shot(lines, "\n".join(line.text for line in lines))


class OcrWorker:
    """The reader of pictures; one picture at a time, from any thread.

    The child is started with the first picture, killed when one takes longer than `limit` seconds,
    and ended after `idle` seconds without work.
    """

    def __init__(self, *, limit: float = 40.0, idle: float = 120.0) -> None:
        self.limit = limit
        self.idle = idle
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None

    def read(self, image: bytes) -> Shot:
        """The text of a picture with who said it; raises OcrFailed with the reason."""
        if not image or len(image) > LARGEST_PICTURE:
            raise OcrFailed("the picture is empty or too large")
        with self._lock:
            self._rest()
            try:
                said = self._ask(image)
            finally:
                self._watch()
        if "error" in said:
            raise OcrFailed(said["error"])
        return _shot(said)

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._rest()
            self._end()

    def _ask(self, image: bytes) -> dict[str, Any]:
        """One question to the child; a child that fails is ended, the next picture starts anew."""
        until = time.monotonic() + self.limit
        child = self._start()
        try:
            self._send(child, struct.pack(">I", len(image)) + image, until)
            size = struct.unpack(">I", self._receive(child, 4, until))[0]
            said: dict[str, Any] = json.loads(self._receive(child, size, until))
        except (OSError, ValueError) as error:
            self._end()
            raise OcrFailed("the reader of pictures failed") from error
        except OcrFailed:
            self._end()
            raise
        if said.get("last"):
            self._end()
        return said

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(  # noqa: S603 (our own module, no shell)
                [sys.executable, "-m", CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd=ROOT,
            )
            if self._child.stdin is not None:
                os.set_blocking(self._child.stdin.fileno(), False)
        return self._child

    def _send(self, child: subprocess.Popen[bytes], data: bytes, until: float) -> None:
        """Write without ever waiting longer than the limit."""
        assert child.stdin is not None  # noqa: S101 (started with a pipe)
        rest, pipe = memoryview(data), child.stdin.fileno()
        while rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([], [pipe], [], left)[1]:
                raise OcrFailed("reading the picture took too long")
            rest = rest[os.write(pipe, rest[:65536]) :]

    def _receive(self, child: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        """Read that many bytes without ever waiting longer than the limit."""
        assert child.stdout is not None  # noqa: S101 (started with a pipe)
        data, pipe = bytearray(), child.stdout.fileno()
        while len(data) < size:
            left = until - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise OcrFailed("reading the picture took too long")
            part = os.read(pipe, size - len(data))
            if not part:
                raise OcrFailed("the reader of pictures ended")
            data += part
        return bytes(data)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue

    def _watch(self) -> None:
        """End the child when nothing comes for a while."""
        if self._child is not None:
            self._timer = threading.Timer(self.idle, self.close)
            self._timer.daemon = True
            self._timer.start()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
