"""What only administrators can put right is told to them."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from county.foundation.events.actions import OUTBOX
from county.foundation.events.events import ListenerGivenUp
from county.foundation.events.registry import on
from county.foundation.notices.actions import tell
from county.foundation.staff.queries import holders
from county.kernel.saying import saying
from county.site.access import Permit


@on(ListenerGivenUp)
def call_who_watches_the_health(fact: ListenerGivenUp) -> None:
    """Background work failed as often as it is tried: the health page lets it try again."""
    tell(
        holders(Permit.HEALTH),
        title=saying(gettext_noop("Background work failed and was given up: see the health page")),
        url="/health/",
        by=OUTBOX,
        about=f"listener:{fact.listener}"[:100],
        loud=True,
    )
