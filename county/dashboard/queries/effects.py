"""Questions that several dimensions answer together."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from county.dashboard.knowledge import Effect, effect, spans
from county.dimensions.fraud.queries import confirmed_between
from county.dimensions.outreach.queries import concern_of
from county.foundation.figures.queries import cells
from county.foundation.figures.registry import FIGURES
from county.kernel import clock
from county.kernel.periods import Period
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
    """Incidents in a town, these months and those a year before; None for too few to be told."""

    name: str
    now: int | None
    before: int | None

    @property
    def change(self) -> str:
        """By how many per cent it changed; a dash where it may not be told."""
        if self.now is None or not self.before:
            return "–"
        return f"{100 * (self.now - self.before) / self.before:+.0f}%"


def property_cases(period: Period) -> list[TownCases]:
    """S24 by town as another department is told it: whole months, few not, nor what tells them."""
    months = period.months
    now, before = (cells(FIGURES["S24"], span) for span in (months, months.year_before))
    return [TownCases(area.name, now.get(area.pk, 0), before.get(area.pk, 0)) for area in towns()]
