"""Each night, what is old runs out."""

from county.foundation.events.clock import every
from county.records.tags import actions


@every("10 1 * * *")
def let_run_out() -> None:
    """End tags on their last day; delete proposals that nobody confirmed."""
    actions.let_run_out()
