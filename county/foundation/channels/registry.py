"""The channels this county has switched on."""

from __future__ import annotations

from county.foundation.channels.ports import Channel, Gateway, Mailboxes
from county.foundation.channels.sms import ConsoleGateway
from county.foundation.channels.web import Web
from county.foundation.channels.wecom.mailbox import Mailboxes as WeComMailboxes
from county.foundation.channels.wecom.outbound import OwnChat, WeCom

OWN_CHAT = OwnChat.name
"""The channel of an officer's own chat with a resident: kept, but not carried."""

CHANNELS: dict[str, Channel] = {
    "web": Web(),
    "api": Web(),
    "wecom": WeCom(),
    OWN_CHAT: OwnChat(),
}

MAILBOXES: dict[str, Mailboxes] = {"wecom": WeComMailboxes()}
"""The channels that only ring, and are read."""

SMS: Gateway = ConsoleGateway()
