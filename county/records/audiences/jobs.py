"""Changes are folded in every minute; once a night the bitmaps are held against the rows."""

from county.foundation.events.clock import every
from county.records.audiences import actions


@every("* * * * *")
def fold() -> None:
    """Write what changed into the bitmaps, so that reading stays quick."""
    actions.fold_all()


@every("30 3 * * *")
def hold_against_the_rows() -> None:
    """Build the bitmaps anew; how many were wrong stands in the log, and ought to be none."""
    actions.rebuild(reason="nightly")
