"""Take in a lead: sealed, with a receipt, known as its source wishes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions.matters import open_matter
from county.dimensions.helpdesk.flow import Kind
from county.dimensions.helpdesk.models import LeadFile, Matter
from county.dimensions.helpdesk.models.matters import LEAD_TOPICS
from county.foundation.audit.actions import look
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel.errors import Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.text import clean
from county.records.residents.models import Resident

SOURCE = System("source")
"""Whoever gives an anonymous lead."""
SECRECY = ("open", "secret", "anonymous")
LONGEST = 5000


@transaction.atomic
def take_in(
    *, content: str, topic: str, secrecy: str, by: Actor, resident: Resident | None, place: str = ""
) -> Matter:
    """Keep a lead and give its receipt number. An anonymous one is tied to nobody."""
    if secrecy not in SECRECY or topic not in LEAD_TOPICS:
        raise Refused(_("Choose what the lead is about and how you wish to be known."))
    if not content.strip():
        raise Refused(_("Write what you have seen or heard."))
    matter = open_matter(
        kind=Kind.LEAD,
        topic=topic,
        by=by,
        resident=None if secrecy == "anonymous" else resident,
        text="[sealed]",
    )
    file = LeadFile(matter=matter, secrecy=secrecy, place=clean(place, 120))
    set_sealed(file, "content", clean(content, LONGEST))
    file.save(force_insert=True)
    return matter


@transaction.atomic
def read(matter: Matter, *, reason: str, by: Officer, address: str = "") -> str:
    """What the lead says, in clear, for an officer who gives a reason; the look is on record."""
    demand(by, Permit.LEADS)
    if matter.kind != Kind.LEAD:
        raise Refused(_("%s is no lead: its words stand in the conversation.") % matter.number)
    look(by, matter.subject, fields="lead", reason=reason, because=matter.number, address=address)
    return reveal(LeadFile.objects.get(matter=matter), "content")
