"""The calls of WeCom that the county makes, each with WeCom's limits checked before sending."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from county.foundation.channels.wecom import answers, errors
from county.foundation.channels.wecom.answers import check, number, objects, size, text_of, word
from county.foundation.channels.wecom.client import Client, Media
from county.foundation.channels.wecom.errors import Unreachable, WeComRefused

OverLimit = answers.OverLimit
"""What a call raises instead of sending what WeCom would refuse or cut."""

LONGEST_TEXT = 2048
"""Bytes of a text to a resident or an officer; WeCom would cut the rest silently (94677, 90236)."""
LONGEST_MENU_END = 1024
"""Bytes before and after a menu."""
MOST_CHOICES, MOST_ITEMS = 10, 50
MOST_OFFICERS = 1000
LONGEST_REMARK, LONGEST_DESCRIPTION = 20, 150
"""Characters (document 92115)."""
LONGEST_TASK = 128
PAGE = 1000
CHANNEL_NAME = re.compile(r"[0-9A-Za-z_-]{1,32}")
TASK_NAME = re.compile(r"[0-9A-Za-z_@-]{1,128}")
LARGEST = {"image": 10, "voice": 2, "video": 10, "file": 20}
"""Megabytes (document 90253)."""
SMALLEST = 5
"""Bytes that a file must exceed."""


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a customer service account's record: a message or an event.

    `origin` is 3 for the resident, 4 for the system, 5 for a colleague in WeCom; `sent_at` in
    seconds; `content` the part named after the kind, {} where WeCom gives none; `raw` everything.
    """

    id: str
    kind: str
    origin: int
    sent_at: int
    account: str
    resident: str
    colleague: str
    event: str
    content: Mapping[str, Any]
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the record; keep `cursor` with its messages, go on while `more`."""

    said: tuple[Said, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A message to officers: its name, who was not reached, the card's one-time code."""

    id: str
    unreached: tuple[str, ...]
    card: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A resident as a contact in WeCom, and the officers who have them; raw details in both."""

    id: str
    name: str
    person: Mapping[str, Any]
    officers: tuple[Mapping[str, Any], ...]
    cursor: str


def pull(wecom: Client, account: str, *, cursor: str = "", token: str = "") -> Page:
    """The next page of an account's record, up to three days back (document 94670).

    `token` is the callback's, good for ten minutes; without one WeCom allows fewer calls.
    """
    body: dict[str, Any] = {"open_kfid": account, "limit": PAGE}
    body |= {name: value for name, value in (("cursor", cursor), ("token", token)) if value}
    answer = wecom.post("kf/sync_msg", body)
    said = tuple(said_of(entry) for entry in objects(answer, "msg_list"))
    return Page(said, word(answer, "next_cursor"), answer.get("has_more") == 1)


def say(wecom: Client, account: str, resident: str, text: str, *, key: str) -> str:
    """Send a text to a resident; its name. `key` makes a second try harmless (F-25, F-29)."""
    return _send(
        wecom, account, resident, key, {"msgtype": "text", "text": text_of(text, LONGEST_TEXT)}
    )


def show(wecom: Client, account: str, resident: str, media: tuple[str, str], *, key: str) -> str:
    """Send a file to a resident, as (kind, media id); its name."""
    kind, media_id = media
    check(kind in LARGEST, _("WeCom has no such kind of file."))
    return _send(wecom, account, resident, key, {"msgtype": kind, kind: {"media_id": media_id}})


def ask(wecom: Client, account: str, resident: str, menu: Mapping[str, Any], *, key: str) -> str:
    """Send a menu to a resident; its name. `menu` as in document 94677."""
    return _send(wecom, account, resident, key, {"msgtype": "msgmenu", "msgmenu": _menu(menu)})


def say_on_event(wecom: Client, code: str, text: str, *, key: str) -> str:
    """Say something with the one-time code of an event, a welcome within 20 s; its name."""
    body = {
        "code": code,
        "msgid": _key(key),
        "msgtype": "text",
        "text": text_of(text, LONGEST_TEXT),
    }
    return word(wecom.post("kf/send_msg_on_event", body), "msgid")


def accounts(wecom: Client) -> tuple[Mapping[str, Any], ...]:
    """The customer service accounts that our application may see (document 94661)."""
    found: list[Mapping[str, Any]] = []
    while True:
        body = {"offset": len(found), "limit": 100}
        page = objects(wecom.post("kf/account/list", body), "account_list")
        found += page
        if len(page) < 100:
            return tuple(found)


def tell(wecom: Client, officers: Sequence[str], text: str) -> Sent:
    """Send a text to officers by their WeCom names (document 90236)."""
    return _tell(wecom, officers, {"msgtype": "text", "text": text_of(text, LONGEST_TEXT)})


def deal(wecom: Client, officers: Sequence[str], card: Mapping[str, Any]) -> Sent:
    """Send a card to officers; `card` as in document 90236, with a `task_id` for its buttons."""
    check(size(str(card.get("task_id", ""))) <= LONGEST_TASK, _("The card's name is too long."))
    if card.get("card_type") == "button_interaction":
        named = TASK_NAME.fullmatch(str(card.get("task_id", "")))
        check(bool(named), _("A card with buttons needs a name of letters and digits."))
        check(1 <= len(card.get("button_list", ())) <= 6, _("A card has one to six buttons."))
    rows = len(card.get("horizontal_content_list", ()))
    check(rows <= 6, _("A card has at most six rows."))
    return _tell(wecom, officers, {"msgtype": "template_card", "template_card": dict(card)})


def close_card(wecom: Client, officer: str, code: str, words: str) -> None:
    """Let a card's buttons give way to these words, by its one-time code (document 94888)."""
    body = {"userids": [officer], "agentid": wecom.app.agent, "response_code": code}
    wecom.post("message/update_template_card", {**body, "button": {"replace_name": words}})


def officers_with_contacts(wecom: Client) -> tuple[str, ...]:
    """The officers who may have residents as contacts, by their WeCom names (document 92571)."""
    answer = wecom.get("externalcontact/get_follow_user_list")
    return tuple(str(one) for one in answers.listed(answer, "follow_user"))


def contacts_of(wecom: Client, officer: str) -> tuple[str, ...]:
    """The residents whom an officer has as contacts; none is no error (document 92113)."""
    try:
        answer = wecom.get("externalcontact/list", userid=officer)
    except WeComRefused as error:
        if error.code != errors.NOT_A_CONTACT:
            raise
        return ()
    return tuple(str(one) for one in answers.listed(answer, "external_userid"))


def contact(wecom: Client, resident: str, *, cursor: str = "") -> Contact:
    """One resident and the officers who have them; go on with `cursor` unless it is empty."""
    query = {"external_userid": resident} | ({"cursor": cursor} if cursor else {})
    answer = wecom.get("externalcontact/get", **query)
    person = answer.get("external_contact")
    if not isinstance(person, dict):
        raise Unreachable
    return Contact(
        word(person, "external_userid"),
        word(person, "name"),
        person,
        tuple(objects(answer, "follow_user")),
        word(answer, "next_cursor"),
    )


def remark(wecom: Client, officer: str, resident: str, name: str = "", note: str = "") -> None:
    """Write how an officer sees a resident: a name of 20 characters, a note of 150."""
    check(bool(name or note), _("The remark is empty."))
    check(len(name) <= LONGEST_REMARK, _("The name in a remark has at most 20 characters."))
    check(len(note) <= LONGEST_DESCRIPTION, _("The note in a remark has at most 150 characters."))
    body = {"userid": officer, "external_userid": resident}
    body |= {key: said for key, said in (("remark", name), ("description", note)) if said}
    wecom.post("externalcontact/remark", body)


def keep(wecom: Client, kind: str, name: str, content: bytes) -> str:
    """Hand WeCom a file for three days; its media id (document 90253)."""
    check(kind in LARGEST, _("WeCom has no such kind of file."))
    check("." in name.strip("."), _("A file for WeCom needs a name with its ending."))
    check(len(content) > SMALLEST, _("The file is empty."))
    check(len(content) <= LARGEST[kind] * 1024 * 1024, _("The file is too large for WeCom."))
    return word(wecom.upload(kind, name, content), "media_id", needed=True)


def fetch(wecom: Client, media_id: str) -> Media:
    """A file that WeCom keeps; do it at once, for after three days it is gone (F-39)."""
    return wecom.download(media_id)


def _send(wecom: Client, account: str, resident: str, key: str, part: dict[str, Any]) -> str:
    body = {"touser": resident, "open_kfid": account, "msgid": _key(key), **part}
    try:
        return word(wecom.post("kf/send_msg", body), "msgid")
    except WeComRefused as error:
        if error.code != errors.SENT_ALREADY:
            raise
        return key


def _tell(wecom: Client, officers: Sequence[str], part: dict[str, Any]) -> Sent:
    check(1 <= len(officers) <= MOST_OFFICERS, _("A message goes to 1 to 1,000 colleagues."))
    check(not any("|" in one or one == "@all" for one in officers), _("No such colleague."))
    body = {"touser": "|".join(officers), "agentid": wecom.app.agent, **part}
    # Within half an hour WeCom itself drops a second try of the same message (document 90236).
    answer = wecom.post("message/send", {**body, "enable_duplicate_check": 1})
    lost = f"{word(answer, 'invaliduser')}|{word(answer, 'unlicenseduser')}".split("|")
    return Sent(
        word(answer, "msgid"), tuple(one for one in lost if one), word(answer, "response_code")
    )


def said_of(entry: Mapping[str, Any]) -> Said:
    """An entry of the record, as it came, by its parts."""
    kind = word(entry, "msgtype")
    content = entry.get(kind)
    content = content if isinstance(content, dict) else {}
    event = content if kind == "event" else {}
    return Said(
        id=word(entry, "msgid"),
        kind=kind,
        origin=number(entry, "origin"),
        sent_at=number(entry, "send_time"),
        account=word(entry, "open_kfid") or word(event, "open_kfid"),
        resident=word(entry, "external_userid") or word(event, "external_userid"),
        colleague=word(entry, "servicer_userid") or word(event, "servicer_userid"),
        event=word(event, "event_type"),
        content=content,
        raw=entry,
    )


def _menu(menu: Mapping[str, Any]) -> dict[str, Any]:
    ends = (str(menu.get(name, "")) for name in ("head_content", "tail_content"))
    check(all(size(end) <= LONGEST_MENU_END for end in ends), _("The menu's text is too long."))
    items = menu.get("list", ())
    choices = [item for item in items if item.get("type") != "text"]
    check(
        len(items) <= MOST_ITEMS and len(choices) <= MOST_CHOICES,
        _("A menu has at most ten choices and fifty lines."),
    )
    return dict(menu)


def _key(key: str) -> str:
    check(bool(CHANNEL_NAME.fullmatch(key)), _("A message's key has 1 to 32 letters and digits."))
    return key
