"""Group messages that officers confirm before they are sent (wecom.md §6.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from county.foundation.channels.wecom.answers import (
    MOST_PAGES,
    check,
    number,
    objects,
    people,
    text_of,
    word,
    words,
)
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import Unreachable

MOST_RESIDENTS = 10_000
LONGEST_TEXT = 4000
"""Bytes."""
MOST_TAGS = 100
"""In each group of a filter."""
OURS, OFFICERS, ALL = 0, 1, 2
"""Who made a group message: an application, a member, either."""
UNSENT, SENT, NOT_A_FRIEND, ENOUGH = 0, 1, 2, 3
"""What became of it with one resident."""


@dataclass(frozen=True, slots=True)
class Made:
    """A group message that waits for officers' confirmation; `refused` will not get it."""

    id: str
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A group message in WeCom's list; `creator` is empty for one made by an application."""

    id: str
    creator: str
    made_at: int
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """An officer's part of a group message: whether it was confirmed."""

    officer: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a group message with one resident, through one officer."""

    resident: str
    officer: str
    status: int
    at: int


def make(wecom: Client, residents: Sequence[str], text: str, *, sender: str = "") -> Made:
    """Lay a group message before the officers of these residents (document 92135).

    WeCom has no key against a second one: look it up with `known` before a second try (F-32).
    """
    body: dict[str, Any] = {
        "chat_type": "single",
        "external_userid": people(residents, MOST_RESIDENTS),
        "text": text_of(text, LONGEST_TEXT),
    }
    return _made(wecom, body, sender)


def make_by_tags(
    wecom: Client, groups: Sequence[Sequence[str]], text: str, *, sender: str = ""
) -> Made:
    """The same for everyone with one tag of each group; up to 100 tags in a group (F-33)."""
    fits = bool(groups) and all(1 <= len(tags) <= MOST_TAGS for tags in groups)
    check(fits, _("A filter has 1 to 100 tags in each group."))
    body: dict[str, Any] = {
        "chat_type": "single",
        "tag_filter": {"group_list": [{"tag_list": list(tags)} for tags in groups]},
        "text": text_of(text, LONGEST_TEXT),
    }
    return _made(wecom, body, sender)


def _made(wecom: Client, body: dict[str, Any], sender: str) -> Made:
    answer = wecom.post(
        "externalcontact/add_msg_template", body | ({"sender": sender} if sender else {})
    )
    return Made(word(answer, "msgid", needed=True), words(answer, "fail_list"))


def known(wecom: Client, start: int, end: int, *, made_by: int = OURS) -> Iterator[Known]:
    """The group messages made between two moments, at most a month apart (document 93338)."""
    check(0 <= end - start <= 31 * 24 * 3600, _("WeCom lists a month at most."))
    body = {
        "chat_type": "single",
        "start_time": start,
        "end_time": end,
        "filter_type": made_by,
        "limit": 100,
    }
    for answer in _pages(wecom, "externalcontact/get_groupmsg_list_v2", body):
        for one in objects(answer, "group_msg_list"):
            text = one.get("text")
            yield Known(
                word(one, "msgid", needed=True),
                word(one, "creator"),
                _seconds(word(one, "create_time")),
                word(text, "content") if isinstance(text, dict) else "",
            )


def tasks(wecom: Client, message: str) -> Iterator[Task]:
    """Who has to confirm a group message, and who has."""
    body = {"msgid": message, "limit": 1000}
    for answer in _pages(wecom, "externalcontact/get_groupmsg_task", body):
        for one in objects(answer, "task_list"):
            yield Task(word(one, "userid", needed=True), number(one, "status") == 2)


def outcomes(wecom: Client, message: str, officer: str) -> Iterator[Outcome]:
    """What became of an officer's part with each resident."""
    body = {"msgid": message, "userid": officer, "limit": 1000}
    for answer in _pages(wecom, "externalcontact/get_groupmsg_send_result", body):
        for one in objects(answer, "send_list"):
            yield Outcome(
                word(one, "external_userid"),
                word(one, "userid") or officer,
                _status(one.get("status")),
                number(one, "send_time"),
            )


def remind(wecom: Client, message: str) -> None:
    """Remind the officers who have not confirmed."""
    wecom.post("externalcontact/remind_groupmsg_send", {"msgid": message})


def cancel(wecom: Client, message: str) -> None:
    """Withdraw what has not been confirmed; what was sent stays sent."""
    wecom.post("externalcontact/cancel_groupmsg_send", {"msgid": message})


def _pages(wecom: Client, interface: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for _page in range(MOST_PAGES):
        answer = wecom.post(interface, body)
        yield answer
        cursor = word(answer, "next_cursor")
        if not cursor:
            return
        if cursor == body.get("cursor"):
            break
        body = {**body, "cursor": cursor}
    raise Unreachable


def _status(value: object) -> int:
    """A status we know; anything else is no answer, never a success (F-31)."""
    if value not in (UNSENT, SENT, NOT_A_FRIEND, ENOUGH) or not isinstance(value, int):
        raise Unreachable
    return value


def _seconds(text: str) -> int:
    return int(text) if text.isdecimal() else 0
