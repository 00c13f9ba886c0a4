"""What work with residents' files may include, and whose files it reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from county.foundation.staff.policy import Holder

M = TypeVar("M", bound=Model)


class Permit(StrEnum):
    READ = "residents.read"
    REVEAL = "residents.reveal"
    CORRECT = "residents.correct"
    MERGE = "residents.merge"
    OVERSEE = "residents.oversee"
    ERASE = "residents.erase"
    EXPORT = "residents.export"
    IMPORT = "residents.import"


def scope(rows: QuerySet[M], holder: Holder) -> QuerySet[M]:
    """The rows of the areas the holder works in, and those that no area is known of."""
    if not holder.has(Permit.READ):
        return rows.none()
    reach = holder.reach
    if reach is None:
        return rows
    return rows.filter(Q(area_code="") | Q(town_code__in=reach) | Q(area_code__in=reach))
