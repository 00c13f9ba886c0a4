"""What work with the rules may include."""

from enum import StrEnum


class Permit(StrEnum):
    SEE = "linkage.see"
    TUNE = "linkage.tune"
    APPROVE = "linkage.approve"
