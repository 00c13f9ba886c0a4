"""What turning switches may include."""

from enum import StrEnum


class Permit(StrEnum):
    TURN = "switches.turn"
