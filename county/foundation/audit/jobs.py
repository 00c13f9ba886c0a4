"""Every ten minutes the logs are sealed into their chains."""

from county.foundation.audit import chain
from county.foundation.events.clock import every


@every("*/10 * * * *")
def seal() -> None:
    """Chain what was written since the last stroke."""
    chain.seal()
