"""Suspected fraud puts the resident's matter on the fast lane and warns who is on duty."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.events import SuspicionRaised
from county.dimensions.helpdesk.actions import outcome as helpdesk
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.conversations.models import Conversation


@rule(
    when=SuspicionRaised,
    title=_("Suspected fraud puts the matter on the fast lane and warns the officer on duty"),
)
def suspicion_puts_the_matter_on_the_fast_lane(fact: SuspicionRaised) -> Iterator[Step]:
    yield step(
        helpdesk.raise_suspicion,
        conversation=Conversation.objects.get(pk=fact.conversation_id),
        category=fact.category,
        urgent=False,
        by=LINKAGE,
    )
