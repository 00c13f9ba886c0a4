"""What work with notices to many may include, and whose notices it reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, QuerySet

from county.foundation.staff.policy import Holder

M = TypeVar("M", bound=Model)


class Permit(StrEnum):
    READ = "outreach.read"
    WRITE = "outreach.write"
    CHECK_LAW = "outreach.check_law"
    APPROVE = "outreach.approve"


def scope(rows: QuerySet[M], holder: Holder) -> QuerySet[M]:
    """The notices of the holder's department; all of them for a post that reaches the county."""
    if not holder.has(Permit.READ):
        return rows.none()
    if holder.reach is None:
        return rows
    return rows.filter(department_id=getattr(holder, "department_id", None))
