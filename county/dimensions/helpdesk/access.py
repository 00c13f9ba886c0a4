"""What desk work a post may include, and whose matters it reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from county.foundation.staff.policy import Areas, Holder

M = TypeVar("M", bound=Model)


class Permit(StrEnum):
    READ = "helpdesk.read"
    TAKE = "helpdesk.take"
    ASSIGN = "helpdesk.assign"
    REPLY = "helpdesk.reply"
    RESOLVE = "helpdesk.resolve"
    FRAUD_DESK = "helpdesk.fraud_desk"
    LEADS = "helpdesk.leads"
    LIBRARY = "helpdesk.library"
    FIGURES = "helpdesk.figures"
    DUTY = "helpdesk.duty"
    CREATE = "helpdesk.create"
    LEAD_KEYS = "helpdesk.lead_keys"
    COUNTY_KEY = "helpdesk.county_key"
    CONSENT = "helpdesk.consent"
    LEAD_EXTEND = "helpdesk.lead_extend"


def number_of(holder: Holder) -> int | None:
    """The officer's number; None for a key."""
    kind, _colon, number = holder.actor.partition(":")
    return int(number) if kind == "officer" else None


def scope(matters: QuerySet[M], holder: Holder, *, helped: object) -> QuerySet[M]:
    """The matters of the areas the holder works in, those of no area, one's own, those helped with.

    Leads are seen only by posts that handle leads.
    """
    if not holder.has(Permit.READ):
        return matters.none()
    if not holder.has(Permit.LEADS):
        matters = matters.exclude(kind="lead")
    areas = areas_of(holder)
    if areas is None:
        return matters
    mine = areas.near(town="town_code", grid="area_code")
    number = number_of(holder)
    if number is not None:
        mine |= Q(assignee_id=number) | Q(pk__in=helped)
    return matters.filter(mine)


def areas_of(holder: Holder) -> Areas | None:
    """The areas of which the holder sees every matter but leads; None of all."""
    if not holder.has(Permit.READ):
        return Areas(frozenset(), frozenset())
    reach = holder.reach
    return None if reach is None else Areas(reach | {""}, reach)
