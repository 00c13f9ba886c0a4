"""A span of whole days, as figures and reports count by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from county.kernel import clock


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted, in the county's own time."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return clock.start_of_day(self.first)

    @property
    def ends(self) -> datetime:
        """The moment after its last."""
        return clock.start_of_day(self.last + timedelta(days=1))
