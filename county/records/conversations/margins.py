"""What dimensions write in the margin of a thread: a note beside a message, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpRequest

Margin = Callable[[HttpRequest, Sequence[UUID]], dict[UUID, str]]
MARGINS: list[Margin] = []
CHIPS: list[Margin] = []


def margin(write: Margin) -> Margin:
    """Let this function write beside messages: it comes back with safe HTML for some of them."""
    MARGINS.append(write)
    return write


def chip(write: Margin) -> Margin:
    """Let this function write what messages name, shown small and only within the thread."""
    CHIPS.append(write)
    return write


def chips_on(request: HttpRequest, messages: Sequence[UUID]) -> dict[UUID, list[str]]:
    """What these messages name, in short."""
    return _written(CHIPS, request, messages)


def notes_on(request: HttpRequest, messages: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Everything that stands in the margin of these messages."""
    return _written(MARGINS, request, messages)


def _written(
    writers: Sequence[Margin], request: HttpRequest, messages: Sequence[UUID]
) -> dict[UUID, list[str]]:
    notes: dict[UUID, list[str]] = {}
    for write in writers:
        for message, html in write(request, messages).items():
            notes.setdefault(message, []).append(html)
    return notes
