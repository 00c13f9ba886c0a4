"""What a file is, by its first bytes; what is taken, and how large it may be (security §2.7)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum

import puremagic

LARGEST_PICTURE = 10 * 1024 * 1024
"""Bytes; local design value: a phone's largest photograph."""
LARGEST_DOCUMENT = 20 * 1024 * 1024
"""Bytes; local design value: some hundred scanned pages."""
LARGEST_RECORDING = 10 * 1024 * 1024
"""Bytes: the largest video that WeCom hands on."""
MOST_PIXELS = 25_000_000
"""Measured in security §2.7: a 12 KB file of 100 million pixels fills half a gigabyte."""


class Rejected(Exception):  # noqa: N818 - what happened to the file
    """The file is not taken; `code` says why, and `actions` says it to the person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Format(StrEnum):
    """The formats that are taken, by Pillow's or FFmpeg's names for them."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"
    GIF = "GIF"
    PDF = "PDF"
    AMR = "amr"
    MP4 = "mov"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file rewritten so that nothing of what was sent is left but its picture or pages."""

    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = b""
    seconds: int | None = None


RECORDINGS = (Format.AMR, Format.MP4)
_LARGEST = {
    Format.PDF: LARGEST_DOCUMENT, Format.AMR: LARGEST_RECORDING, Format.MP4: LARGEST_RECORDING,
}  # fmt: skip

_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_MP4_BRANDS = (
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV", b"M4V ",
    b"M4A ", b"qt  ", b"3gp4", b"3gp5", b"3gp6",
)  # fmt: skip
_OFFICE_PARTS = ("[Content_Types].xml", "word/", "xl/", "ppt/", "content.xml")
_OTHERS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("office", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")),
    (
        "archive",
        (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh"),
    ),
    ("program", (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"dex\n")),
)
_SPOKEN = b"#!AMR"
"""WeChat's voice messages begin as a script does."""
_PAGE_TAGS = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml", b"<body", b"<iframe")


def recognise(content: bytes, *, recordings: bool = False) -> Format:
    """The format that is taken; raises Rejected for anything else, and for what is too large.

    Recordings cost more than pictures to make harmless: they are taken where that is said only.
    """
    if not content:
        raise Rejected("empty")
    if len(content) > LARGEST_DOCUMENT:
        raise Rejected("too_large")
    found = _format(content)
    if found is None:
        other = _other(content)
        raise Rejected("recording" if other == "video" and recordings else other)
    if found in RECORDINGS and not recordings:
        raise Rejected("video")
    if len(content) > _LARGEST.get(found, LARGEST_PICTURE):
        raise Rejected("too_large")
    if _is_archive(content):
        raise Rejected("two_in_one")
    return found


def _format(content: bytes) -> Format | None:
    if content.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Format.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return Format.HEIC
    if content[4:8] == b"ftyp" and content[8:12] in _MP4_BRANDS:
        return Format.MP4
    if content.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return Format.AMR
    if content.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    # Readers look for the mark in the first kilobyte; at the very start leaves no room for two.
    return Format.PDF if content.startswith(b"%PDF-") else None


def _is_archive(content: bytes) -> bool:
    """Whether the bytes also open as a ZIP, as a GIFAR does. Phones' moving pictures do not."""
    if b"PK\x05\x06" not in content:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _other(content: bytes) -> str:
    """The code that says best what was sent instead."""
    if content.startswith(_SPOKEN):
        return "video"
    for code, marks in _OTHERS:
        if content.startswith(marks):
            return "office" if code == "archive" and _is_office(content) else code
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(tag in head for tag in _PAGE_TAGS):
        return "page"
    try:
        kinds = {one.mime_type.partition("/")[0] for one in puremagic.magic_string(content[:4096])}
    except (puremagic.PureError, ValueError):
        kinds = set()
    return "video" if kinds & {"video", "audio"} else "unknown"


def _is_office(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith(_OFFICE_PARTS) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
