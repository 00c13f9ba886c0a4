"""Where bytes lie: sealed, under the file's key, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from county.kernel.disk import write_whole
from county.kernel.sealing import seal_bytes, unseal_bytes

PURPOSE = "file"
CONTENT, THUMBNAIL = "content", "thumbnail"


class FileLost(RuntimeError):  # noqa: N818 - what happened
    """The bytes of a file that should be here are not: the backup must be asked."""


def write(key: UUID, part: str, content: bytes) -> None:
    """Seal this part of the file and put it in its place; on return it survives a power cut."""
    place = _place(key, part)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(place, seal_bytes(PURPOSE, content, _aad(key, part)))


def read(key: UUID, part: str) -> bytes:
    """This part of the file; raises FileLost, or sealing's errors where the bytes were changed."""
    try:
        sealed = _place(key, part).read_bytes()
    except FileNotFoundError:
        raise FileLost(f"The {part} of file {key} is not in {settings.SIWEI_FILES}.") from None
    return unseal_bytes(PURPOSE, sealed, _aad(key, part))


def erase(key: UUID) -> None:
    """Remove every part of the file."""
    for part in (CONTENT, THUMBNAIL):
        _place(key, part).unlink(missing_ok=True)


def older_than(moment: datetime) -> Iterator[list[UUID]]:
    """The keys of the files written before that moment, shelf by shelf."""
    for shelf in Path(settings.SIWEI_FILES).glob("??"):
        old = [file for file in shelf.iterdir() if file.stat().st_mtime < moment.timestamp()]
        yield sorted({UUID(file.name.partition(".")[0]) for file in old if file.name[0] != "."})


def _place(key: UUID, part: str) -> Path:
    # The last signs of a UUIDv7 are random; the first are the hour and would fill one shelf.
    return Path(settings.SIWEI_FILES) / key.hex[-2:] / f"{key}.{part}"


def _aad(key: UUID, part: str) -> str:
    return f"files_storedfile|{part}|{key}"
