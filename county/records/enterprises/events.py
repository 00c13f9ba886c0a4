"""Facts about who speaks for enterprises; they name nobody but by key."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class RepresentativeInvited(
    Fact,
    kind="enterprises.representative_invited",
    about="organisation_id",
    title=_("Representative invited"),
):
    organisation_id: str
    invitation_id: str


@dataclass(frozen=True, kw_only=True)
class RepresentativeJoined(
    Fact,
    kind="enterprises.representative_joined",
    about="organisation_id",
    title=_("Representative joined"),
):
    organisation_id: str
    representative_id: str


@dataclass(frozen=True, kw_only=True)
class RepresentativeLeft(
    Fact,
    kind="enterprises.representative_left",
    about="organisation_id",
    title=_("Representative left"),
):
    organisation_id: str
    representative_id: str


@dataclass(frozen=True, kw_only=True)
class TrustsChanged(
    Fact,
    kind="enterprises.trusts_changed",
    about="organisation_id",
    title=_("A representative's permits changed"),
):
    organisation_id: str
    representative_id: str


@dataclass(frozen=True, kw_only=True)
class FirmTold(
    Fact, kind="enterprises.firm_told", about="organisation_id", title=_("Enterprise told")
):
    """The words wait on the enterprise's page; they go to phones too."""

    organisation_id: str
    notice_ids: tuple[int, ...]
