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
    "QuickReply",
    "SmallCase",
    "TipBox",
    "TipReply",
    "UnitKey",
]
