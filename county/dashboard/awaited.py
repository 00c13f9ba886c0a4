"""The figures of domain §9 whose dimension does not exist yet: named and defined, never counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from county.foundation.figures.registry import CAMPUS, SAFETY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Awaited:
    """A figure that arrives with its dimension: its code, its definition, and which dimension."""

    code: str
    title: StrOrPromise
    definition: StrOrPromise
    group: StrOrPromise
    comes_with: StrOrPromise


HAZARDS = _("hazard register")
TRAINING = _("training base")
STATION = _("campus police post")
PARK = _("chemical park")

AWAITED = (
    Awaited("S02", _("Hazards put right"), _("Hazards, general and major, cancelled in the period;"
            " one that was upgraded is counted once."), SAFETY, HAZARDS),
    Awaited("S03", _("Hazards found"), _("Hazards found in the period, and what share of that"
            " cohort was put right."), SAFETY, HAZARDS),
    Awaited("S04", _("Units listed for major hazards"), _("Distinct units with at least one major"
            " hazard whose listing was decided in the period, at any level."), SAFETY, HAZARDS),
    Awaited("S05", _("Major hazards put right"), _("Major hazards cancelled in the period, listed"
            " or not; a unit may have several."), SAFETY, HAZARDS),
    Awaited("S06", _("Major hazards listed and overdue"), _("Listed and not cancelled at the time"
            " of asking; of these, past their day."), SAFETY, HAZARDS),
    Awaited("S07", _("Person-times trained"), _("Heads and staff of enterprises in closed classes;"
            " one person in one class with at least 90 per cent attendance is one."), SAFETY,
            TRAINING),
    Awaited("S08", _("Training catalogue"), _("Active categories and active courses."), SAFETY,
            TRAINING),
    Awaited("S14", _("Teachers and students served"), _("Registered population of the post;"
            " services are counted separately by item."), CAMPUS, STATION),
    Awaited("S15", _("Forces on the roster"), _("Forces with at least one member on this month's"
            " roster."), CAMPUS, STATION),
    Awaited("S16", _("Campus disputes settled"), _("Disputes closed with an agreement, of those"
            " closed, by level and way."), CAMPUS, STATION),
    Awaited("S25", _("Alarms of the park"), _("Alarms by level; median time to confirm; share"
            " within the limit; share of false ones."), SAFETY, PARK),
    Awaited("S26", _("Points online"), _("Minutes in which measuring points were online, of those"
            " planned."), SAFETY, PARK),
    Awaited("S27", _("Safety commitments in time"), _("Daily commitments given in time, of those"
            " that firms owed."), SAFETY, PARK),
    Awaited("S28", _("Special works"), _("Permits carried out, by type: hot work of special and"
            " first grade, confined space."), SAFETY, PARK),
    Awaited("S29", _("Vehicles at the gate"), _("Records of the gate: vehicles, those with"
            " dangerous goods, tonnes."), SAFETY, PARK),
    Awaited("S30", _("Drills"), _("Drills closed in the period, and their marks."), SAFETY, PARK),
)  # fmt: skip
