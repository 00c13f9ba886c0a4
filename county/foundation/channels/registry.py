"""The channels this county has switched on."""

from __future__ import annotations

from county.foundation.channels.ports import Channel, Gateway
from county.foundation.channels.sms import ConsoleGateway
from county.foundation.channels.web import Web

CHANNELS: dict[str, Channel] = {"web": Web(), "api": Web()}

SMS: Gateway = ConsoleGateway()
