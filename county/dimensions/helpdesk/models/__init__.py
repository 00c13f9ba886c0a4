"""What the desk keeps."""

from county.dimensions.helpdesk.models.desk import Answer, Duty, QuickReply
from county.dimensions.helpdesk.models.matters import ClockRun, Counter, Helper, LeadFile, Matter

__all__ = ["Answer", "ClockRun", "Counter", "Duty", "Helper", "LeadFile", "Matter", "QuickReply"]
