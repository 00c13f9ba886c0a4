"""The record of an account, and what is sent to a resident (wecom.md §5.4 to §5.6)."""

from __future__ import annotations

import base64

from county.foundation.channels.wecom.standin import limits
from county.foundation.channels.wecom.standin.kf_shapes import named, part
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    number_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import DEPTH, NEW, ROBOT, World

ON_EVENT = {
    "welcome": ("text", "msgmenu"), "pool": ("text",), "taken": ("text",),
    "ended": ("text", "msgmenu"),
}  # fmt: skip
"""What may be said with the code of an event (§5.6)."""


@post("kf/sync_msg", next_cursor="", has_more=0, msg_list=[])
def pull(world: World, call: Call) -> Item:
    """§5.4: the account is required; opaque cursors; only three days; pages up to `limit`."""
    body = call.body
    open_kfid = text_of(body, "open_kfid")
    record = world.account(open_kfid)["record"]
    start = _position(text_of(body, "cursor", most=64, needed=False), open_kfid)
    _check_hint(world, text_of(body, "token", most=128, needed=False), open_kfid)
    wanted = number_of(body, "limit", 1000)
    if not 1 <= wanted <= 1000 or number_of(body, "voice_format") not in (0, 1):
        raise Refusal(40058, "invalid param 'limit'")
    while start < len(record) and record[start]["send_time"] < world.now() - DEPTH:
        start += 1
    end = min(start + min(wanted, world.options["page"]), len(record))
    if world.options["empty_pages"]:
        world.options["empty_pages"] -= 1
        return {"next_cursor": _cursor(open_kfid, start), "has_more": 1, "msg_list": []}
    return {
        "next_cursor": _cursor(open_kfid, end), "has_more": int(end < len(record)),
        "msg_list": record[start:end],
    }  # fmt: skip


def _check_hint(world: World, token: str, open_kfid: str) -> None:
    if not token:
        if world.options["strict"]:
            limits.count(world, f"kf/sync_msg {open_kfid}", world.options["strict"], 60)
        return
    hint = world.hints.get(token)
    if hint is None or hint["account"] != open_kfid or hint["until"] < world.now():
        raise Refusal(95007)


def _cursor(open_kfid: str, position: int) -> str:
    return base64.urlsafe_b64encode(f"{open_kfid[-8:]}:{position:09}".encode()).decode()


def _position(cursor: str, open_kfid: str) -> int:
    if not cursor:
        return 0
    try:
        owner, _colon, position = base64.urlsafe_b64decode(cursor).decode().partition(":")
        if owner == open_kfid[-8:] and position.isdecimal():
            return int(position)
    except ValueError:
        pass
    raise Refusal(50100, "invalid cursor")


@post("kf/send_msg")
def send(world: World, call: Call) -> Item:
    """§5.5: states, window, five messages, unique names; ok is not delivered."""
    body = call.body
    open_kfid = text_of(body, "open_kfid")
    account = world.account(open_kfid)
    resident = text_of(body, "touser")
    if resident not in world.residents or f"{open_kfid} {resident}" not in world.sessions:
        raise Refusal(40096)
    if not world.options["verified"]:
        raise Refusal(95003, "unverified corp")
    name = named(body)
    if name and name in account["names"]:
        raise Refusal(95033)
    kind, content = part(world, body)
    session = world.session(open_kfid, resident)
    if session["wrote_at"] and world.now() > session["until"]:
        raise Refusal(95002)
    if session["state"] not in (NEW, ROBOT):
        raise Refusal(95018)
    if session["left"] < 1:
        raise Refusal(95001)
    session["left"] -= 1
    return {"msgid": _sent(world, session, name, {"msgtype": kind, kind: content})}


@post("kf/send_msg_on_event")
def send_on_event(world: World, call: Call) -> Item:
    """§5.6: a code is good once, for its time, in its state; 40029 is our choice of code."""
    body = call.body
    key = text_of(body, "code")
    code, name = world.codes.get(key), named(body)
    if code is None or code["used"] or code["until"] < world.now():
        raise Refusal(40029, "invalid code")
    session = world.session(code["account"], code["resident"])
    if code["scene"] != "welcome" and session["state"] != code["state"]:
        raise Refusal(95018)
    if name and name in world.account(code["account"])["names"]:
        raise Refusal(95033)
    kind, content = part(world, body, ON_EVENT[code["scene"]])
    code["used"] = True
    if code["scene"] == "welcome":
        session["welcomed_at"] = world.now()
    return {"msgid": _sent(world, session, name, {"msgtype": kind, kind: content})}


def _sent(world: World, session: Item, name: str, message: Item) -> str:
    account = world.accounts[session["account"]]
    name = name or world.id("kfs")
    account["names"][name] = session["resident"]
    world.number += 1
    fails = session["fails"].pop(0) if session["fails"] else 10 if session["rejects"] else None
    session["chat"].append(
        {
            "msgid": name,
            "from": "app",
            "at": world.second(),
            "failed": fails,
            "turn": world.number,
            **message,
        }
    )
    if fails is not None:
        send_fails(world, session, name, fails)
    return name


def send_fails(world: World, session: Item, msgid: str, fail_type: int) -> None:
    """Tell later that a message did not arrive (§5.4 msg_send_fail)."""
    event(world, session, "msg_send_fail", fail_msgid=msgid, fail_type=fail_type)


def event(world: World, session: Item, kind: str, **fields: object) -> Item:
    """Record an event of a chat; account and resident are inside it (§5.4)."""
    inside = {
        "event_type": kind, "open_kfid": session["account"],
        "external_userid": session["resident"], **fields,
    }  # fmt: skip
    return world.record(session["account"], origin=4, msgtype="event", event=inside)


def new_code(world: World, session: Item, scene: str, seconds: float) -> str:
    """A one-time code to say something on an event (§5.6)."""
    code = world.id("KFCODE", 40)
    world.codes[code] = {
        "account": session["account"], "resident": session["resident"], "scene": scene,
        "state": session["state"], "until": world.now() + seconds, "used": False,
    }  # fmt: skip
    return code
