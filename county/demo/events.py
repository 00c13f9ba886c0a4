"""Facts of the demonstration itself: by them it knows its own database."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class PlayBegun(Fact, kind="demo.play_begun", about="play_id", title=_("Demonstration begun")):
    play_id: str


@dataclass(frozen=True, kw_only=True)
class PlayEnded(Fact, kind="demo.play_ended", about="play_id", title=_("Demonstration played")):
    play_id: str
