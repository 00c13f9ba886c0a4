"""Facts about incidents: what, where and when; never who."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class IncidentEntered(
    Fact, kind="incidents.incident_entered", about="incident_id", title=_("Incident entered")
):
    incident_id: str
    what: str
    area: str
    organisation_id: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseSolved(Fact, kind="incidents.case_solved", about="incident_id", title=_("Case solved")):
    incident_id: str
    what: str
    organisation_id: str = ""
    loss: int = 0
    gap: bool = False


@dataclass(frozen=True, kw_only=True)
class IncidentDropped(
    Fact, kind="incidents.incident_dropped", about="incident_id", title=_("No case")
):
    incident_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class IncidentWithdrawn(
    Fact, kind="incidents.incident_withdrawn", about="incident_id", title=_("Incident withdrawn")
):
    incident_id: str
