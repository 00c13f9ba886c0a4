"""Residents as officers' contacts: pages of them, the welcome, the transfer (wecom.md §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from county.foundation.channels.wecom import errors
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

MOST_OFFICERS = MOST_CONTACTS = 100
"""Of one call (documents 92994, 92125)."""
LONGEST_WELCOME = 4000
"""Bytes (document 92137)."""
LONGEST_FAREWELL = 200
"""Characters of what a resident is told about a transfer."""


@dataclass(frozen=True, slots=True)
class Follow:
    """What one officer has with one resident: `tags` are ids; a state is ours or the channel's."""

    officer: str
    resident: str
    name: str
    remark: str
    note: str
    since: int
    way: int
    state: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Follows:
    """A page of contacts, and the officers whom WeCom left out for want of a licence."""

    found: tuple[Follow, ...]
    unlicensed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """How a transfer stands: 1 done, 2 waiting until `at`, 3 refused, 4 the taker is full."""

    resident: str
    status: int
    at: int


def follows_of(wecom: Client, officers: Sequence[str]) -> Iterator[Follows]:
    """All contacts of up to 100 officers, page by page (document 92994)."""
    body: dict[str, Any] = {"userid_list": people(officers, MOST_OFFICERS), "limit": 100}
    for _page in range(MOST_PAGES):
        answer = wecom.post("externalcontact/batch/get_by_user", body)
        failed = answer.get("fail_info")
        left_out = words(failed, "unlicensed_userid_list") if isinstance(failed, dict) else ()
        yield Follows(tuple(_batched(one) for one in objects(answer, "external_contact_list")),
                      left_out)  # fmt: skip
        cursor = word(answer, "next_cursor")
        if not cursor:
            return
        if cursor == body.get("cursor"):
            break
        body["cursor"] = cursor
    raise Unreachable


def follow_of(person: Mapping[str, Any], entry: Mapping[str, Any]) -> Follow:
    """One entry of `externalcontact/get`, whose tags are objects; personal tags have no id."""
    tags = (word(tag, "tag_id") for tag in entry.get("tags") or () if isinstance(tag, dict))
    return _follow(person, entry, tuple(tag for tag in tags if tag))


def _batched(entry: Mapping[str, Any]) -> Follow:
    person, follow = entry.get("external_contact"), entry.get("follow_info")
    if not isinstance(person, dict) or not isinstance(follow, dict):
        raise Unreachable
    return _follow(person, follow, words(follow, "tag_id"))


def _follow(person: Mapping[str, Any], entry: Mapping[str, Any], tags: tuple[str, ...]) -> Follow:
    return Follow(
        officer=word(entry, "userid", needed=True),
        resident=word(person, "external_userid", needed=True),
        name=word(person, "name"),
        remark=word(entry, "remark"),
        note=word(entry, "description"),
        since=number(entry, "createtime"),
        way=number(entry, "add_way"),
        state=word(entry, "state"),
        tags=tags,
    )


def welcome(wecom: Client, code: str, text: str) -> None:
    """Say the first words with the one-time code of an event, within 20 s (document 92137)."""
    body = {"welcome_code": code, "text": text_of(text, LONGEST_WELCOME)}
    wecom.post("externalcontact/send_welcome_msg", body)


def transfer(
    wecom: Client,
    giver: str,
    taker: str,
    residents: Sequence[str],
    *,
    farewell: str = "",
    resigned: bool = False,
) -> dict[str, int]:
    """Begin to hand contacts over; what WeCom says to each of them, 0 for begun (92125, 94081)."""
    check(giver != taker, _("Contacts are handed to somebody else."))
    check(len(farewell) <= LONGEST_FAREWELL, _("The words about a transfer are too long."))
    body: dict[str, Any] = {
        "handover_userid": giver,
        "takeover_userid": taker,
        "external_userid": people(residents, MOST_CONTACTS),
    }
    if farewell and not resigned:
        body["transfer_success_msg"] = farewell
    answer = wecom.post(_interface("transfer_customer", resigned), body)
    return {
        word(one, "external_userid"): number(one, "errcode") for one in objects(answer, "customer")
    }


def transfers(wecom: Client, giver: str, taker: str, *, resigned: bool = False) -> Iterator[Moved]:
    """How the transfers from one officer to another stand (documents 94088, 94082)."""
    body = {"handover_userid": giver, "takeover_userid": taker}
    for _page in range(MOST_PAGES):
        answer = wecom.post(_interface("transfer_result", resigned), body)
        for one in objects(answer, "customer"):
            yield Moved(
                word(one, "external_userid"), number(one, "status"), number(one, "takeover_time")
            )
        cursor = word(answer, "next_cursor")
        if not cursor:
            return
        body["cursor"] = cursor
    raise Unreachable


def _interface(name: str, resigned: bool) -> str:  # noqa: FBT001 - which of two interfaces
    return f"externalcontact/{'resigned/' if resigned else ''}{name}"


def gone(error: errors.WeComRefused) -> bool:
    """Whether WeCom says that officer and resident are no contacts, or knows no such resident."""
    return error.code in (errors.NOT_A_CONTACT, 84084, 40096)
