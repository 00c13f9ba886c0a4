"""Facts about the log itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class ListenerGivenUp(
    Fact, kind="events.listener_given_up", about="event_id", title=_("Background work given up")
):
    """A listener failed on an event as often as it is tried; somebody has to look."""

    event_id: int
    listener: str
