"""Every five minutes, tell of what fell overdue."""

from county.foundation.events.clock import every
from county.kernel.clock import now
from county.records.worklist import actions


@every("*/5 * * * *")
def remind() -> None:
    actions.remind(now())
