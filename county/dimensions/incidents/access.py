"""What work with incidents may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "incidents.read"
    WRITE = "incidents.write"
    COUNTS = "incidents.counts"
    """To be told how many there were by type, town and whole month (domain §7.8)."""
