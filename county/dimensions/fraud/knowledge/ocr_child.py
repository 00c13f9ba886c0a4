"""The process that reads pictures: a frame with a picture in, a frame with its text out.

A frame is its length as four bytes, big end first, and that many bytes. The answer is JSON:
{"width", "height", "page", "pieces": [{"text", "box", "confidence", "colour", "edges"}],
"codes": [the content of each QR code]} or {"error"}, and "last" when the process ends with it.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import struct
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image
from rapidocr_onnxruntime import RapidOCR

from county.dimensions.fraud.knowledge.surfaces import (
    Corners,
    Pixels,
    edges,
    level,
    slant,
    surface,
    turned,
)

MOST_PIXELS = 40_000_000
LARGEST_FRAME = 32_000_000  # bytes
ADDRESS_SPACE = 3 << 30  # bytes; 0.7 GB is usual
MOST_MEMORY = 1_500_000  # kilobytes resident, after which the process ends and is started anew
PHONE_WIDTH = 800  # pixels: wide enough for the recogniser, and four times faster than 1600
TILE = 1800  # pixels of height read at once; longer screenshots are read in tiles
OVERLAP = 160
LEAST_CONFIDENCE = 0.5
SCRAMBLED = re.compile("[\ufffd\uff61-\uff9f]")  # what no code says: half-width katakana
MOST_CODES = 8
LONGEST_CODE = 500  # characters
THINNEST = 6  # times as long as wide: a thinner picture is set on a wider ground
CODE_SIDE = 1600  # pixels: QR codes are looked for in a picture no larger


class UnreadableError(Exception):
    """The bytes are no picture that is read here."""


def _open(data: bytes) -> Image.Image:
    """The picture in colour, its size checked before any pixel is decoded."""
    try:
        image = Image.open(io.BytesIO(data))
        if image.width * image.height > MOST_PIXELS:
            raise UnreadableError("the picture has too many pixels")
        return image.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableError("this is no picture that can be opened") from error


def _fit(image: Image.Image) -> tuple[Pixels, float]:
    """The pixels at a size good for reading, and by how much they were shrunk."""
    tall = image.height > 1.3 * image.width
    limit = PHONE_WIDTH if tall else 2000
    scale = min(1.0, limit / image.width)
    if scale < 1.0:
        size = (round(image.width * scale), max(1, round(image.height * scale)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return _widened(np.asarray(image, dtype=np.uint8)), scale


def _widened(pixels: Pixels) -> Pixels:
    """No thinner than the reader can bear: it enlarges the shorter side of each tile."""
    high, wide = pixels.shape[:2]
    least_high, least_wide = -(-wide // THINNEST), -(-min(high, TILE) // THINNEST)
    if high >= least_high and wide >= least_wide:
        return pixels
    ground = np.full((max(high, least_high), max(wide, least_wide), 3), 255, dtype=np.uint8)
    ground[:high, :wide] = pixels
    return ground


def _median(pixels: Pixels) -> list[int]:
    return [int(value) for value in np.median(pixels.reshape(-1, 3), axis=0)]


def page_colour(pixels: Pixels) -> list[int]:
    """The colour of the page: what the outermost columns mostly show."""
    edge = max(1, pixels.shape[1] // 60)
    return _median(np.concatenate([pixels[:, :edge], pixels[:, -edge:]], axis=1))


def _tiles(height: int) -> list[tuple[int, int]]:
    """The bounds of the tiles of a picture of this height."""
    if height <= TILE + OVERLAP:
        return [(0, height)]
    starts = range(0, height - OVERLAP, TILE - OVERLAP)
    return [(start, min(height, start + TILE)) for start in starts]


def _known(piece: dict[str, Any], pieces: list[dict[str, Any]]) -> bool:
    """Was this piece already read in the tile above?"""
    x0, y0, _x1, y1 = piece["box"]
    return any(
        abs(one["box"][1] - y0) < (y1 - y0) and abs(one["box"][0] - x0) < (y1 - y0)
        for one in pieces[-40:]
    )


def _read_tile(engine: Any, pixels: Pixels, top: int, bottom: int) -> list[dict[str, Any]]:
    found, _times = engine(np.ascontiguousarray(pixels[top:bottom, :, ::-1]))
    pieces: list[dict[str, Any]] = []
    for corners, text, confidence in found or []:
        quad = np.asarray(corners, dtype=np.float32) + np.array([0, top], dtype=np.float32)
        box = _box(quad)
        cut = (box[1] <= top + 2 and top > 0) or (box[3] >= bottom - 2 and bottom < len(pixels))
        if float(confidence) >= LEAST_CONFIDENCE and not cut:
            pieces.append(
                {
                    "text": str(text),
                    "box": box,
                    "quad": quad,
                    "confidence": round(float(confidence), 3),
                    "colour": surface(pixels, quad),
                    "edges": edges(pixels, quad),
                }
            )
    return pieces


def _box(quad: Corners) -> list[int]:
    """The upright box around four corners."""
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return [int(x0), int(y0), int(x1), int(y1)]


def _straighten(pieces: list[dict[str, Any]], pixels: Pixels, scale: float) -> None:
    """Boxes and distances in pixels of the original, as they lie once the text runs level."""
    angle = slant([piece["quad"] for piece in pieces])
    for piece in pieces:
        quad = turned(piece.pop("quad"), angle, pixels.shape[1], pixels.shape[0])
        piece["box"] = [round(value / scale) for value in level(quad)]
        piece["edges"] = [None if one is None else round(one / scale) for one in piece["edges"]]


def _legible(text: str) -> str:
    """What a code says; its bytes come as so many characters where they are no plain ASCII."""
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    for encoding in ("utf-8", "shift_jis", "gb18030"):  # Shift JIS is the code's own for kanji
        told = raw.decode(encoding, errors="replace")
        if not SCRAMBLED.search(told):
            return told
    return text


def codes(pixels: Pixels) -> list[str]:
    """What the QR codes in a picture say, from top to bottom; unreadable ones are left out."""
    step = max(1, -(-max(pixels.shape[:2]) // CODE_SIDE))
    grey = np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[::step, ::step])
    try:
        _found, texts, corners, _straight = cv2.QRCodeDetector().detectAndDecodeMulti(grey)
    except (cv2.error, UnicodeDecodeError):
        return []
    if corners is None:
        return []
    order = sorted(zip((quad[:, 1].mean() for quad in corners), texts, strict=True))
    plain = (_legible(text).strip() for _top, text in order)
    return [text[:LONGEST_CODE] for text in dict.fromkeys(plain) if text][:MOST_CODES]


def answer(engine: Any, data: bytes) -> dict[str, Any]:
    """What a picture says: pieces of text with box (pixels of the original) and colour."""
    try:
        image = _open(data)
    except UnreadableError as error:
        return {"error": str(error)}
    pixels, scale = _fit(image)
    pieces: list[dict[str, Any]] = []
    for top, bottom in _tiles(pixels.shape[0]):
        fresh = _read_tile(engine, pixels, top, bottom)
        pieces += [piece for piece in fresh if not (top and _known(piece, pieces))]
    _straighten(pieces, pixels, scale)
    return {
        "width": image.width,
        "height": image.height,
        "page": page_colour(pixels),
        "pieces": pieces,
        "codes": codes(pixels),
    }


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    """That many bytes, or None when the stream ends before."""
    data = stream.read(size)
    return data if len(data) == size else None


def serve(engine: Any, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer frames until the requests end, are no frames, or memory has grown too far."""
    while head := _exactly(requests, 4):
        size = struct.unpack(">I", head)[0]
        data = _exactly(requests, size) if size <= LARGEST_FRAME else None
        if data is None:
            return
        try:
            said = answer(engine, data)
        except Exception as error:  # whatever a picture does, the next is read
            said = {"error": f"reading failed: {type(error).__name__}"}
        said["last"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MOST_MEMORY
        body = json.dumps(said).encode()
        answers.write(struct.pack(">I", len(body)) + body)
        answers.flush()
        if said["last"]:
            return


def main() -> None:
    """Read pictures from standard input; whatever else is printed goes to standard error."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1, use_cls=False)
    with os.fdopen(0, "rb", closefd=False) as requests:
        serve(engine, requests, answers)


if __name__ == "__main__":
    main()
