"""What work with residents' tags may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "tags.read"
    PROPOSE = "tags.propose"
    SENSITIVE = "tags.sensitive"
    APPROVE = "tags.approve"
    DECIDE = "tags.decide"
    WITHHOLD = "tags.withhold"
    OVERSEE = "tags.oversee"
