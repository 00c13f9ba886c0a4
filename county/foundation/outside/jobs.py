"""Facts go into the outboxes of partners; what is due leaves the house."""

from county.foundation.events.actions import acted_on, announce
from county.foundation.events.clock import every
from county.foundation.events.registry import Fact, on, on_each
from county.foundation.outside import queries
from county.foundation.outside.actions import sending
from county.foundation.outside.events import DispatchesDue, DispatchQueued
from county.foundation.outside.knowledge import telling


@on_each(telling().kinds)
def tell_partners(fact: Fact) -> None:
    """Put the fact into the outbox of each partner who hears of it and may."""
    event_id = acted_on()
    if event_id is not None:
        sending.queue(fact, event_id)


@on(DispatchQueued, outside=True)
def send_at_once(fact: DispatchQueued) -> None:
    """Send it, with whatever else waits for the same address."""
    sending.send_due(fact.subscription_id)


@every("* * * * *")
def look_for_due() -> None:
    """Each minute: have tried again what is due."""
    for partner_id, subscription_id in queries.overdue():
        due = DispatchesDue(partner_id=str(partner_id), subscription_id=str(subscription_id))
        announce(due, by=sending.OUTSIDE)


@on(DispatchesDue, outside=True)
def send_again(fact: DispatchesDue) -> None:
    """Try again."""
    sending.send_due(fact.subscription_id)
