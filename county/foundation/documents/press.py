"""Has a paper set as PDF in a process of its own."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from county.design import qrcodes
from county.foundation.documents.composing import DRAFT, Mark, as_draft, composed
from county.foundation.documents.fonts import faces
from county.kernel.errors import Refused
from county.kernel.papers import Paper

PATIENCE = 30.0
"""Seconds of the clock; the process has twenty of the processor."""
_SOURCES = str(Path(__file__).resolve().parents[3])
_NO_FONT = re.compile(r'the text `?"(.{1,20}?)"`? could not be displayed', re.DOTALL)


class NotSet(Refused):
    """The paper could not be set: the sentence says what to change."""

    status = 422


def pdf(paper: Paper, *, at: datetime, mark: Mark | None = None, draft: bool = False) -> bytes:
    """The paper as PDF/A-2u; the same paper at the same time is the same bytes.

    Raises NotSet for a sign that no font here has, and for a paper beyond all measure.
    """
    return _pressed({**_job(paper, mark, draft=draft), "at": int(at.timestamp())})


def _job(paper: Paper, mark: Mark | None, *, draft: bool) -> dict[str, Any]:
    paper = as_draft(paper) if draft else paper
    found = faces()
    if not all(found.chains.values()):
        raise NotSet(_("This machine has no Chinese fonts. See docs/howto/papers.md."))
    return {
        "folders": list(found.folders),
        "paper": {
            "layout": paper.layout,
            "title": paper.heading,
            "organ": paper.organ,
            "parts": composed(paper, mark),
            "fonts": found.chains,
            "draft": DRAFT if draft else "",
            "qr": qrcodes.svg(mark.address).decode() if mark else "",
        },
    }


def _pressed(job: dict[str, Any]) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "county.foundation.documents.pressing"],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            # None of our environment: it holds the passwords.
            env={"PYTHONPATH": _SOURCES, "MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise NotSet(_("This paper is too long to be set. Make it shorter.")) from None
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise NotSet(_("This paper is too long to be set. Make it shorter."))
    if done.returncode != 0:
        raise RuntimeError(f"The press ended with {done.returncode}: {done.stderr[-400:]!r}")
    return _understood(done.stdout)


def _understood(answer: bytes) -> bytes:
    head, _newline, made = answer.partition(b"\n")
    error = str(json.loads(head).get("error", ""))
    if not error:
        return made
    if unknown := _NO_FONT.search(error):
        raise NotSet(
            _("No font here has the sign “%(sign)s”. Write it another way, or ask for such a font.")
            % {"sign": unknown[1]}
        )
    raise RuntimeError(f"The layout is broken: {error}")
