"""A phone's camera, played: what a picture with a QR code says."""

from __future__ import annotations

import cv2
import numpy as np

SIZES = (1.0, 2.0, 0.5, 3.0)
"""A person moves the phone until it reads; OpenCV's detectors miss some clean codes at one size."""


def scanned(content: bytes) -> str:
    """The text of the code in the picture, empty if none can be read at any distance."""
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    whole = cv2.copyMakeBorder(picture, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(255,) * 3)
    for size in SIZES:
        seen = cv2.resize(whole, None, fx=size, fy=size, interpolation=cv2.INTER_NEAREST)
        for detector in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
            if text := detector.detectAndDecode(seen)[0]:
                return str(text)
    return ""
