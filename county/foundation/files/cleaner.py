"""The process in which files from outside are decoded: little memory, little time, no secrets.

Run by `sandbox`; reads a file from its standard input and writes the harmless one to its output.
"""

from __future__ import annotations

import json
import resource
import sys

from county.foundation.files.documents import clean_document
from county.foundation.files.pictures import clean_picture
from county.foundation.files.recognition import Cleaned, Format, Rejected, recognise

MEMORY = 1024**3
"""Bytes of address space: 25 million pixels fit three times over."""
SECONDS = 20


def cleaned(content: bytes) -> Cleaned:
    """The file in its harmless form; raises Rejected."""
    found = recognise(content)
    return clean_document(content) if found is Format.PDF else clean_picture(content, found)


def confine() -> None:
    """Give up what decoding does not need. Whatever breaks out of a decoder finds this much."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer with one line of JSON, then the content, then the thumbnail."""
    confine()
    answer: dict[str, str | int | None]
    tail = b""
    try:
        done = cleaned(sys.stdin.buffer.read())
    except Rejected as rejected:
        answer = {"rejected": rejected.code}
    except MemoryError:
        answer = {"rejected": "too_complex"}
    else:
        answer = {
            "media_type": done.media_type,
            "width": done.width,
            "height": done.height,
            "content": len(done.content),
            "thumbnail": len(done.thumbnail),
        }
        tail = done.content + done.thumbnail
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + tail)


if __name__ == "__main__":
    main()
