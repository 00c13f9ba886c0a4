"""What changed is counted anew every minute; once a night all is held against the rows."""

from county.foundation.events.clock import every
from county.foundation.figures import actions


@every("* * * * *")
def fold() -> None:
    """Count anew where something changed, so that little is left to be counted live."""
    actions.fold()


@every("35 3 * * *")
def hold_against_the_rows() -> None:
    """Count all anew; how many cells were wrong stands in the log, and ought to be none."""
    actions.compare()
