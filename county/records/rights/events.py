"""Facts about requests of residents; they never say what was written."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class RightAsked(Fact, kind="rights.right_asked", about="request_id", title=_("Right used")):
    request_id: str
    resident_id: str
    right: str


@dataclass(frozen=True, kw_only=True)
class RightAnswered(
    Fact, kind="rights.right_answered", about="request_id", title=_("Request answered")
):
    request_id: str
    resident_id: str
    met: bool


@dataclass(frozen=True, kw_only=True)
class CopyGiven(Fact, kind="rights.copy_given", about="resident_id", title=_("Copy given")):
    resident_id: str
    form: str


@dataclass(frozen=True, kw_only=True)
class PeriodEnded(Fact, kind="rights.period_ended", about="code", title=_("Kept long enough")):
    """`code` says of what: see the page of periods."""

    code: str
    number: int
