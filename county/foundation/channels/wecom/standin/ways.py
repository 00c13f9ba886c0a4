"""Codes by which residents add officers, and the words that greet them (wecom.md §6.5, §6.6)."""

from __future__ import annotations

from county.foundation.channels.wecom.standin.attachments import check_attachments
from county.foundation.channels.wecom.standin.contacts import in_range
from county.foundation.channels.wecom.standin.paging import page
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    list_of,
    number_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import DAY, World

LONGEST_WORDS, MOST_WAYS, MOST_MEMBERS = 30, 500_000, 100
LONGEST_GREETING = 4000
FIELDS = (
    "type", "scene", "style", "remark", "skip_verify", "state", "user", "party", "is_exclusive",
)  # fmt: skip


@post("externalcontact/add_contact_way", config_id="")
def add(world: World, call: Call) -> Item:
    """§6.6: the config_id is to be kept, the console does not show it."""
    body = call.body
    kind, scene = number_of(body, "type"), number_of(body, "scene")
    for name, value, missing, invalid in (
        ("type", kind, 41037, 41039), ("scene", scene, 41038, 41040)
    ):  # fmt: skip
        if value not in (1, 2):
            raise Refusal(invalid if name in body else missing, f"invalid contact way {name}")
    if len(world.ways) >= MOST_WAYS:
        raise Refusal(41045, "too many contact ways")
    way = {"skip_verify": True, **{name: body[name] for name in FIELDS if name in body}}
    _check_words(way)
    way["user"] = _members(world, body, kind)
    config_id = world.id("wx", 32)
    way |= {"config_id": config_id, "made_at": world.second()}
    if scene == 2:
        way["qr_code"] = f"{call.origin}/_standin/ways/{config_id}.png"
    world.ways[config_id] = way
    code = {"qr_code": way["qr_code"]} if scene == 2 else {}
    return {"config_id": config_id, **code}


@post("externalcontact/get_contact_way", contact_way={})
def read(world: World, call: Call) -> Item:
    """§6.6."""
    way = _way(world, call.body)
    return {"contact_way": {name: value for name, value in way.items() if name != "made_at"}}


@post("externalcontact/list_contact_way", contact_way=[])
def listed(world: World, call: Call) -> Item:
    """§6.6: those of the last 90 days, unless asked otherwise."""
    body = call.body
    end = number_of(body, "end_time", world.second())
    start = number_of(body, "start_time", end - 90 * DAY)
    limit = number_of(body, "limit", 100)
    if not 1 <= limit <= 1000:
        raise Refusal(40058, "invalid param 'limit'")
    found = [key for key, one in world.ways.items() if start <= one["made_at"] <= end]
    some, cursor = page(found, text_of(body, "cursor", needed=False), limit)
    return {"contact_way": [{"config_id": one} for one in some], "next_cursor": cursor}


@post("externalcontact/update_contact_way")
def update(world: World, call: Call) -> Item:
    """§6.6: all but the type and the scene."""
    body = call.body
    way = _way(world, body)
    changed = {name: body[name] for name in FIELDS[2:] if name in body}
    _check_words(changed)
    if "user" in changed:
        changed["user"] = _members(world, body, way["type"])
    way |= changed
    return {}


@post("externalcontact/del_contact_way")
def delete(world: World, call: Call) -> Item:
    """§6.6."""
    del world.ways[_way(world, call.body)["config_id"]]
    return {}


@post("externalcontact/send_welcome_msg")
def welcome(world: World, call: Call) -> Item:
    """§6.5: within 20 seconds of the event, once."""
    body = call.body
    key = body.get("welcome_code")
    if not key:
        raise Refusal(41049, "missing welcome_code")
    code = world.welcomes.get(str(key))
    if code is None or code["until"] < world.now():
        raise Refusal(41050)
    follow = world.follows[f"{code['officer']} {code['resident']}"]
    if code["used"] or follow["chat"]:
        raise Refusal(41051)
    content = check_attachments(world, body, LONGEST_GREETING)
    code["used"] = True
    follow["welcomed"] = True
    follow["chat"].append(
        {"from": "officer", "at": world.second(), "msgtype": "welcome", **content}
    )
    return {}


def _way(world: World, body: Item) -> Item:
    if not body.get("config_id"):
        raise Refusal(41043, "missing config_id")
    found = world.ways.get(text_of(body, "config_id"))
    if found is None:
        raise Refusal(41044, "invalid config_id")
    return found


def _members(world: World, body: Item, kind: int) -> list[str]:
    users: list[str] = list_of(body, "user")
    if kind == 1 and len(users) != 1:
        raise Refusal(40058, "exactly one member for type 1")
    if not users and not list_of(body, "party", int):
        raise Refusal(40058, "user and party are both empty")
    if len(users) > MOST_MEMBERS:
        raise Refusal(41041, "too many members")
    for userid in users:
        in_range(world, userid)
        if not world.officers[userid]["active"] or not world.officers[userid]["contacts"]:
            raise Refusal(41054, "member is not activated")
    return users


def _check_words(way: Item) -> None:
    for name in ("remark", "state"):
        if len(text_of(way, name, needed=False)) > LONGEST_WORDS:
            raise Refusal(40058, f"{name} exceed max length 30. invalid Request Parameter")
