"""What work with audiences may include."""

from enum import StrEnum


class Permit(StrEnum):
    USE = "audiences.use"
