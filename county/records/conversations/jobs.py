"""Work that conversations do in the background."""

from __future__ import annotations

from county.foundation.events.actions import announce
from county.foundation.events.registry import on
from county.records.conversations import actions, dialogue
from county.records.conversations.events import MessageReceived, PictureReceived, ReplyWritten
from county.records.conversations.models import Conversation, Kind, Message


@on(MessageReceived)
def hear(fact: MessageReceived) -> None:
    """Everyone who listens to residents hears the message; then its words can be searched."""
    message = Message.objects.get(pk=fact.message_id)
    # no_key: the next message of this conversation may come in meanwhile.
    locked = Conversation.objects.select_for_update(no_key=True)
    conversation = locked.get(pk=fact.conversation_id)
    for hearer in dialogue.HEARERS.values():
        hearer(message, conversation)
    actions.index(message)
    if message.kind == Kind.IMAGE:
        # A fact of its own: slow readers are then woken for pictures, not for every text.
        ids = {"message_id": fact.message_id, "conversation_id": fact.conversation_id}
        announce(PictureReceived(**ids), by=actions.DESK)


@on(ReplyWritten)
def index(fact: ReplyWritten) -> None:
    """What officers say can be searched too."""
    actions.index(Message.objects.get(pk=fact.message_id))


@on(ReplyWritten, outside=True)
def deliver(fact: ReplyWritten) -> None:
    """Hand the reply to its channel."""
    actions.deliver(Message.objects.get(pk=fact.message_id))
