"""What work with visits may include."""

from enum import StrEnum


class Permit(StrEnum):
    USE = "visits.use"
