"""What work with residents' requests may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "rights.read"
    ANSWER = "rights.answer"
