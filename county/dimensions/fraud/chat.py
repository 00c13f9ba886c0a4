"""Fraud triage hears every resident: each text is read for signs of a scam."""

from county.dimensions.fraud import actions
from county.dimensions.fraud.knowledge.reading import read
from county.records.conversations.dialogue import hears
from county.records.conversations.models import Conversation, Kind, Message


@hears
def look_for_fraud(message: Message, conversation: Conversation) -> None:
    """Read the words; keep an opinion if there is one. Pictures are read later, by themselves."""
    if message.kind in (Kind.TEXT, Kind.LINK) and message.text.strip():
        actions.raise_suspicion(
            message, read(message.text), text=message.text, source="text", by=actions.RECOGNISER
        )
