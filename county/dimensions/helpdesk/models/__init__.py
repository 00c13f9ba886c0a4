"""What the desk keeps."""

from county.dimensions.helpdesk.models.desk import Answer, Duty, QuickReply
from county.dimensions.helpdesk.models.leads import (
    Consent,
    LeadIdentity,
    LeadPerson,
    LeadWord,
    PartOfDay,
    TipBox,
    TipReply,
    UnitKey,
)
from county.dimensions.helpdesk.models.matters import (
    ClockRun,
    Counter,
    Helper,
    LeadFile,
    Matter,
    SmallCase,
)
from county.dimensions.helpdesk.models.openly import PublicRequest

__all__ = [
    "Answer",
    "ClockRun",
    "Consent",
    "Counter",
    "Duty",
    "Helper",
    "LeadFile",
    "LeadIdentity",
    "LeadPerson",
    "LeadWord",
    "Matter",
    "PartOfDay",
    "PublicRequest",
    "QuickReply",
    "SmallCase",
    "TipBox",
    "TipReply",
    "UnitKey",
]
