"""The process that makes voices and videos harmless; run by `sandbox`.

Apart from the one for pictures, which then need not load what decodes videos.
"""

from __future__ import annotations

import os

from county.foundation.files.confined import serve
from county.foundation.files.recognition import Cleaned, recognise
from county.foundation.files.recordings import clean_recording

SECONDS = 60
"""Of the processor: a minute of video at 1280 × 720 takes some fifteen."""
PATIENT = 10
"""Who waits for a page goes before who waits for a video."""


def cleaned(content: bytes) -> Cleaned:
    """The recording in its harmless form; raises Rejected."""
    return clean_recording(content, recognise(content, recordings=True))


if __name__ == "__main__":
    os.nice(PATIENT)
    serve(cleaned, seconds=SECONDS)
