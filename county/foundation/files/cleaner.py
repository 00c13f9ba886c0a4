"""The process that makes pictures and documents harmless; run by `sandbox`."""

from __future__ import annotations

from county.foundation.files.confined import serve
from county.foundation.files.documents import clean_document
from county.foundation.files.pictures import clean_picture
from county.foundation.files.recognition import Cleaned, Format, recognise

SECONDS = 20
"""Of the processor."""


def cleaned(content: bytes) -> Cleaned:
    """The file in its harmless form; raises Rejected."""
    found = recognise(content)
    return clean_document(content) if found is Format.PDF else clean_picture(content, found)


if __name__ == "__main__":
    serve(cleaned, seconds=SECONDS)
