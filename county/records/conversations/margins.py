"""What dimensions write in the margin of a thread: a note beside a message, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpRequest

Margin = Callable[[HttpRequest, Sequence[UUID]], dict[UUID, str]]
MARGINS: list[Margin] = []


def margin(write: Margin) -> Margin:
    """Let this function write beside messages: it comes back with safe HTML for some of them."""
    MARGINS.append(write)
    return write


def notes_on(request: HttpRequest, messages: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Everything that stands in the margin of these messages."""
    notes: dict[UUID, list[str]] = {}
    for write in MARGINS:
        for message, html in write(request, messages).items():
            notes.setdefault(message, []).append(html)
    return notes
