"""Who may inspect."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "audit.read"
    RETRY = "audit.retry"
