"""A stop-payment request passes the resident's matter to the fraud desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.fraud.events import StopPaymentAsked
from county.dimensions.helpdesk.actions import outcome as helpdesk
from county.foundation.staff.models import Officer
from county.kernel.saying import saying
from county.linkage.engine import Step, rule, step
from county.linkage.rules.money_already_paid_calls_the_fraud_desk import key_of
from county.records.conversations.models import Conversation
from county.records.worklist import actions as worklist


@rule(
    code="L07",
    when=StopPaymentAsked,
    title=_("A stop-payment request passes the matter to the fraud desk"),
)
def a_stop_request_opens_the_fraud_lane(fact: StopPaymentAsked) -> Iterator[Step]:
    officer = Officer.objects.select_related("post", "department").get(pk=fact.officer_id)
    yield step(
        helpdesk.enter_fraud_lane,
        conversation=Conversation.objects.get(pk=fact.conversation_id),
        by=officer,
    )
    yield step(
        worklist.settle,
        key=key_of(fact.conversation_id),
        outcome=saying(gettext_noop("The stop of payment was asked for.")),
        by=officer,
    )
