"""Files that are there whole or not at all, also after a power cut."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(place: Path, content: bytes, *, replace: bool = True) -> None:
    """Write a file of mode 0600 beside its place, wait for the disk, then put it there.

    Raises FileExistsError, and changes nothing, when it may not replace what is there.
    """
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(place)
        else:
            os.link(draft, place)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(place.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
