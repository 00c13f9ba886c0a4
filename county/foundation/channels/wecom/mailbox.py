"""WeChat customer service as a mailbox: its entries in our words (document 94670)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from django.utils.translation import gettext_noop

from county.foundation.channels.ports import Arrival, Happening, Incoming, Page
from county.foundation.channels.wecom import calls, errors, sessions
from county.foundation.channels.wecom.calls import Said
from county.foundation.channels.wecom.client import client
from county.foundation.channels.wecom.errors import Unreachable, WeComRefused
from county.foundation.channels.wecom.outbound import message_of
from county.kernel import clock
from county.kernel.saying import saying

RESIDENT, COLLEAGUE = 3, 5
"""Who wrote (`origin`): a resident, a colleague in WeCom; 4 is the system."""
WELCOME_WITHIN = timedelta(seconds=18)
"""A welcome code is good for 20 seconds (document 95122); two are left for the way."""
FILES = {"image": "image", "voice": "voice", "video": "video", "file": "file"}
EVENTS = {
    "enter_session": "entered",
    "user_recall_msg": "recalled",
    "servicer_recall_msg": "recalled",
    "msg_send_fail": "undelivered",
    "session_status_change": "session",
}
SESSION_AFTER = {1: 3, 2: 3, 3: 4, 4: 3}
"""The session's state after a change_type: taken from the pool, passed on, ended, taken up."""
LONGEST_PAST = timedelta(days=30)
"""WeCom gives out three days; an entry that says it is older has no time at all."""
LONGEST_NAME = 100
CHATS, LINES = 20, 2000
"""Of a forwarded chat: messages deep, and characters of one; the rest stays in the raw entry."""


class Mailboxes:
    """Reads customer service accounts; a page is in the order of time."""

    def read(self, account: str, cursor: str, token: str) -> Page:
        """The next page; a token that has expired is done without (F-21)."""
        try:
            page = calls.pull(client(), account, cursor=cursor, token=token)
        except WeComRefused as refused:
            if refused.code != errors.BAD_PULL_TOKEN or not token:
                raise
            page = calls.pull(client(), account, cursor=cursor)
        in_order = sorted(page.said, key=lambda one: one.sent_at)
        arrivals = tuple(_arrival(account, one) for one in in_order)
        return Page(arrivals, page.cursor, page.more)

    def again(self, account: str, raw: str) -> Arrival:
        """An entry that was kept, once more in our words."""
        return _arrival(account, calls.said_of(orjson.loads(raw)))

    def fetch(self, raw: str) -> tuple[str, bytes]:
        """An entry's file, which WeCom keeps for three days: its name and bytes (F-39, F-40)."""
        entry = orjson.loads(raw)
        found = calls.fetch(client(), str(entry[entry["msgtype"]]["media_id"]))
        return found.name, found.content

    def welcome(self, account: str, raw: str, text: str, key: str) -> bool:
        """Say the welcome with the entry's one-time code while it is good (F-17, F-30)."""
        entry = orjson.loads(raw)
        code = entry.get("event", {}).get("welcome_code", "")
        entered = datetime.fromtimestamp(int(entry.get("send_time", 0)), UTC)
        if not code or clock.now() - entered > WELCOME_WITHIN:
            return False
        calls.say_on_event(client(), code, text, key=key)
        return True

    def give(self, address: str, colleague: str) -> int:
        """Give a chat to a colleague in WeCom; end it where none is named. Its state then."""
        account, _colon, resident = address.partition(":")
        if colleague:
            sessions.pass_on(client(), account, resident, colleague)
            return sessions.COLLEAGUE
        sessions.end(client(), account, resident)
        return sessions.OVER

    def nickname(self, person: str) -> str:
        """What a resident calls themselves in WeChat; told for 48 hours after their last word."""
        body = {"external_userid_list": [person], "need_enter_session_context": 0}
        found = client().post("kf/customer/batchget", body).get("customer_list")
        if not isinstance(found, list):
            raise Unreachable
        return str(found[0].get("nickname", "")) if found else ""


def _arrival(account: str, said: Said) -> Arrival:
    account = said.account or account
    plain = Arrival(
        key=said.id,
        kind=said.event or said.kind,
        at=_moment(said.sent_at),
        raw=orjson.dumps(said.raw).decode(),
        address=f"{account}:{said.resident}" if said.resident else "",
        person=said.resident,
    )
    if said.kind == "event":
        return replace(plain, happening=_happening(account, said))
    if said.origin in (RESIDENT, COLLEAGUE) and plain.address:
        colleague = said.colleague if said.origin == COLLEAGUE else ""
        return replace(plain, message=_message(plain, said), colleague=colleague)
    return plain


def external_id(account: str, message: str) -> str:
    """Under which name a message is kept once: WeCom promises unique names within an account."""
    whole = f"{account}:{message}"
    return whole if len(whole) <= LONGEST_NAME else hashlib.sha256(whole.encode()).hexdigest()


def _moment(seconds: int) -> datetime:
    """WeCom's time; now, where it says none that calendars hold, or one that is yet to come."""
    now = clock.now()
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return found if now - LONGEST_PAST < found <= now else now


def _happening(account: str, said: Said) -> Happening | None:
    kind = EVENTS.get(said.event)
    if kind is None or not said.resident:
        return None
    event = said.content
    change = event.get("change_type")
    return Happening(
        kind=kind,
        about=_about(account, kind, event),
        scene=str(event.get("scene_param") or event.get("scene") or ""),
        why=_failure(event.get("fail_type")) if kind == "undelivered" else "",
        state=SESSION_AFTER.get(change, 0) if isinstance(change, int) else 0,
        colleague=str(event.get("new_servicer_userid") or ""),
    )


def _about(account: str, kind: str, event: Mapping[str, Any]) -> str:
    """The message that is meant, by our names: the resident's as it is kept, our own by its key."""
    if kind == "recalled":
        return external_id(account, str(event.get("recall_msgid", "")))
    if kind == "undelivered":
        return str(message_of(str(event.get("fail_msgid", ""))) or "")
    return ""


def _message(plain: Arrival, said: Said) -> Incoming:
    part = said.content
    message = Incoming(
        channel="wecom",
        external_id=external_id(plain.address.partition(":")[0], said.id),
        sender=plain.address,
        said_at=plain.at,
        kind=FILES.get(said.kind, "other"),
        text=_words(said.kind, part),
        media=str(part.get("media_id", "")) if said.kind in FILES else "",
    )
    if said.kind in ("text", "merged_msg"):
        return replace(message, kind="text")
    if said.kind == "link":
        return replace(message, kind="link")
    if said.kind == "location":
        place = (_degrees(part.get("latitude"), 90), _degrees(part.get("longitude"), 180))
        if None not in place:
            return replace(message, kind="location", latitude=place[0], longitude=place[1])
    return message


def _words(kind: str, part: Mapping[str, Any]) -> str:
    """What a message says, as far as it is text: also a forwarded chat, line by line."""
    if kind == "merged_msg":
        items = part.get("item")
        lines = map(_line, items[:CHATS] if isinstance(items, list) else [])
        return "\n".join([str(part.get("title", "")), *lines])
    names = {
        "text": ("content",),
        "location": ("name", "address"),
        "link": ("title", "desc", "url"),
        "miniprogram": ("title", "pagepath"),
        "msgmenu": ("head_content", "tail_content"),
        "business_card": ("userid",),
        "channels": ("nickname", "title"),
        "channels_shop_product": ("title", "shop_nickname"),
        "channels_shop_order": ("product_titles", "price_wording", "shop_nickname"),
    }
    said = [str(part[name]) for name in names.get(kind, ()) if part.get(name)]
    if kind in names or kind in FILES:
        return "\n".join(said)
    return kind


def _line(item: Any) -> str:
    """One message of a forwarded chat; its content is JSON in a string."""
    if not isinstance(item, dict):
        return ""
    try:
        inner = orjson.loads(item.get("msg_content") or "{}")
    except orjson.JSONDecodeError:
        inner = {}
    text = inner.get("text", {}) if isinstance(inner, dict) else {}
    content = text.get("content") if isinstance(text, dict) else None
    shown = str(content or f"[{item.get('msgtype', '')}]")
    return f"{item.get('sender_name', '')}：{shown}"[:LINES]


def _degrees(value: Any, most: int) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if -most <= found <= most else None


def _failure(kind: Any) -> str:
    """Why WeCom could not deliver what it had taken (document 94670, fail_type)."""
    words = {
        1: gettext_noop("The customer service account was deleted."),
        2: gettext_noop("The application is closed."),
        4: gettext_noop("The resident last wrote more than 48 hours ago, so WeCom sends nothing."),
        5: gettext_noop("The chat has ended in WeCom."),
        6: gettext_noop(
            "Five messages were sent since the resident last wrote: wait for an answer."
        ),
        8: gettext_noop("The enterprise is not verified by WeCom, which limits customer service."),
        10: gettext_noop("The resident refuses messages."),
        11: gettext_noop("No colleague is signed in to WeCom."),
        12: gettext_noop("This kind of message is not allowed."),
        13: gettext_noop("WeCom held the message back for security."),
    }
    unknown = gettext_noop("WeCom could not deliver it and gave no reason.")
    return saying(words.get(kind, unknown))
