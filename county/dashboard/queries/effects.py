"""Questions that several dimensions answer together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from county.dashboard.knowledge import FEWEST, Effect, effect, spans
from county.dimensions.fraud.queries import confirmed_between
from county.dimensions.helpdesk.queries.figures import property_by_town
from county.dimensions.outreach.queries import concern_of
from county.kernel import clock
from county.records.places.queries import towns


def effect_of(campaign_id: UUID | str) -> Effect | None:
    """Cases of a notice's type in its towns before and after it; None where it has no such type.

    None, too, while less than a week has passed since it began.
    """
    concern = concern_of(campaign_id)
    if concern is None:
        return None
    span = spans(concern.begun_at, clock.now())
    if span is None:
        return None
    at, towns = concern.begun_at, concern.towns
    before = confirmed_between(concern.category, at - span, at, towns=towns)
    after = confirmed_between(concern.category, at, at + span, towns=towns)
    return effect(before, after, span.days)


@dataclass(frozen=True, slots=True)
class TownCases:
    """Cases of theft and fraud in a town, this period and a year before; None for fewer than 5."""

    name: str
    now: int | None
    before: int | None

    @property
    def change(self) -> str:
        """By how many per cent it changed; a dash where it may not be told."""
        if self.now is None or not self.before:
            return "–"
        return f"{100 * (self.now - self.before) / self.before:+.0f}%"


def property_cases(first: date, last: date) -> list[TownCases]:
    """S24: 侵财 cases by town, compared with the same days of the year before."""
    now, before = (
        property_by_town(
            clock.start_of_day(clock.add_months(first, months)),
            clock.end_of_day(clock.add_months(last, months)),
        )
        for months in (0, -12)
    )
    return [
        TownCases(area.name, _told(now.get(area.pk, 0)), _told(before.get(area.pk, 0)))
        for area in towns()
    ]


def _told(number: int) -> int | None:
    return number if number >= FEWEST else None
