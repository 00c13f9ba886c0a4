"""Contacts go from officer to officer; how they stand is asked until they have ended."""

from __future__ import annotations

from county.foundation.channels.events import CallbackKept
from county.foundation.channels.wecom.client import Client
from county.foundation.events.clock import every
from county.foundation.events.registry import System, on
from county.foundation.staff.events import OfficerDismissed
from county.foundation.staff.models import Officer
from county.records.contacts.actions import transfers as acts
from county.records.contacts.events import TransferDue, TransfersPlanned
from county.records.contacts.exchange import transfers as exchange
from county.records.contacts.exchange.wire import over_the_wire

CLOCK = System("clock")


@on(OfficerDismissed)
def officer_left(fact: OfficerDismissed) -> None:
    """What an officer who has left had as contacts goes to a colleague."""
    acts.officer_left(Officer.objects.get(pk=fact.officer_id), by=CLOCK)


@on(TransfersPlanned, outside=True)
@over_the_wire
def begin(wecom: Client, _fact: TransfersPlanned) -> None:
    """Ask WeCom to begin what is planned."""
    exchange.begin(wecom)


@every("15 * * * *")
def each_hour() -> None:
    """Let WeCom be asked how the transfers stand: each takes a day."""
    acts.ask(by=CLOCK)


@on(CallbackKept)
def transfer_failed(fact: CallbackKept) -> None:
    """A resident declined, or the taker is full: ask which."""
    if fact.event == "change_external_contact" and fact.change == "transfer_fail":
        acts.ask(by=System("wecom"))


@on(TransferDue, outside=True)
@over_the_wire
def learn(wecom: Client, _fact: TransferDue) -> None:
    """Begin what could not be begun before, and ask how the rest stands."""
    exchange.begin(wecom)
    exchange.learn(wecom)
