"""Facts about what is entered by hand."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class YearsNoted(
    Fact, kind="dashboard.years_noted", about="note_id", title=_("Years of a safe county noted")
):
    note_id: str
    years: int
