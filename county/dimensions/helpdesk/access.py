"""What desk work a post may include, and whose matters it reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from county.foundation.staff.policy import Holder

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


def scope(matters: QuerySet[M], holder: Holder) -> QuerySet[M]:
    """The matters of the areas the holder works in, those of no area, and those held oneself.

    Leads are seen only by posts that handle leads.
    """
    if not holder.has(Permit.READ):
        return matters.none()
    if not holder.has(Permit.LEADS):
        matters = matters.exclude(kind="lead")
    reach = holder.reach
    if reach is None:
        return matters
    mine = Q(town_code__in=[*reach, ""])
    number = holder.actor.partition(":")[2] if holder.actor.startswith("officer:") else ""
    if number:
        joint = matters.model._default_manager.filter(helpers__officer_id=int(number))
        mine |= Q(assignee_id=int(number)) | Q(pk__in=joint.values("pk"))
    return matters.filter(mine)
