"""An alert that is to be judged again stands as suspected on the resident's matter."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.events import SuspicionReopened
from county.dimensions.helpdesk.actions import outcome as helpdesk
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.conversations.models import Conversation


@rule(when=SuspicionReopened, title=_("An alert to be judged again is written on the matter"))
def a_decision_taken_back_reaches_the_matter(fact: SuspicionReopened) -> Iterator[Step]:
    yield step(
        helpdesk.note_reopened,
        conversation=Conversation.objects.get(pk=fact.conversation_id),
        category=fact.category,
        by=LINKAGE,
    )
