"""What became of the money is noted on the alerts that an officer confirmed in the conversation."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud import actions as fraud
from county.dimensions.helpdesk.events import MatterResolved, OutcomeCorrected
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.conversations.models import Conversation


@rule(when=MatterResolved, title=_("An outcome is noted on the confirmed alerts"))
def an_outcome_is_noted_on_the_alerts(fact: MatterResolved) -> Iterator[Step]:
    if fact.conversation_id and fact.money:
        yield _noted(fact)


@rule(when=OutcomeCorrected, title=_("A corrected outcome is noted on the confirmed alerts"))
def a_corrected_outcome_is_noted_on_the_alerts(fact: OutcomeCorrected) -> Iterator[Step]:
    if fact.conversation_id:
        yield _noted(fact)


def _noted(fact: MatterResolved | OutcomeCorrected) -> Step:
    return step(
        fraud.note_outcome,
        conversation=Conversation.objects.get(pk=fact.conversation_id),
        outcome=fact.money,
        of=fact.subject,
        by=LINKAGE,
    )
