"""The resident's own page: the message is there as soon as it is written down."""

from __future__ import annotations

from county.foundation.channels.ports import Outgoing


class Web:
    """The page reads the conversation itself, so there is nothing to carry."""

    name = "web"

    def send(self, message: Outgoing) -> None:
        """Nothing leaves the house: the open page hears of the fact and asks for the message."""
