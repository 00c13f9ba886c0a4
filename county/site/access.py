"""What looking after the installation includes."""

from enum import StrEnum


class Permit(StrEnum):
    HEALTH = "site.health"
