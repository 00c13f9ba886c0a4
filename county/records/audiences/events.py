"""Facts about audiences; never who is in one."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class AudienceSaved(
    Fact, kind="audiences.audience_saved", about="audience_id", title=_("Audience saved")
):
    audience_id: str


@dataclass(frozen=True, kw_only=True)
class AudienceRemoved(
    Fact, kind="audiences.audience_removed", about="audience_id", title=_("Audience removed")
):
    audience_id: str


@dataclass(frozen=True, kw_only=True)
class BitmapsRebuilt(
    Fact, kind="audiences.bitmaps_rebuilt", about="reason", title=_("Bitmaps rebuilt")
):
    reason: str
    wrong: int
