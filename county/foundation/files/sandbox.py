"""Has files from outside cleaned in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from county.foundation.files.recognition import Cleaned, Rejected, recognise

PATIENCE = 40.0
"""Seconds of the clock; the process has twenty of the processor."""
_SOURCES = str(Path(__file__).resolve().parents[3])


def cleaned(content: bytes) -> Cleaned:
    """The file in its harmless form; raises Rejected, also when its decoder dies of it."""
    recognise(content)  # most of what is refused is refused without a process
    try:
        done = subprocess.run(
            [sys.executable, "-m", "county.foundation.files.cleaner"],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            # None of our environment: it holds the passwords. One arena: threads share the memory.
            env={"PYTHONPATH": _SOURCES, "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise Rejected("too_complex") from None
    if done.returncode != 0:
        raise Rejected("unreadable")
    return _understood(done.stdout)


def _understood(answer: bytes) -> Cleaned:
    """What the process says, taken no further than its own figures."""
    head, _newline, tail = answer.partition(b"\n")
    said = json.loads(head)
    if "rejected" in said:
        raise Rejected(str(said["rejected"]))
    content, thumbnail = int(said["content"]), int(said["thumbnail"])
    if len(tail) != content + thumbnail:
        raise Rejected("unreadable")
    return Cleaned(
        media_type=str(said["media_type"]),
        content=tail[:content],
        width=said["width"],
        height=said["height"],
        thumbnail=tail[content:],
    )
