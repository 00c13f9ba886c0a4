"""What work with residents' files may include, and whose files it reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, QuerySet

from county.foundation.staff.policy import Areas, Holder

M = TypeVar("M", bound=Model)


class Permit(StrEnum):
    READ = "residents.read"
    REVEAL = "residents.reveal"
    CORRECT = "residents.correct"
    MERGE = "residents.merge"
    OVERSEE = "residents.oversee"
    ERASE = "residents.erase"


def scope(rows: QuerySet[M], holder: Holder) -> QuerySet[M]:
    """The rows of the areas the holder works in, and those that no area is known of."""
    areas = areas_of(holder)
    return rows if areas is None else rows.filter(areas.near(town="town_code", grid="area_code"))


def areas_of(holder: Holder) -> Areas | None:
    """The areas of which the holder sees every file, no area among them; None of all."""
    if not holder.has(Permit.READ):
        return Areas(frozenset(), frozenset())
    reach = holder.reach
    return None if reach is None else Areas(reach, reach | {""})
