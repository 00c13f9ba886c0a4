"""The desk hears every resident: each word reaches a matter."""

from county.dimensions.helpdesk.actions import openly, talk
from county.records.conversations.dialogue import hears
from county.records.conversations.models import Conversation, Message


@hears
def reach_a_matter(message: Message, conversation: Conversation) -> None:
    """Let the message reach its matter: open, reopened or new."""
    talk.hear(message, conversation)


@hears
def warn_who_wishes_to_inform(message: Message, conversation: Conversation) -> None:
    """Say that a chat is not anonymous to whoever speaks of informing."""
    openly.say_not_anonymous(message, conversation)
