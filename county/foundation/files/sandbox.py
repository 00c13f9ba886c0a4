"""Has files from outside cleaned in a process of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from county.foundation.files.recognition import RECORDINGS, Cleaned, Rejected, recognise

PATIENCE = {"cleaner": 40.0, "recorder": 150.0}
"""Seconds of the clock; the processes have twenty and sixty of the processor."""
_SPENT = (-signal.SIGXCPU, -signal.SIGKILL)
"""How a process ends that has used up its share of the processor."""
_SOURCES = str(Path(__file__).resolve().parents[3])


def cleaned(content: bytes, *, recordings: bool = False) -> Cleaned:
    """The file in its harmless form; raises Rejected, also when its decoder dies of it."""
    # Most of what is refused is refused without a process.
    found = recognise(content, recordings=recordings)
    if found not in RECORDINGS:
        return _cleaned(content, "cleaner")
    try:
        return _cleaned(content, "recorder")
    except Rejected as rejected:
        code = "too_heavy" if rejected.code == "too_complex" else rejected.code
        raise Rejected(code) from None


def _cleaned(content: bytes, process: str) -> Cleaned:
    try:
        done = subprocess.run(  # noqa: S603 - one of our own two
            [sys.executable, "-m", f"county.foundation.files.{process}"],
            input=content,
            capture_output=True,
            timeout=PATIENCE[process],
            check=False,
            # None of our environment: it holds the passwords. One arena: threads share the memory.
            env={"PYTHONPATH": _SOURCES, "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise Rejected("too_complex") from None
    if done.returncode in _SPENT:
        raise Rejected("too_complex")
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
        seconds=said["seconds"],
    )
