"""Each month is published in its first night; a missed night is made up for."""

from county.foundation.events.clock import every
from county.foundation.transparency import actions


@every("40 2 * * *")
def publish_last_month() -> None:
    """Publish the month that has ended, if that was not done."""
    actions.publish_last_month()
