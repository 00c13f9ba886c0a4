"""What a channel must be able to do, and the two messages that cross it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as it reached us, whatever channel brought it.

    `external_id` is the channel's own name for it: the same name twice is the same message.
    `sender` is the sender's address on that channel; `file` a stored file's key.
    """

    channel: str
    external_id: str
    sender: str
    text: str = ""
    kind: str = "text"
    file: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message on its way to a resident. `key` lets a channel recognise a second try."""

    key: UUID
    recipient: str
    text: str


class Channel(Protocol):
    """A way to reach residents."""

    name: str

    def send(self, message: Outgoing) -> None:
        """Hand the message to the outside; raises when the channel did not take it."""
        ...


class Gateway(Protocol):
    """A way to send a short text to a phone number."""

    def send(self, phone: str, text: str) -> str:
        """Send; comes back with what may be shown of it on a demo page, or an empty string."""
        ...
