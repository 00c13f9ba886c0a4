"""Facts about approvals; what was approved is known by its digest only."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(
    Fact, kind="approvals.approval_asked", about="approval_id", title=_("Approval asked")
):
    approval_id: str
    what: str
    concerns: str
    people: int


@dataclass(frozen=True, kw_only=True)
class ApprovalDecided(
    Fact, kind="approvals.approval_decided", about="approval_id", title=_("Approval decided")
):
    approval_id: str
    what: str
    concerns: str
    granted: bool


@dataclass(frozen=True, kw_only=True)
class ApprovalUsed(
    Fact, kind="approvals.approval_used", about="approval_id", title=_("Approval used")
):
    approval_id: str
    what: str
    concerns: str
