"""With whose eyes a report is counted."""

from __future__ import annotations

from dataclasses import dataclass

from county.foundation.staff.models import Department


@dataclass(frozen=True, slots=True)
class Eyes:
    """A department's own eyes: what its report's permits show, within its own areas."""

    department: Department
    permits: frozenset[str]

    @property
    def actor(self) -> str:
        """The department in the words of the event log."""
        return f"department:{self.department.pk}"

    @property
    def reach(self) -> frozenset[str] | None:
        """Its areas; None for the whole county."""
        return frozenset(self.department.areas) or None

    def has(self, permit: str) -> bool:
        """Whether the report may count this."""
        return permit in self.permits
