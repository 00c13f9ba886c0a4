"""Facts about what reached us through a channel."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class CallbackKept(
    Fact, kind="channels.callback_kept", about="callback_id", title=_("Callback kept")
):
    callback_id: str
    event: str
    change: str
