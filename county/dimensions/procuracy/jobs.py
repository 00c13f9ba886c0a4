"""What the clock does for the procuratorate: deadlines are called to mind each working morning."""

from __future__ import annotations

from county.dimensions.procuracy.actions import following
from county.foundation.events.clock import every
from county.kernel import clock


@every("30 8 * * *")
def call_deadlines_to_mind() -> None:
    """Each clock of each suggestion, on its days."""
    following.remind(clock.now())
