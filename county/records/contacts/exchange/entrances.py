"""Have the link into an account's chats made. A lost answer costs nothing: it is asked again."""

from __future__ import annotations

from county.foundation.channels.wecom import ways as calls
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import Step, WeComRefused
from county.records.contacts.actions import entrances as acts
from county.records.contacts.flow import EntranceState
from county.records.contacts.models import Entrance

SCENE = "poster"
"""Told by WeCom of whoever comes by one of our codes; without any, no town could be added."""


def make(wecom: Client, entrance: Entrance) -> None:
    """Have the link made that was asked for, and keep it."""
    if entrance.state != EntranceState.ASKED:
        return
    try:
        link = calls.entrance(wecom, entrance.mailbox.account, SCENE)
    except WeComRefused as error:
        if error.step is not Step.GIVE_UP:
            raise
        acts.refused(entrance, error.kept)
    else:
        acts.made(entrance, link)
