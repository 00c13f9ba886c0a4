"""What reading the county's figures may include beside each figure's own permit."""

from enum import StrEnum


class Permit(StrEnum):
    COUNTS = "figures.counts"
