"""What managing staff may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "staff.read"
    MANAGE = "staff.manage"
    KEYS = "staff.keys"
    LEAVE = "staff.leave"
