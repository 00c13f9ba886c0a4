"""L07: who has paid already is helped at once; the fraud desk stops the payment, not a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.events import SuspicionRaised
from county.dimensions.fraud.queries import VICTIM
from county.foundation.notices.actions import tell
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.saying import saying
from county.linkage.desks import desk
from county.linkage.dials import Dials, dial
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind
from county.records.worklist.queries import key_now


def key_of(conversation_id: str) -> str:
    """The key of the task to stop a payment: one a conversation, and one more once cancelled."""
    return key_now(f"stop:{conversation_id}", about=f"conversation:{conversation_id}")


@dataclass(frozen=True, slots=True)
class Stop(Dials):
    """How soon the payment is to be stopped."""

    minutes: int = dial(
        10, title=_("Stop the payment within"), unit=_("min"), low=1, high=120,
        basis=_("a local design value (L07); the law asks for at once (反电信网络诈骗法 Art. 20)"),
    )  # fmt: skip


@rule(
    code="L07",
    when=SuspicionRaised,
    title=_("Money already paid calls the fraud desk at once"),
    dials=Stop,
)
def money_already_paid_calls_the_fraud_desk(fact: SuspicionRaised, dials: Stop) -> Iterator[Step]:
    if fact.intent != VICTIM:
        return
    title = saying(gettext_noop("Money was paid already: stop the payment"))
    address = f"/fraud/?state=raised#alert-{fact.alert_id}"
    yield step(
        worklist.assign,
        key=key_of(fact.conversation_id),
        kind=Kind.CALL,
        title=title,
        why=saying(gettext_noop("The resident writes of having paid. Ask for account and amount.")),
        basis=saying(gettext_noop("反电信网络诈骗法 Art. 20: urgent stop of payment")),
        about=f"conversation:{fact.conversation_id}",
        due_at=clock.now() + timedelta(minutes=dials.minutes),
        department=desk(Permit.DESK),
        by=LINKAGE,
        url=address,
    )
    yield step(
        tell,
        words=title,
        officers=holders(Permit.DESK),
        title=title,
        url=address,
        by=LINKAGE,
        about=f"alert:{fact.alert_id}",
        loud=True,
    )
