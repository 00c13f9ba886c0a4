"""L07, taken back: where an officer sees no fraud, the task to stop the payment is cancelled.

It stays while another alert of the conversation says that money was paid.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.fraud.events import SuspicionDismissed
from county.dimensions.fraud.queries import has_paid, judge_of, tells_of_payment
from county.kernel.saying import saying
from county.linkage.engine import Step, rule, step
from county.linkage.rules.money_already_paid_calls_the_fraud_desk import key_of
from county.records.worklist import actions as worklist


@rule(
    code="L07",
    when=SuspicionDismissed,
    title=_("A dismissed alert cancels the task to stop the payment"),
)
def a_dismissed_alert_calls_the_stop_off(fact: SuspicionDismissed) -> Iterator[Step]:
    judge = judge_of(fact.alert_id, SuspicionDismissed)
    if judge is None or has_paid(fact.conversation_id) or not tells_of_payment(fact.alert_id):
        return
    yield step(
        worklist.call_off,
        words=saying(gettext_noop("The task to stop the payment is cancelled")),
        key=key_of(fact.conversation_id),
        reason=fact.reason,
        by=judge,
    )
