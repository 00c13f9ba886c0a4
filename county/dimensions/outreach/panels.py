"""What outreach lends to shared pages: menu, what was sent, what is to be approved, warn others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.dimensions.outreach import queries
from county.dimensions.outreach.access import Permit
from county.dimensions.outreach.flow import State
from county.dimensions.outreach.models import Campaign
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.foundation.transparency.registry import Line, Month, publishes
from county.records.audiences.knowledge import parse
from county.records.audiences.queries import sentence
from county.records.conversations.models import Conversation
from county.records.worklist.registry import MOST, Waiting, waits

menu(
    _("Digital policing"),
    _("Notices to many"),
    "/outreach/",
    icon="speakerphone",
    permit=Permit.READ,
    order=43,
)


@publishes("notices", _("Notices to many"), [_("persons")], order=55)
def published(month: Month) -> list[Line]:
    """Each notice that went out: its words, whom it chose, who wrote and who approved (E25)."""
    rows = Campaign.objects.filter(begun_at__gte=month.begins, begun_at__lt=month.ends)
    rows = rows.select_related("department", "approval__decider_department").order_by("begun_at")
    return [Line(lazy(_told, str)(campaign), [campaign.counted or 0]) for campaign in rows]


def _told(campaign: Campaign) -> str:
    """A notice in one line, in the language of the page; units, nobody's name."""
    approval = campaign.approval
    units = [campaign.department, approval.decider_department if approval else None]
    parts = [
        f"{campaign.title}: {campaign.purpose}",
        sentence(parse(campaign.expression)),
        " / ".join(str(unit) for unit in units if unit is not None),
    ]
    return " · ".join(parts)


@panel("resident", "outreach/of_resident.html", permit=Permit.READ, order=45)
def of_resident(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The notices a resident was sent."""
    return {"lines": queries.of_resident(resident_id, most=5)}


@panel("my_data", "outreach/mine.html", permit="", order=30)
def mine(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The notices I was sent, and why I did not get others."""
    return {"lines": queries.of_resident(resident_id)}


@panel("approval:outreach.send", "outreach/to_approve.html", permit=Permit.READ, order=10)
def to_approve(request: HttpRequest, subject: str) -> dict[str, Any]:
    """Exactly what the second person agrees to."""
    campaign = Campaign.objects.filter(pk=subject.partition(":")[2]).first()
    if campaign is None:
        return {"campaign": None}
    return {"campaign": campaign, "sentence": sentence(parse(campaign.expression))}


@panel("conversation", "outreach/warn.html", permit=Permit.WRITE, order=60)
def warn_others(request: HttpRequest, conversation_id: Any) -> dict[str, Any]:
    """A way from what one resident met to a warning for others in the town."""
    conversation = (
        Conversation.objects.filter(pk=conversation_id).select_related("resident").first()
    )
    resident = conversation.resident if conversation else None
    return {"town": resident.town_code if resident else ""}


@names("campaign")
def campaigns(keys: list[str]) -> dict[str, str]:
    """Notices by their titles."""
    rows = Campaign.objects.filter(pk__in=keys_of(keys))
    return {str(key): title for key, title in rows.values_list("pk", "title")}


@opens("campaign")
def campaign_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of notices that the holder may see."""
    rows = queries.campaigns_for(holder)
    return pages(rows, keys, "/outreach/%s/") if holder.has(Permit.READ) else {}


@waits(
    "outreach", _("Notices to many"), what=_("legal check of a notice"), permit=Permit.CHECK_LAW,
    url="/outreach/",
)  # fmt: skip
def to_check(officer: Officer) -> Iterator[Waiting]:
    """Notices of others that wait for the legal check; without a limit but an emergency's."""
    rows = queries.campaigns_for(officer).filter(state=State.SUBMITTED).exclude(author=officer)
    for one in rows.order_by("submitted_at", "pk")[: MOST + 1]:
        yield Waiting(
            one.subject, one.title, one.url, one.begins_at or (
                one.submitted_at if one.is_urgent else None
            ), one.purpose, urgent=one.is_urgent, personal=False,
        )  # fmt: skip


@waits(
    "outreach", _("Notices to many"), what=_("draft of a notice"), permit=Permit.WRITE,
    url="/outreach/",
)  # fmt: skip
def drafts(officer: Officer) -> Iterator[Waiting]:
    """The officer's own drafts."""
    rows = queries.campaigns_for(officer).filter(state=State.DRAFT, author=officer)
    for one in rows.order_by("made_at", "pk")[: MOST + 1]:
        yield Waiting(
            one.subject, one.title, one.url, one.begins_at, one.purpose, urgent=one.is_urgent,
            personal=False,
        )  # fmt: skip
