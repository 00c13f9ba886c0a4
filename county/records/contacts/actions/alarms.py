"""Tell those who look after WeCom what must be put right in its console."""

from __future__ import annotations

from django.db import transaction

from county.foundation.channels.access import Permit as Channels
from county.foundation.channels.actions import complain
from county.foundation.channels.wecom.errors import WeComRefused
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.foundation.staff.queries import holders
from county.records.contacts.access import Permit

WECOM = System("wecom")


@transaction.atomic
def call_managers(error: WeComRefused) -> None:
    """Say which page of the console is to be put right; once, until it was read (F-43).

    Whoever looks after the channel is sent to where it is tried; whoever looks after contacts
    learns why nothing moves.
    """
    about = f"wecom:{error.code}"
    told = []
    for people, url in (
        (holders(Channels.MANAGE), "/channels/wecom/"),
        (holders(Permit.MANAGE), "/contacts/"),
    ):
        told += tell(people, title=error.kept, url=url, by=WECOM, about=about)
    if told:
        complain(error.kept)
