"""What happens to a screenshot on its way: it is cropped, compressed again, or photographed."""

from __future__ import annotations

import io
import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from county.design.mockups.chats import Chat

Pixels = NDArray[np.uint8]


def cropped(chat: Chat, rng: random.Random) -> Chat:
    """Cut above and below between two lines, also of one bubble, and a little at the sides."""
    lines = chat.lines
    most = max(1, len(lines) // 3)
    first, last = rng.randrange(most), len(lines) - 1 - rng.randrange(most)
    top = (lines[first - 1].bottom if first else max(0, lines[0].top - 90)) + 1
    bottom = lines[last + 1].top if last + 1 < len(lines) else lines[-1].bottom + 70
    side = chat.image.width // 22
    left, right = rng.randrange(side), chat.image.width - rng.randrange(side)
    box = (left, top, right, min(bottom, chat.image.height))
    return Chat(chat.image.crop(box), lines[first : last + 1])


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The picture as a JPEG of this quality."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """The picture as a PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _on_a_desk(screen: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """The screen with the phone's edge, on a table with some grain."""
    high, wide = screen.shape[:2]
    edge, around = wide // 40, wide // rng.randint(7, 16)
    base = np.array([rng.randint(70, 190), rng.randint(80, 190), rng.randint(90, 200)])
    size = (high + 2 * (edge + around), wide + 2 * (edge + around), 3)
    grain = noise.normal(0, 9, (size[0] // 8 + 1, size[1] // 40 + 1, 1)).astype(np.float32)
    desk = cv2.resize(grain, (size[1], size[0]))[..., None] + base
    out: Pixels = np.clip(desk, 0, 255).astype(np.uint8)
    out[around:-around, around:-around] = rng.randint(12, 34)
    out[around + edge : -(around + edge), around + edge : -(around + edge)] = screen
    return out


def _askew(picture: Pixels, rng: random.Random) -> Pixels:
    """The picture seen from an angle and turned by some degrees."""
    high, wide = picture.shape[:2]
    turn, lean = math.radians(rng.uniform(-6, 6)), rng.uniform(0.0, 0.07)
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    seen = corners.copy()
    for corner in rng.choice(((0, 1), (1, 2), (2, 3), (3, 0))):
        seen[corner] += (corners.mean(axis=0) - corners[corner]) * lean
    centre = corners.mean(axis=0)
    spin = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    seen = ((seen - centre) @ spin.T + centre).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(
        cv2.warpPerspective(picture, matrix, (wide, high), flags=cv2.INTER_AREA,
                            borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )  # fmt: skip


def _light(shape: tuple[int, ...], rng: random.Random) -> NDArray[np.float32]:
    """How bright each place is: falling off to one side, with the stripes of a screen in a lens."""
    high, wide = shape[:2]
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    way = rng.uniform(0, 2 * math.pi)
    slope = (xs / wide - 0.5) * math.cos(way) + (ys / high - 0.5) * math.sin(way)
    stripes = np.zeros_like(slope)
    for _n in range(2):
        angle, length = rng.uniform(0, math.pi), rng.uniform(5, 40)
        phase = (xs * math.cos(angle) + ys * math.sin(angle)) * (2 * math.pi / length)
        stripes += np.sin(phase + 3 * np.sin(ys / high * 5))
    strength = rng.uniform(0.006, 0.025)
    light = rng.uniform(0.78, 1.0) + rng.uniform(0.1, 0.4) * slope + strength * stripes
    return np.asarray(light[..., None], dtype=np.float32)


def photographed(image: Image.Image, rng: random.Random) -> bytes:
    """A photograph of the screen: at an angle, unevenly lit, striped, a little blurred, noisy."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    screen = np.asarray(image.convert("RGB"), dtype=np.uint8)
    picture = _askew(_on_a_desk(screen, rng, noise), rng)
    scale = rng.uniform(1150, 1500) / picture.shape[1]
    resized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(resized, (0, 0), rng.uniform(0.5, 1.3))
    tint = np.array([rng.uniform(0.94, 1.0), 1.0, rng.uniform(0.92, 1.0)], dtype=np.float32)
    seen = blurred.astype(np.float32) * _light(blurred.shape, rng) * tint + rng.uniform(0, 14)
    seen += noise.normal(0, rng.uniform(2, 7), blurred.shape)
    shot = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    return jpeg(shot, rng.randint(45, 80))
