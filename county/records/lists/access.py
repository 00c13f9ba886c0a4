"""What work with whole lists may include; auxiliaries have none of it (E27)."""

from enum import StrEnum


class Permit(StrEnum):
    IMPORT = "lists.import"
    EXPORT = "lists.export"
    APPROVE = "lists.approve"
