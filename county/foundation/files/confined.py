"""The process in which files from outside are decoded: little memory, little time, no secrets.

Run by `sandbox`; reads a file from its standard input and writes the harmless one to its output.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable

from county.foundation.files.recognition import Cleaned, Rejected

MEMORY = 1024**3
"""Bytes of address space: 25 million pixels fit three times over."""


def confine(seconds: int) -> None:
    """Give up what decoding does not need. Whatever breaks out of a decoder finds this much."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(cleaned: Callable[[bytes], Cleaned], *, seconds: int) -> None:
    """Answer with one line of JSON, then the content, then the thumbnail."""
    confine(seconds)
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
            "seconds": done.seconds,
            "content": len(done.content),
            "thumbnail": len(done.thumbnail),
        }
        tail = done.content + done.thumbnail
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + tail)
