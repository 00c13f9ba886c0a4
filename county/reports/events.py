"""Facts about reports."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class ReportAsked(Fact, kind="reports.asked", about="report_id", title=_("Report asked for")):
    report_id: str


@dataclass(frozen=True, kw_only=True)
class ReportMoved(Fact, kind="reports.moved", about="report_id", title=_("Report is being made")):
    """Passing: open pages hear how far it is, nothing is written down."""

    report_id: str
    progress: int


@dataclass(frozen=True, kw_only=True)
class ReportMade(Fact, kind="reports.made", about="report_id", title=_("Report made and kept")):
    report_id: str
    department: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ReportFailed(
    Fact, kind="reports.failed", about="report_id", title=_("Report could not be made")
):
    report_id: str


@dataclass(frozen=True, kw_only=True)
class ReportTaken(Fact, kind="reports.taken", about="report_id", title=_("Report loaded down")):
    report_id: str
    form: str
