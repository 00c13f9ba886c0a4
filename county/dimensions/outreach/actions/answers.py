"""What residents do with a notice: open its page, ask, complain, want no more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from county.dimensions.outreach import queries
from county.dimensions.outreach.events import NoticeAnswered, OptedOut
from county.dimensions.outreach.flow import REACHED, Fate
from county.dimensions.outreach.models import Answer, Campaign, Delivery
from county.foundation.channels.ports import Incoming
from county.foundation.events.actions import announce
from county.kernel import clock
from county.kernel.errors import Incomplete
from county.kernel.numbers import uuid7
from county.records.conversations import actions as conversations
from county.records.residents.models import Resident
from county.records.tags.actions import rights as tags

GENERIC_ONLY = "T1204"


@transaction.atomic
def opened(campaign: Campaign, resident: Resident | None) -> None:
    """Note that the notice's page was opened; by whom, where the phone is known."""
    Campaign.objects.filter(pk=campaign.pk).update(opened=F("opened") + 1)
    if resident is None:
        return
    row = Delivery.objects.select_for_update().filter(campaign=campaign, resident=resident).first()
    if row is None or row.state not in (Fate.CREATED, Fate.WRITTEN, *REACHED):
        return
    now = clock.now()
    row.state, row.clicked_at = Fate.CLICKED, row.clicked_at or now
    row.delivered_at, row.read_at = row.delivered_at or now, row.read_at or now
    row.save(update_fields=["state", "clicked_at", "delivered_at", "read_at"])


@transaction.atomic
def ask(campaign: Campaign, *, what: str, text: str, address: str, by: Resident) -> None:
    """Take a question or complaint about a notice to the desk, as the resident's own message."""
    if len(text.strip()) < 2:
        raise Incomplete(_("Write what you want to ask or say."))
    about = _("About the notice “%s”:") % campaign.title
    conversations.receive(
        Incoming(
            channel="web", sender=address, external_id=str(uuid7()), kind="text",
            text=f"{about}\n{text.strip()}",
        )
    )  # fmt: skip
    Answer.objects.create(campaign=campaign, resident=by, what=what, at=clock.now())
    announce(NoticeAnswered(campaign_id=str(campaign.pk), what=what), by=by)


@transaction.atomic
def opt_out(resident: Resident, *, campaign: Campaign | None = None) -> None:
    """Let a resident get generic content only from now on; saying it twice changes nothing."""
    tags.refuse(resident, GENERIC_ONLY, on=True)
    if campaign is not None and queries.line_of(campaign, resident) is not None:
        Answer.objects.create(
            campaign=campaign, resident=resident, what=Answer.What.OPT_OUT, at=clock.now()
        )
    announce(OptedOut(resident_id=str(resident.pk)), by=resident)
