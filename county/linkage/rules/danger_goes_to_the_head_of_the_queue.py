"""Words of danger to life put the resident's matter at the head of every queue."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.events import DangerHeard
from county.dimensions.helpdesk.actions import outcome as helpdesk
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.conversations.models import Conversation

TOPICS = {"self_harm": "self_harm", "violence": "domestic", "trapped": "locked"}


@rule(when=DangerHeard, title=_("Words of danger go to the head of every queue"))
def danger_goes_to_the_head_of_the_queue(fact: DangerHeard) -> Iterator[Step]:
    yield step(
        helpdesk.raise_urgency,
        conversation=Conversation.objects.get(pk=fact.conversation_id),
        topic=TOPICS.get(fact.danger, "other"),
        by=LINKAGE,
    )
