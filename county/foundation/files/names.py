"""What a file may be called: by its sender's words, but never a path, a trick or a device."""

from __future__ import annotations

import re
from uuid import UUID

from county.kernel.text import clean, shorten

LONGEST = 100
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "audio/mpeg": ".mp3",
    "video/webm": ".webm",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip
_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")


def proper(name: str, media_type: str, key: UUID) -> str:
    """The name without folders and marks that systems read as something else, ending as the
    content is; a file without a name left is called by the last signs of its key."""
    last = re.split(r"[/\\]", clean(name, 1000))[-1]
    stem = last.rpartition(".")[0] or last
    stem = shorten(_UNFIT.sub("", stem), LONGEST).strip(" .")
    if not stem or _DEVICE.fullmatch(stem.partition(".")[0]):
        stem = f"file-{key.hex[-6:]}"
    return stem + ENDINGS[media_type]
