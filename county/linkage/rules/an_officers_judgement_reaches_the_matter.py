"""What an officer decides of an alert is written on the resident's matter."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.events import SuspicionConfirmed, SuspicionDismissed
from county.dimensions.helpdesk.actions import outcome as helpdesk
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.conversations.models import Conversation


@rule(when=SuspicionConfirmed, title=_("A confirmed alert is written on the matter"))
def a_confirmed_alert_reaches_the_matter(fact: SuspicionConfirmed) -> Iterator[Step]:
    yield step(
        helpdesk.note_judgement,
        conversation=Conversation.objects.get(pk=fact.conversation_id),
        confirmed=True,
        category=fact.category,
        by=LINKAGE,
    )


@rule(when=SuspicionDismissed, title=_("A dismissed alert is written on the matter"))
def a_dismissed_alert_reaches_the_matter(fact: SuspicionDismissed) -> Iterator[Step]:
    yield step(
        helpdesk.note_judgement,
        conversation=Conversation.objects.get(pk=fact.conversation_id),
        confirmed=False,
        category="",
        by=LINKAGE,
    )
