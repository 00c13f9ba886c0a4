"""The resident's own page: the message is there as soon as it is written down."""

from __future__ import annotations

from datetime import datetime

from county.foundation.channels.ports import Outgoing, Room


class Web:
    """The page reads the conversation itself, so there is nothing to carry and no limit."""

    name = "web"
    outward = False

    def send(self, message: Outgoing) -> None:
        """Nothing leaves the house: the open page hears of the fact and asks for the message."""

    def pieces(self, text: str) -> int:
        """A text is one message, however long."""
        return 1

    def room(self, recipient: str, heard_at: datetime | None, pieces_since: int) -> Room | None:
        """Nothing limits what is written."""
        return None
