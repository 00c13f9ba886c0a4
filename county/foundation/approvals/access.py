"""What deciding for others may include; each kind of approval names a permit of its own besides."""

from enum import StrEnum


class Permit(StrEnum):
    SEE_ALL = "approvals.see_all"
