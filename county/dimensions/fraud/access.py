"""What fraud work a post may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "fraud.read"
    TRIAGE = "fraud.triage"
    ASK_STOP = "fraud.ask_stop"
    DESK = "fraud.desk"
    SUPERVISE = "fraud.supervise"
