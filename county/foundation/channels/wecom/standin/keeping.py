"""The stand-in's memory on disk: our side remembers cursors, so it must remember its record."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from county.foundation.channels.wecom.standin.world import KEPT, World

PAUSE = 1.0
"""Seconds between two writings."""


class Keeper:
    """Reads the state when it begins; writes it when it changed, whole or not at all."""

    def __init__(self, world: World, state: Path | None) -> None:
        self.world, self.state, self.written = world, state, -1
        self._stop = threading.Event()
        if state is None:
            return
        self._read(state)
        self._thread = threading.Thread(target=self._run, name="standin-keeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write for the last time."""
        self._stop.set()
        if self.state is not None:
            self._thread.join()
            self.keep()

    def keep(self) -> None:
        """Write the state beside the old one, then put it in its place."""
        if self.state is None:
            return
        with self.world.lock:
            if self.written == self.world.version:
                return
            version = self.world.version
            kept = {name: getattr(self.world, name) for name in KEPT}
            kept |= {"began": self.world.began}
            text = json.dumps(kept, ensure_ascii=False)
            contents = dict(self.world.contents)
        folder = self._folder(self.state)
        folder.mkdir(parents=True, exist_ok=True)
        for media_id, content in contents.items():
            if not (folder / media_id).exists():
                _write(folder / media_id, content)
        _write(self.state, text.encode(errors="replace"))
        self.written = version

    def _run(self) -> None:
        while not self._stop.wait(PAUSE):
            self.keep()

    def _read(self, state: Path) -> None:
        if not state.exists():
            return
        kept = json.loads(state.read_text(encoding="utf-8"))
        self.world.began = kept["began"]
        for name in KEPT:
            setattr(self.world, name, kept[name])
        folder = self._folder(state)
        for media_id in self.world.files:
            if (folder / media_id).exists():
                self.world.contents[media_id] = (folder / media_id).read_bytes()

    @staticmethod
    def _folder(state: Path) -> Path:
        return state.with_name(f"{state.name}.files")


def _write(file: Path, content: bytes) -> None:
    beside = file.with_name(f"{file.name}.new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
