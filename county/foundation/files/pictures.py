"""Pictures made again from their pixels: position, camera, hidden files and scripts stay behind."""

from __future__ import annotations

import io
import warnings

import pillow_heif
from PIL import Image, ImageOps

from county.foundation.files.recognition import MOST_PIXELS, Cleaned, Format, Rejected

LONGEST_SIDE = 2560
"""Pixels; local design value: what a screen shows and the recogniser reads."""
READABLE_WIDTH = 1080
"""Pixels of the shorter side that a long screenshot of a chat keeps: below, it cannot be read."""
THUMBNAIL = (320, 480)
QUALITY = 88

pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def clean_picture(content: bytes, kind: Format) -> Cleaned:
    """The picture upright and at a sensible size, as PNG where it was drawn, else as JPEG.

    Raises Rejected for too many pixels and for what cannot be decoded to the end.
    """
    picture = _pixels(content, kind)
    drawn = kind in (Format.PNG, Format.GIF) or picture.mode == "RGBA"
    body = _saved(picture, "PNG" if drawn else "JPEG")
    return Cleaned(
        media_type="image/png" if drawn else "image/jpeg",
        content=body,
        width=picture.width,
        height=picture.height,
        thumbnail=small_picture(picture),
    )


def _pixels(content: bytes, kind: Format) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Only the decoder that the first bytes named gets to see the rest.
            upright = _decoded(Image.open(io.BytesIO(content), formats=[kind.value]))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Rejected("too_many_pixels") from None
    except (Rejected, MemoryError):
        raise
    except Exception as error:
        # Decoders fail in a dozen ways on damaged files: SyntaxError, struct.error, EOFError.
        raise Rejected("unreadable") from error
    picture = _plain(upright)
    return picture if picture.size == _sensible(picture.size) else _smaller(picture)


def _decoded(opened: Image.Image) -> Image.Image:
    if opened.width * opened.height > MOST_PIXELS:
        raise Rejected("too_many_pixels")
    opened.draft("RGB", _sensible(opened.size))
    return ImageOps.exif_transpose(opened)


def _sensible(size: tuple[int, int]) -> tuple[int, int]:
    """The size within the limits, sides in proportion."""
    longest, shortest = max(size), min(size)
    scale = min(1.0, max(LONGEST_SIDE / longest, READABLE_WIDTH / shortest))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _smaller(picture: Image.Image) -> Image.Image:
    return picture.resize(_sensible(picture.size), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(picture: Image.Image) -> Image.Image:
    """A new picture of the same pixels: what hung on the old one is not copied."""
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    pixels = picture.convert("RGBA" if see_through else "RGB")
    if see_through and pixels.getchannel("A").getextrema() == (255, 255):
        pixels = pixels.convert("RGB")
    plain = Image.new(pixels.mode, pixels.size)
    plain.paste(pixels)
    return plain


def small_picture(picture: Image.Image) -> bytes:
    """The top of the picture, small, on white."""
    longest = picture.width * THUMBNAIL[1] // THUMBNAIL[0]
    small = picture.crop((0, 0, picture.width, min(picture.height, max(1, longest))))
    small.thumbnail(THUMBNAIL)
    paper = Image.new("RGB", small.size, "white")
    paper.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    return _saved(paper, "JPEG")


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, quality=QUALITY)
    return out.getvalue()
