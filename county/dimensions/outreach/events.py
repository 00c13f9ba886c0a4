"""Facts about notices to many; never who got one."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class CampaignDrafted(
    Fact, kind="outreach.campaign_drafted", about="campaign_id", title=_("Notice drafted")
):
    campaign_id: str


@dataclass(frozen=True, kw_only=True)
class CampaignMoved(
    Fact, kind="outreach.campaign_moved", about="campaign_id", title=_("Notice moved on")
):
    campaign_id: str
    verb: str
    left: str
    state: str


@dataclass(frozen=True, kw_only=True)
class CampaignBegun(
    Fact, kind="outreach.campaign_begun", about="campaign_id", title=_("Sending began")
):
    campaign_id: str
    people: int
    held: int


@dataclass(frozen=True, kw_only=True)
class BatchDue(
    Fact, kind="outreach.batch_due", about="campaign_id", title=_("Some notices are due")
):
    campaign_id: str


@dataclass(frozen=True, kw_only=True)
class NoticeAnswered(
    Fact, kind="outreach.notice_answered", about="campaign_id", title=_("Answer to a notice")
):
    campaign_id: str
    what: str


@dataclass(frozen=True, kw_only=True)
class OptedOut(
    Fact, kind="outreach.opted_out", about="resident_id", title=_("Wants generic content only")
):
    resident_id: str
