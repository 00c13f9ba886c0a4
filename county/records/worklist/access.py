"""What work with the list may include."""

from enum import StrEnum


class Permit(StrEnum):
    USE = "worklist.use"
    SUPERVISE = "worklist.supervise"
    REFEREE = "worklist.referee"
