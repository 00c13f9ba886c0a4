"""Who answers by themselves: intents that dimensions register, and the one for everything else."""

from __future__ import annotations

from collections.abc import Callable

from county.records.conversations.models import Conversation, Message

Hear = Callable[[Message, Conversation], None]
HEARERS: dict[str, Hear] = {}


def hears(hear: Hear) -> Hear:
    """Let this function hear every message of a resident, in the background, exactly once."""
    HEARERS[f"{hear.__module__}.{hear.__qualname__}"] = hear
    return hear
