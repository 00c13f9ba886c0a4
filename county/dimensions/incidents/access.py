"""What work with incidents may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "incidents.read"
    WRITE = "incidents.write"
