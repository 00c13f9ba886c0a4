"""Contact codes are made and deleted in WeCom."""

from __future__ import annotations

from django.db import transaction

from county.foundation.channels.wecom.client import Client
from county.foundation.events.actions import announce
from county.foundation.events.clock import every
from county.foundation.events.registry import System, on
from county.records.contacts.events import WayDeleted, WayPlanned
from county.records.contacts.exchange import ways as exchange
from county.records.contacts.exchange.wire import over_the_wire
from county.records.contacts.flow import WayState
from county.records.contacts.models import ContactWay
from county.records.contacts.queries import ways as queries


@on(WayPlanned, outside=True)
@over_the_wire
def make(wecom: Client, fact: WayPlanned) -> None:
    """Have a code made."""
    exchange.make(wecom, ContactWay.objects.get(pk=fact.way_id))


@on(WayDeleted, outside=True)
@over_the_wire
def delete(wecom: Client, fact: WayDeleted) -> None:
    """Have a code deleted."""
    exchange.delete(wecom, ContactWay.objects.get(pk=fact.way_id))


@every("25 * * * *")
@transaction.atomic
def finish() -> None:
    """Try again what WeCom could not do before, such as while a setting was wrong."""
    for way in queries.unfinished():
        kind = WayPlanned if way.state == WayState.PLANNED else WayDeleted
        announce(kind(way_id=str(way.pk)), by=System("clock"))
