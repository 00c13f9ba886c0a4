"""Messages and cards of the application to officers (wecom.md §7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from county.foundation.channels.wecom.standin import cards, setting
from county.foundation.channels.wecom.standin.kf_shapes import cut, usable
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    list_of,
    number_of,
    object_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import DAY, HOUR, World

MOST_USERS, MOST_PARTIES, LONGEST_TEXT = 1000, 100, 2048
A_MINUTE, AN_HOUR = 30, 1000
"""Messages to one member; more are dropped without a word (D:90312)."""


@post("message/send")
def send(world: World, call: Call) -> Item:
    """§7: lists are joined by |; only if all receivers are wrong it is an error."""
    body = call.body
    _check_agent(body)
    wanted = _receivers(world, body)
    kind = text_of(body, "msgtype")
    content = _content(world, kind, body)
    known = [one for one in wanted if one in world.officers and world.officers[one]["visible"]]
    if not known:
        raise Refusal(81013)
    lost = "|".join(one for one in wanted if one not in known)
    if _repeated(world, body, kind, content):
        return {"invaliduser": lost, "invalidparty": "", "invalidtag": "", "msgid": ""}
    message = {
        "msgid": world.id("am", 40), "to": known, "msgtype": kind, kind: content,
        "at": world.second(), "recalled": False, "pressed": {}, "dropped": [],
    }  # fmt: skip
    message["dropped"] = [one for one in known if _too_many(world, one)]
    world.posts.append(message)
    more = {}
    if kind == "template_card" and content["card_type"] in cards.INTERACTIVE:
        message["code"], message["code_until"] = world.id("RC", 64), world.now() + 72 * HOUR
        more = {"response_code": message["code"]}
    return {
        "invaliduser": lost, "invalidparty": "", "invalidtag": "", "unlicenseduser": "",
        "msgid": message["msgid"], **more,
    }  # fmt: skip


@post("message/update_template_card", invaliduser=[])
def update(world: World, call: Call) -> Item:
    """§7: with the code of the card or of a press, once, within 72 hours."""
    body = call.body
    _check_agent(body)
    code = text_of(body, "response_code")
    message = next((one for one in world.posts if code in _codes(one)), None)
    if message is None or _codes(message)[code] < world.now():
        raise Refusal(60140, "invalid response_code")
    users = list_of(body, "userids")
    if not users and not body.get("atall"):
        raise Refusal(82001, "no receivers")
    changed = _changed(world, message, body)
    people = message["to"] if body.get("atall") else [one for one in users if one in message["to"]]
    for userid in people:
        message["shown"] = {**message.get("shown", {}), userid: changed}
    if message.get("code") == code:
        message["code"] = ""
    message.get("press_codes", {}).pop(code, None)
    return {"invaliduser": [one for one in users if one not in people]}


@post("message/recall")
def recall(world: World, call: Call) -> Item:
    """§7: within 24 hours."""
    msgid = text_of(call.body, "msgid")
    for message in world.posts:
        if message["msgid"] == msgid:
            if world.now() - message["at"] > DAY:
                raise Refusal(42052, "msgid expired")
            message["recalled"] = True
            return {}
    raise Refusal(40058, "invalid param 'msgid'")


def _check_agent(body: Item) -> None:
    agent = body.get("agentid")
    if isinstance(agent, str) and agent.isdecimal():
        agent = int(agent)
    if not isinstance(agent, int) or agent < 1:
        raise Refusal(40056)
    if agent != setting.AGENT:
        raise Refusal(301002, "agentid of another application")


def _receivers(world: World, body: Item) -> list[str]:
    users = text_of(body, "touser", needed=False)
    others = [
        one for name in ("toparty", "totag") for one in text_of(body, name, needed=False).split("|")
    ]
    if not users and not any(others):
        raise Refusal(82001, "touser, toparty and totag are empty")
    wanted = list(world.officers) if users == "@all" else users.split("|")
    if len(wanted) > MOST_USERS or len(others) > 2 * MOST_PARTIES:
        raise Refusal(82002, "too many receivers")
    return wanted


def _content(world: World, kind: str, body: Item) -> Item:
    shape = SHAPES.get(kind)
    if shape is None:
        raise Refusal(40008, "invalid message type")
    return shape(world, kind, object_of(body, kind))


def _words(_world: World, kind: str, content: Item) -> Item:
    words = text_of(content, "content", needed=False)
    if not words:
        raise Refusal(44004)
    if kind == "markdown" and len(words.encode()) > LONGEST_TEXT:
        raise Refusal(45002)
    return {"content": cut(words, LONGEST_TEXT)}


def _file(world: World, kind: str, content: Item) -> Item:
    usable(world, text_of(content, "media_id"), kind)
    return content


def _textcard(_world: World, _kind: str, content: Item) -> Item:
    for name, most in (("title", 128), ("description", 512), ("url", 2048), ("btntxt", 4)):
        if len(text_of(content, name, needed=name != "btntxt")) > most:
            raise Refusal(45002)
    return content


def _news(_world: World, _kind: str, content: Item) -> Item:
    if not 1 <= len(list_of(content, "articles", dict)) <= 8:
        raise Refusal(45008, "articles count is 1 to 8")
    return content


def _card(world: World, _kind: str, content: Item) -> Item:
    cards.check(world, content)
    return content


SHAPES: dict[str, Callable[[World, str, Item], Item]] = {
    "text": _words, "markdown": _words, "textcard": _textcard, "news": _news,
    "template_card": _card, **dict.fromkeys(("image", "voice", "video", "file"), _file),
}  # fmt: skip


def _repeated(world: World, body: Item, kind: str, content: Item) -> bool:
    if not number_of(body, "enable_duplicate_check"):
        return False
    within = min(number_of(body, "duplicate_check_interval", 1800), 14400)
    mark: Any = [body.get("touser", ""), kind, content]
    found = any(one.get("mark") == mark and world.now() - one["at"] < within for one in world.posts)
    if not found:
        world.posts.append({
            "mark": mark, "msgid": "", "to": [], "at": world.second(), "msgtype": "mark",
            "recalled": True,
        })  # fmt: skip
    return found


def _too_many(world: World, userid: str) -> bool:
    moments = [
        float(one["at"]) for one in world.posts[-2000:]
        if userid in one["to"] and userid not in one.get("dropped", ())
    ]  # fmt: skip
    now = world.now()
    within = [sum(now - at < seconds for at in moments) for seconds in (60, HOUR)]
    return within[0] >= A_MINUTE or within[1] >= AN_HOUR


def _codes(message: Item) -> dict[str, float]:
    own = {message["code"]: message["code_until"]} if message.get("code") else {}
    return {**message.get("press_codes", {}), **own}


def _changed(world: World, message: Item, body: Item) -> Item:
    if "button" in body:
        return {"replace_name": text_of(object_of(body, "button"), "replace_name")}
    card = object_of(body, "template_card")
    cards.check(world, card, shown=message)
    return {"template_card": card}
