"""Group messages go to WeCom, and what became of them comes back."""

from __future__ import annotations

from county.foundation.channels.wecom.client import Client
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.records.contacts.actions import mailings as acts
from county.records.contacts.events import (
    MailingCancelled,
    MailingDue,
    MailingPlanned,
    ReminderAsked,
)
from county.records.contacts.exchange import mailings as exchange
from county.records.contacts.exchange.wire import over_the_wire
from county.records.contacts.models import Mailing
from county.records.contacts.queries import mailings as queries


@on(MailingPlanned, outside=True)
@over_the_wire
def hand_over(wecom: Client, fact: MailingPlanned) -> None:
    """Lay a mailing before the officers."""
    exchange.hand_over(wecom, Mailing.objects.get(pk=fact.mailing_id))


@every("*/10 * * * *")
def ask_what_became() -> None:
    """Let WeCom be asked about every mailing that is not over."""
    for mailing in queries.with_work_left():
        acts.ask_for_outcome(mailing, by=acts.CLOCK)


@on(MailingDue, outside=True)
@over_the_wire
def learn(wecom: Client, fact: MailingDue) -> None:
    """Hand over what WeCom did not take yet, then ask what became of the rest."""
    mailing = Mailing.objects.get(pk=fact.mailing_id)
    exchange.hand_over(wecom, mailing)
    exchange.learn(wecom, mailing)


@on(ReminderAsked, outside=True)
@over_the_wire
def remind(wecom: Client, fact: ReminderAsked) -> None:
    """Remind the officers who have not confirmed."""
    exchange.remind(wecom, Mailing.objects.get(pk=fact.mailing_id))


@on(MailingCancelled, outside=True)
@over_the_wire
def cancel(wecom: Client, fact: MailingCancelled) -> None:
    """Withdraw what no officer has confirmed."""
    exchange.cancel(wecom, Mailing.objects.get(pk=fact.mailing_id))
