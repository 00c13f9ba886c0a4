"""Pages of a PDF that we made, as pictures: some desktops show no PDF."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import pypdfium2
from PIL.Image import Quantize

SHARP = 2.0
"""Pixels per point: 1190 × 1684 a page, twice what a desktop shows it at."""
TONES = 24
"""Colours of a page: ink, red, and what lies between them and the paper."""
_ONE_AT_A_TIME = Lock()  # PDFium knows no threads


def pages(pdf: bytes) -> list[bytes]:
    """Each page as a PNG."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            drawn = [page.render(scale=SHARP).to_pil().convert("RGB") for page in document]
        finally:
            document.close()
    out = []
    for picture in drawn:
        content = io.BytesIO()
        picture.quantize(TONES, Quantize.FASTOCTREE).save(content, "PNG", compress_level=6)
        out.append(content.getvalue())
    return out


def count(pdf: bytes) -> int:
    """How many pages it has."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


@lru_cache(maxsize=8)
def inline(pdf: bytes) -> tuple[str, ...]:
    """Each page as an address that holds its own picture: no second request, no second check."""
    return tuple(_inline(pages(pdf)))


def _inline(pictures: Iterable[bytes]) -> Iterable[str]:
    for picture in pictures:
        yield "data:image/png;base64," + base64.b64encode(picture).decode()
