"""What residents scan: 联系我, which adds officers as contacts (wecom.md §6.6, document 92228),
and the links into customer service chats (wecom.md §5.1, document 94665)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from county.foundation.channels.wecom.answers import (
    MOST_PAGES,
    check,
    objects,
    people,
    word,
    words,
)
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import Unreachable

LONGEST_STATE = LONGEST_TITLE = 30
"""Characters."""
MOST_MEMBERS = 100
SINGLE, MULTIPLE = 1, 2
SCENE = re.compile(r"[0-9A-Za-z_-]{1,32}")
LONGEST_PARAMETER = 128
"""Bytes, before they are encoded for the address (document 94677)."""
QR = 2
"""The scene of a code to scan."""


@dataclass(frozen=True, slots=True)
class Way:
    """A code as WeCom keeps it."""

    config: str
    picture: str
    title: str
    state: str
    members: tuple[str, ...]


def add(wecom: Client, members: Sequence[str], *, state: str, title: str) -> Way:
    """Make a code for these officers; its `config` is to be kept, the console does not show it."""
    _fits(members, state, title)
    body = {
        "type": SINGLE if len(members) == 1 else MULTIPLE,
        "scene": QR,
        "skip_verify": True,
        "remark": title,
        "state": state,
        "user": list(members),
    }
    answer = wecom.post("externalcontact/add_contact_way", body)
    config = word(answer, "config_id", needed=True)
    return Way(config, word(answer, "qr_code"), title, state, tuple(members))


def get(wecom: Client, config: str) -> Way:
    """One code."""
    answer = wecom.post("externalcontact/get_contact_way", {"config_id": config})
    way = answer.get("contact_way")
    if not isinstance(way, dict):
        raise Unreachable
    return _way(way)


def made_since(wecom: Client, start: int, end: int) -> Iterator[str]:
    """The `config` of each code made between two moments, in seconds."""
    body: dict[str, Any] = {"start_time": start, "end_time": end, "limit": 1000}
    for _page in range(MOST_PAGES):
        answer = wecom.post("externalcontact/list_contact_way", body)
        for one in objects(answer, "contact_way"):
            yield word(one, "config_id", needed=True)
        cursor = word(answer, "next_cursor")
        if not cursor:
            return
        body["cursor"] = cursor
    raise Unreachable


def update(wecom: Client, config: str, members: Sequence[str], *, state: str, title: str) -> None:
    """Let a code lead to other officers, or say another state."""
    _fits(members, state, title)
    body = {"config_id": config, "remark": title, "state": state, "user": list(members)}
    wecom.post("externalcontact/update_contact_way", body)


def delete(wecom: Client, config: str) -> None:
    """Make a code worthless."""
    wecom.post("externalcontact/del_contact_way", {"config_id": config})


def entrance(wecom: Client, account: str, scene: str) -> str:
    """The link into the chats of a customer service account.

    With a scene, so that a parameter may be added and is told when somebody enters.
    """
    check(bool(account), _("There is no customer service account to enter by."))
    check(
        SCENE.fullmatch(scene) is not None,
        _("The scene of a link has 1 to 32 letters, digits, - and _."),
    )
    answer = wecom.post("kf/add_contact_way", {"open_kfid": account, "scene": scene})
    link = word(answer, "url", needed=True)
    if not link.startswith("https://"):
        raise Unreachable
    return link


def with_parameter(link: str, parameter: str) -> str:
    """The link that also tells this when somebody enters; nothing else of it may be changed."""
    check(
        len(parameter.encode()) <= LONGEST_PARAMETER,
        _("What a link tells has at most 128 bytes."),
    )
    if not parameter:
        return link
    return f"{link}{'&' if '?' in link else '?'}scene_param={quote(parameter, safe='')}"


def _fits(members: Sequence[str], state: str, title: str) -> None:
    people(members, MOST_MEMBERS)
    check(len(state) <= LONGEST_STATE, _("The state of a contact code has at most 30 characters."))
    check(len(title) <= LONGEST_TITLE, _("The title of a contact code has at most 30 characters."))


def _way(way: Mapping[str, Any]) -> Way:
    return Way(
        word(way, "config_id", needed=True),
        word(way, "qr_code"),
        word(way, "remark"),
        word(way, "state"),
        words(dict(way), "user"),
    )
