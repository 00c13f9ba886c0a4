"""QR codes drawn in our own house: a page's picture, and one to print."""

from __future__ import annotations

import io

import segno

QUIET = 4
"""Modules of white around a code, as the standard asks for (ISO/IEC 18004)."""


def svg(text: str) -> bytes:
    """The text as a code that stays sharp at any size."""
    out = io.BytesIO()
    _code(text).save(out, kind="svg", border=QUIET, omitsize=True, light="#fff")
    return out.getvalue()


def png(text: str, *, module: int = 20) -> bytes:
    """The text as a code of square modules of so many pixels, for a printer's programs."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", border=QUIET, scale=module)
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    """With a quarter of it unreadable, as posters get, it is still read."""
    return segno.make_qr(text, error="q")
