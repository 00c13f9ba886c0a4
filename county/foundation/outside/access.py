"""What work with other systems may include; REPORT is a permit of their keys."""

from enum import StrEnum


class Permit(StrEnum):
    MANAGE = "outside.manage"
    APPROVE = "outside.approve"
    REPORT = "outside.report"
