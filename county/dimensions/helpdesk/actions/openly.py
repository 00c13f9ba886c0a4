"""Say in a chat, before anybody relies on it, that a chat is not anonymous."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from county.dimensions.helpdesk.knowledge import speaks_of_informing
from county.kernel import clock
from county.records.conversations import actions as conversations
from county.records.conversations.models import Conversation, Message

AGAIN_AFTER = timedelta(days=7)
"""Said once a week in a conversation at most; local design value."""


@transaction.atomic
def say_not_anonymous(message: Message, conversation: Conversation) -> bool:
    """Tell whoever speaks of informing that a chat knows its sender, and where nobody does."""
    if not settings.SIWEI_TIPS_ADDRESS or not speaks_of_informing(message.text or ""):
        return False
    with override(settings.LANGUAGE_CODE):
        text = _(
            "This chat is not anonymous: WeChat, WeCom and this site know who writes. To stay"
            " unknown, use the anonymous address, best on another device: %s"
        ) % (settings.SIWEI_TIPS_ADDRESS)
    since = clock.now() - AGAIN_AFTER
    said = Message.objects.filter(conversation=conversation, text=text, said_at__gt=since)
    if said.exists():
        return False
    conversations.reply(conversation.pk, text=text, by=conversations.DESK, name="")
    return True
