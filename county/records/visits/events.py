"""Facts about visits; they name nobody but by key, and never what was said."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class VisitProposed(Fact, kind="visits.proposed", about="visit_id", title=_("Visit proposed")):
    visit_id: str
    visit_kind: str


@dataclass(frozen=True, kw_only=True)
class VisitPlanned(Fact, kind="visits.planned", about="visit_id", title=_("Visit planned")):
    visit_id: str
    on: str


@dataclass(frozen=True, kw_only=True)
class VisitEnded(Fact, kind="visits.ended", about="visit_id", title=_("Visit ended")):
    visit_id: str
    how: str
