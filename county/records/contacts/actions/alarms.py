"""Tell those who look after WeCom what must be put right in its console."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from county.foundation.channels.wecom.errors import MEANINGS, WeComRefused
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.foundation.staff.queries import holders
from county.kernel.saying import saying
from county.records.contacts.access import Permit


@transaction.atomic
def call_managers(error: WeComRefused) -> None:
    """Say which page of the console is to be put right; once, until it was read (F-43)."""
    title = saying(gettext_noop("WeCom refuses (%s): %s"), str(error.code),
                   saying(MEANINGS[error.code].words))  # fmt: skip
    tell(
        holders(Permit.MANAGE),
        title=title,
        url="/contacts/",
        by=System("wecom"),
        about=f"wecom:{error.code}",
    )
