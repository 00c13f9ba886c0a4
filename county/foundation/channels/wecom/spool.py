"""Pushes that came while the database was away: sealed on the disk until it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from county.kernel.disk import write_whole
from county.kernel.sealing import seal, unseal

PURPOSE = "callback"


def put(key: str, plain: str) -> None:
    """Keep a push on the disk, once; on return it survives a power cut."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / key, seal(PURPOSE, plain, _aad(key)))


def waiting() -> Iterator[tuple[str, str]]:
    """Each push on the disk, with its key, in the order of arrival."""
    files = [file for file in _folder().glob("*") if file.name[0] != "."]
    for file in sorted(files, key=lambda one: one.stat().st_mtime_ns):
        yield file.name, unseal(PURPOSE, file.read_bytes(), _aad(file.name))


def drop(key: str) -> None:
    """Forget a push that is in the database now."""
    (_folder() / key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.SIWEI_HOME) / "callbacks"


def _aad(key: str) -> str:
    return f"callbacks|{key}"
