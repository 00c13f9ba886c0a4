"""What a channel must be able to do, and what crosses it in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from county.kernel.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as it reached us, whatever channel brought it.

    `external_id` is the channel's own name for it: the same name twice is the same message.
    `sender` is the sender's address on that channel; `file` a stored file's key; `media` the
    channel's name for a file that is still there and must be fetched.
    """

    channel: str
    external_id: str
    sender: str
    text: str = ""
    kind: str = "text"
    file: UUID | None = None
    media: str = ""
    latitude: float | None = None
    longitude: float | None = None
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something a channel tells that is no message.

    `kind` is entered, recalled, undelivered or session; `about` the message that is meant: the
    resident's by its `external_id`, ours by its key; `scene` what the link they entered by says;
    `why` in words; `state` and `colleague` a session's.
    """

    kind: str
    about: str = ""
    scene: str = ""
    why: str = ""
    state: int = 0
    colleague: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An entry of a mailbox: as it was given (`raw`, JSON), and as we understand it.

    `address` and `person` say whose chat it is and by which name the platform knows the person;
    `colleague` who wrote a message in the platform's own client, for us. An entry that we do not
    understand has neither message nor happening.
    """

    key: str
    kind: str
    at: datetime
    raw: str
    address: str = ""
    person: str = ""
    colleague: str = ""
    message: Incoming | None = None
    happening: Happening | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a mailbox: keep `cursor` with its entries, go on while `more`."""

    arrivals: tuple[Arrival, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message on its way to a resident. `key` lets a channel recognise a second try.

    `file` is (name, media type, bytes) where a file goes out; its text is then no part of it.
    """

    key: UUID
    recipient: str
    text: str
    file: tuple[str, str, bytes] | None = None


class NeverTaken(Refused):
    """The channel will not take this message, whatever one does; the words say why."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much may still be sent to somebody: messages, until when, and if none, why."""

    left: int
    until: datetime | None
    why: str


class Channel(Protocol):
    """A way to reach residents."""

    name: str
    outward: bool
    """Whether what is sent leaves the house, one after another for each recipient."""

    def send(self, message: Outgoing) -> None:
        """Hand the message to the outside.

        Raises NeverTaken when the channel will not take it, whatever one does; anything else when
        it may be tried again.
        """
        ...

    def pieces(self, text: str) -> int:
        """As how many messages a text goes out."""
        ...

    def room(self, recipient: str, heard_at: datetime | None, pieces_since: int) -> Room | None:
        """How much may be sent to somebody who last wrote then; None where nothing limits it."""
        ...


class Mailboxes(Protocol):
    """A channel that only rings, and expects to be asked."""

    def read(self, account: str, cursor: str, token: str) -> Page:
        """The next page of an account."""
        ...

    def again(self, account: str, raw: str) -> Arrival:
        """An entry that was kept, once more in our words."""
        ...

    def fetch(self, raw: str) -> tuple[str, bytes]:
        """An entry's file: its name and bytes."""
        ...

    def welcome(self, account: str, raw: str, text: str, key: str) -> bool:
        """Greet somebody who entered, in the seconds that are given for it; False if too late."""
        ...

    def give(self, address: str, colleague: str) -> int:
        """Give a chat to a colleague in the platform's own client, or end it; its state then."""
        ...

    def nickname(self, person: str) -> str:
        """What somebody calls themselves there; empty where it is not told."""
        ...


class Gateway(Protocol):
    """A way to send a short text to a phone number."""

    def send(self, phone: str, text: str) -> str:
        """Send; comes back with what may be shown of it on a demo page, or an empty string."""
        ...
