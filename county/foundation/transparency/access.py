"""What reviewing may include: figures about groups, and nobody's data (E35)."""

from enum import StrEnum


class Permit(StrEnum):
    REVIEW = "transparency.review"
