"""Facts about staff."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class OfficerAppointed(
    Fact, kind="staff.officer_appointed", about="officer_id", title=_("Officer appointed")
):
    officer_id: int
    post: str


@dataclass(frozen=True, kw_only=True)
class OfficerDismissed(
    Fact, kind="staff.officer_dismissed", about="officer_id", title=_("Officer dismissed")
):
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class OfficerSignedIn(
    Fact, kind="staff.officer_signed_in", about="officer_id", title=_("Officer signed in")
):
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class KeyIssued(Fact, kind="staff.key_issued", about="key_id", title=_("API key issued")):
    key_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Fact, kind="staff.key_revoked", about="key_id", title=_("API key revoked")):
    key_id: int


@dataclass(frozen=True, kw_only=True)
class LeaveEntered(Fact, kind="staff.leave_entered", about="officer_id", title=_("Leave entered")):
    officer_id: int
    leave_id: int
    delegate_id: int
    from_on: str
    until_on: str


@dataclass(frozen=True, kw_only=True)
class LeaveEnded(Fact, kind="staff.leave_ended", about="officer_id", title=_("Leave ended early")):
    officer_id: int
    leave_id: int
