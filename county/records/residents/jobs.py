"""What the clock does for residents' files."""

from county.foundation.events.clock import every
from county.records.residents import actions


@every("20 0 * * *")
def keep_bands_fresh() -> None:
    """Move everybody to the age band of the new day; who turned 18 is to be reviewed (E19)."""
    actions.keep_bands_fresh()


@every("*/5 * * * *")
def seal_anew() -> None:
    """Seal under each person's own key what was sealed before there were any."""
    actions.reseal()
