"""Ask for the link into a customer service account's chats; keep it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.channels.models import Mailbox
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel.errors import Refused
from county.records.contacts.access import Permit
from county.records.contacts.events import EntranceAsked, EntranceMade
from county.records.contacts.flow import ENTRANCE, EntranceState
from county.records.contacts.models import Entrance

WECOM = System("wecom")


@transaction.atomic
def ask(mailbox: Mailbox, *, by: Officer) -> Entrance:
    """Have the link of an account made, in the background; one there is, or was asked for, stays.

    Raises Refused for an account that our application does not manage.
    """
    demand(by, Permit.MANAGE)
    if not mailbox.managed:
        raise Refused(_("This account is not managed by our application."))
    entrance, made = Entrance.objects.select_for_update(of=("self",)).get_or_create(
        mailbox=mailbox, defaults={"asked_by": by}
    )
    if entrance.state == EntranceState.REFUSED:
        ENTRANCE.move(entrance, "ask")
        entrance.reason = ""
        entrance.save(update_fields=["state", "reason"])
    elif not made:
        return entrance
    announce(EntranceAsked(entrance_id=str(entrance.pk)), by=by)
    return entrance


@transaction.atomic
def made(entrance: Entrance, link: str) -> None:
    """Keep the link; one that is there already stays, for it may be printed."""
    entrance = Entrance.objects.select_for_update(of=("self",)).get(pk=entrance.pk)
    if entrance.state == EntranceState.ASKED:
        ENTRANCE.move(entrance, "make")
        entrance.link = link
        entrance.save(update_fields=["state", "link"])
        announce(EntranceMade(entrance_id=str(entrance.pk)), by=WECOM)


@transaction.atomic
def refused(entrance: Entrance, reason: str) -> None:
    """Enter that WeCom makes no such link, and why."""
    entrance = Entrance.objects.select_for_update(of=("self",)).get(pk=entrance.pk)
    if entrance.state == EntranceState.ASKED:
        ENTRANCE.move(entrance, "refuse")
        entrance.reason = reason
        entrance.save(update_fields=["state", "reason"])
