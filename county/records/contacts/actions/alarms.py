"""Tell those who look after WeCom what must be put right in its console."""

from __future__ import annotations

from django.db import transaction

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

    Whoever looks after contacts learns why nothing moves; whoever looks after the channel is told
    by it, and sent to where it is tried.
    """
    about = f"wecom:{error.code}"
    people = holders(Permit.MANAGE)
    if tell(people, title=error.kept, url="/contacts/", by=WECOM, about=about):
        complain(error.kept)
