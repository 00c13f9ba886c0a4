"""Files that arrive in parts: each part sealed, each upload bound to who began it."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from county.foundation.files.recognition import LARGEST_DOCUMENT
from county.foundation.files.refusals import FileRefused, WrongOffset
from county.foundation.files.store import PURPOSE
from county.kernel.ciphers import digest
from county.kernel.disk import write_whole
from county.kernel.sealing import OVERHEAD, seal_bytes, unseal_bytes

LARGEST_CHUNK = 2 * 1024 * 1024
"""Bytes of one part: what a request may carry (DATA_UPLOAD_MAX_MEMORY_SIZE)."""
MOST_PARTS = 1000
MOST_UPLOADS = 20
"""Unfinished uploads of one owner; local design value."""
LEAST_FREE = 1024**3
"""Bytes that uploads leave free on the disk, so that the database never stops for them."""


def owner_mark(owner: str) -> str:
    """What stands for the owner in names: equal for the same one, readable for nobody."""
    return digest(owner.encode()).hex()[:32]


def length(upload: UUID, owner: str) -> int:
    """How many bytes of this owner's upload are here."""
    return _end(_parts(_folder(upload, owner)))


def append(upload: UUID, *, offset: int, chunk: bytes, owner: str) -> int:
    """Add a part where the last one ended and say where the next begins.

    Raises WrongOffset, also for the slower of two senders of the same part, and FileRefused for
    what is too large. On return the part survives a power cut.
    """
    folder = _folder(upload, owner)
    parts = _parts(folder)
    if offset != _end(parts):
        raise WrongOffset(_end(parts))
    if not chunk:
        return offset
    if len(chunk) > LARGEST_CHUNK or offset + len(chunk) > LARGEST_DOCUMENT:
        discard(upload, owner)  # sent again it is no smaller
        raise FileRefused("too_large")
    if len(parts) >= MOST_PARTS:
        raise FileRefused("too_many_uploads")
    if not parts:
        _begin(folder)
    try:
        sealed = seal_bytes(PURPOSE, chunk, _aad(upload, offset))
        write_whole(folder / f"{offset:09}", sealed, replace=False)
    except FileExistsError:
        raise WrongOffset(_end(_parts(folder))) from None
    return offset + len(chunk)


def content(upload: UUID, owner: str) -> bytes:
    """All parts of the upload, joined; b"" where there is none, or it is being discarded."""
    try:
        parts = [(int(part.name), part.read_bytes()) for part in _parts(_folder(upload, owner))]
    except FileNotFoundError:
        return b""
    return b"".join(unseal_bytes(PURPOSE, part, _aad(upload, at)) for at, part in parts)


def discard(upload: UUID, owner: str) -> None:
    """Forget the upload and its parts."""
    shutil.rmtree(_folder(upload, owner), ignore_errors=True)


def sweep(before: datetime) -> int:
    """Forget uploads that nobody has added to since that moment; say how many."""
    stale = [
        folder
        for folder in Path(settings.SIWEI_SPOOL).glob("*.*")
        if folder.stat().st_mtime < before.timestamp()
    ]
    for folder in stale:
        shutil.rmtree(folder, ignore_errors=True)
    return len(stale)


def _begin(folder: Path) -> None:
    spool = folder.parent
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(spool).free < LEAST_FREE:
        raise FileRefused("full")
    owner = folder.name.partition(".")[0]
    if not folder.exists() and len(list(spool.glob(f"{owner}.*"))) >= MOST_UPLOADS:
        raise FileRefused("too_many_uploads")
    folder.mkdir(mode=0o700, exist_ok=True)


def _folder(upload: UUID, owner: str) -> Path:
    return Path(settings.SIWEI_SPOOL) / f"{owner_mark(owner)}.{upload}"


def _parts(folder: Path) -> list[Path]:
    return sorted(part for part in folder.glob("*") if part.name.isdigit())


def _end(parts: list[Path]) -> int:
    return int(parts[-1].name) + parts[-1].stat().st_size - OVERHEAD if parts else 0


def _aad(upload: UUID, offset: int) -> str:
    return f"spool|{upload}|{offset}"
