"""Contact codes and entrances are made in WeCom, and codes deleted there."""

from __future__ import annotations

from django.db import transaction

from county.foundation.channels.wecom.client import Client
from county.foundation.events.actions import announce
from county.foundation.events.clock import every
from county.foundation.events.registry import System, on
from county.records.contacts.events import EntranceAsked, WayDeleted, WayMade, WayPlanned
from county.records.contacts.exchange import entrances
from county.records.contacts.exchange import ways as exchange
from county.records.contacts.exchange.wire import over_the_wire
from county.records.contacts.flow import WayState
from county.records.contacts.models import ContactWay, Entrance
from county.records.contacts.queries import ways as queries


@on(WayPlanned, outside=True)
@over_the_wire
def make(wecom: Client, fact: WayPlanned) -> None:
    """Have a code made."""
    exchange.make(wecom, ContactWay.objects.get(pk=fact.way_id))


@on(WayMade, outside=True)
@over_the_wire
def fetch_picture(_wecom: Client, fact: WayMade) -> None:
    """Bring the picture of a code into our house."""
    exchange.fetch_picture(ContactWay.objects.get(pk=fact.way_id))


@on(EntranceAsked, outside=True)
@over_the_wire
def make_entrance(wecom: Client, fact: EntranceAsked) -> None:
    """Have a link into an account's chats made."""
    entrance = Entrance.objects.select_related("mailbox").get(pk=fact.entrance_id)
    entrances.make(wecom, entrance)


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
    for entrance in queries.entrances_asked():
        announce(EntranceAsked(entrance_id=str(entrance.pk)), by=System("clock"))
