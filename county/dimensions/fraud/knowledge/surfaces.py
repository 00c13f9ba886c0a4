"""What surrounds a text in a picture: the surface it stands on, and where that surface ends.

Everything is looked at along the text's own direction, so that a photograph taken at an angle is
no different from a screenshot.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]

REACH = 1.5  # heights of a text: how far from it the edge of its bubble is looked for
ACROSS = 48  # places along a side at which is looked
LEAST_STEP = 5.0  # of a channel: a smaller step is the light, a larger one an edge
STRONGEST = 0.35  # of the greatest step: smaller ones before it are stripes of the screen
NEAREST = 0.22  # heights: no bubble ends closer to its text
OUTSIDE = 0.25  # of the places along a side: when more lie outside the picture, nothing is known


def turned(corners: Corners, angle: float, width: int, height: int) -> Corners:
    """Corners as they lie once the picture is turned back by `angle` (radians) about its middle."""
    cos, sin = np.cos(-angle), np.sin(-angle)
    middle = np.array([width / 2, height / 2], dtype=np.float32)
    spin = np.array([[cos, -sin], [sin, cos]], dtype=np.float32)
    return np.asarray((corners - middle) @ spin.T + middle, dtype=np.float32)


def level(quad: Corners) -> list[float]:
    """The text's box at its own place and size, as if it ran level."""
    middle, along, down = quad.mean(axis=0), quad[1] - quad[0], quad[3] - quad[0]
    half = np.array([np.hypot(*along) / 2, np.hypot(*down) / 2])
    return [float(one) for one in (*(middle - half), *(middle + half))]


def slant(quads: list[Corners]) -> float:
    """The angle at which most of the text runs, radians; long lines weigh more."""
    ways = [quad[1] - quad[0] for quad in quads]
    if not ways:
        return 0.0
    angles = np.array([np.arctan2(way[1], way[0]) for way in ways])
    lengths = np.array([float(np.hypot(*way)) for way in ways])
    order = np.argsort(angles)
    at = int(np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2))
    return float(angles[order][min(at, len(order) - 1)])


def _strip(pixels: Pixels, start: Corners, along: Corners, out: Corners, far: int) -> Pixels | None:
    """Rows of pixels beside one side of a text, from it outwards; None outside the picture."""
    part = np.linspace(0.06, 0.94, ACROSS, dtype=np.float32)
    away = np.arange(-2, far, dtype=np.float32)
    places = start + part[None, :, None] * along + away[:, None, None] * out
    xs, ys = places[..., 0], places[..., 1]
    inside = (xs >= 0) & (ys >= 0) & (xs < pixels.shape[1]) & (ys < pixels.shape[0])
    known = inside.mean(axis=1) > 1 - OUTSIDE
    if not known.all():
        first = int(np.argmin(known))
        xs, ys = xs[:first], ys[:first]
    if len(xs) < 4:
        return None
    return np.asarray(
        cv2.remap(pixels, xs, ys, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE),
        dtype=np.uint8,
    )


def _edge(strip: Pixels | None, height: float, far: int) -> int | None:
    """How far from the text its surface ends; where the picture ends, there it ends too."""
    if strip is None:
        return 0
    rows = np.median(strip, axis=1).astype(np.float32)
    near, nearest = max(2, round(0.12 * height)), round(NEAREST * height)
    if len(rows) > 2 * near + nearest:
        sums = np.cumsum(np.vstack([np.zeros((1, 3), np.float32), rows]), axis=0)
        means = (sums[near:] - sums[:-near]) / near
        steps = np.abs(means[near:] - means[:-near]).max(axis=1)
        steps[: max(0, nearest - near + 2)] = 0
        over = np.flatnonzero(steps >= max(LEAST_STEP, STRONGEST * float(steps.max())))
        if len(over):
            # The step is steepest where the edge lies, a little after it is first felt.
            first = int(over[0])
            return int(first + np.argmax(steps[first : first + near + 1]) + near - 2)
    return len(rows) - 2 if len(rows) < far else None


def edges(pixels: Pixels, quad: Corners) -> list[int | None]:
    """How far the surface of a text reaches to its left, above, to its right and below, pixels."""
    along, down = quad[1] - quad[0], quad[3] - quad[0]
    width, height = max(1.0, float(np.hypot(*along))), max(1.0, float(np.hypot(*down)))
    right, low = along / width, down / height
    far = max(12, round(REACH * height))
    sides = (
        (quad[0], down, -right), (quad[0], along, -low), (quad[1], down, right),
        (quad[3], along, low),
    )  # fmt: skip
    return [_edge(_strip(pixels, start, way, out, far), height, far) for start, way, out in sides]


def surface(pixels: Pixels, quad: Corners) -> list[int]:
    """The colour of the surface under a text: what lies closely around it."""
    along, down = quad[1] - quad[0], quad[3] - quad[0]
    width, height = max(1.0, float(np.hypot(*along))), max(1.0, float(np.hypot(*down)))
    right, low, near = along / width, down / height, max(3, round(0.14 * height))
    sides = (
        (quad[0], down, -right), (quad[0], along, -low), (quad[1], down, right),
        (quad[3], along, low),
    )  # fmt: skip
    strips = [_strip(pixels, start, way, out, near) for start, way, out in sides]
    known = [strip.reshape(-1, 3) for strip in strips if strip is not None]
    if not known:
        known = [pixels.reshape(-1, 3)[:: max(1, pixels.size // 3000)]]
    return [int(value) for value in np.median(np.concatenate(known), axis=0)]
