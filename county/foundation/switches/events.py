"""Facts about switches."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class SwitchTurned(Fact, kind="switches.turned", about="switch", title=_("Switch turned")):
    switch: str
    on: bool
    reason: str
