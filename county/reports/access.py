"""What work with a department's reports may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "reports.read"
    MAKE = "reports.make"
