"""Customer service accounts and who answers in them (wecom.md §5.1, §5.2)."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlencode

from county.foundation.channels.wecom.standin.wire import (
    INTERFACES,
    Call,
    Interface,
    Item,
    Refusal,
    get,
    list_of,
    number_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import World

LONGEST_NAME, MOST, MOST_UNVERIFIED, MOST_SERVICERS = 16, 5000, 10, 2000


@post("kf/account/add")
def add(world: World, call: Call) -> Item:
    """§5.1: only an application that manages an account already may make one."""
    body = call.body
    name = _name(text_of(body, "name"))
    _picture(world, text_of(body, "media_id", most=128))
    alive = [one for one in world.accounts.values() if not one["deleted"]]
    if not any(one["managed"] for one in alive):
        raise Refusal(48007)
    if len(alive) >= MOST:
        raise Refusal(95005, "too many kf accounts")
    if len(alive) >= MOST_UNVERIFIED and not world.options["verified"]:
        raise Refusal(95027, "unverified corp: too many kf accounts")
    return {"open_kfid": world.add_account(name)}


@post("kf/account/del")
def delete(world: World, call: Call) -> Item:
    """§5.1."""
    world.account(text_of(call.body, "open_kfid"))["deleted"] = True
    return {}


@post("kf/account/update")
def update(world: World, call: Call) -> Item:
    """§5.1."""
    body = call.body
    account = world.account(text_of(body, "open_kfid"))
    if "media_id" in body:
        _picture(world, text_of(body, "media_id", most=128))
    if "name" in body:
        account["name"] = _name(text_of(body, "name"))
    return {}


@post("kf/account/list", account_list=[])
def accounts(world: World, call: Call) -> Item:
    """§5.1: finished when fewer than `limit` come."""
    offset, limit = number_of(call.body, "offset"), number_of(call.body, "limit", 100)
    if offset < 0 or not 1 <= limit <= 100:
        raise Refusal(40058, "invalid param 'limit'")
    every = [
        {"open_kfid": key, "name": one["name"], "avatar": f"{call.origin}/_standin/avatar.svg",
         "manage_privilege": one["managed"]}
        for key, one in world.accounts.items() if not one["deleted"]
    ]  # fmt: skip
    return {"account_list": every[offset : offset + limit]}


# Older libraries ask by GET, without a body (§5.1).
INTERFACES["kf/account/list"] = Interface("kf/account/list", "", accounts, {"account_list": []})


@post("kf/add_contact_way")
def link(world: World, call: Call) -> Item:
    """§5.1: the address of a chat, with the scene inside if one is given."""
    body = call.body
    account = text_of(body, "open_kfid")
    world.account(account)
    scene = text_of(body, "scene", most=32, needed=False)
    if not re.fullmatch(r"[0-9a-zA-Z_-]*", scene):
        raise Refusal(40058, "invalid param 'scene'")
    address = f"https://work.weixin.qq.com/kf/kfc{secrets.token_hex(8)}"
    if not scene:
        return {"url": address}
    return {"url": f"{address}?{urlencode({'enc_scene': f'ENC{secrets.token_urlsafe(12)}'})}"}


@post("kf/servicer/add", result_list=[])
def add_servicers(world: World, call: Call) -> Item:
    """§5.2: one result for each."""
    account, people, departments = _servicers(world, call, most_departments=20)
    results: list[Item] = []
    for userid in people:
        code, words = 0, "success"
        if userid not in world.officers:
            code, words = 40003, "invalid userid"
        elif not world.officers[userid]["visible"]:
            code, words = 60030, "out of visible range"
        elif userid in account["servicers"]:
            words = "ignored"
        elif len(account["servicers"]) >= MOST_SERVICERS:
            code, words = 95006, "too many servicers"
        else:
            account["servicers"][userid] = 0
        results.append({"userid": userid, "errcode": code, "errmsg": words})
    for number in departments:
        known = number in account["departments"]
        account["departments"] += [] if known else [number]
        words = "ignored" if known else "success"
        results.append({"department_id": number, "errcode": 0, "errmsg": words})
    return {"result_list": results}


@post("kf/servicer/del", result_list=[])
def delete_servicers(world: World, call: Call) -> Item:
    """§5.2."""
    account, people, departments = _servicers(world, call, most_departments=100)
    results: list[Item] = []
    for userid in people:
        gone = account["servicers"].pop(userid, None)
        words = "ignored" if gone is None else "success"
        results.append({"userid": userid, "errcode": 0, "errmsg": words})
    for number in departments:
        known = number in account["departments"]
        account["departments"] = [one for one in account["departments"] if one != number]
        words = "success" if known else "ignored"
        results.append({"department_id": number, "errcode": 0, "errmsg": words})
    return {"result_list": results}


@get("kf/servicer/list", servicer_list=[])
def servicers(world: World, call: Call) -> Item:
    """§5.2: status 0 answers, 1 does not (the event says 1 and 2)."""
    account = world.account(call.query.get("open_kfid", ""))
    people: list[Item] = []
    for userid, status in account["servicers"].items():
        more = {"stop_type": status - 1} if status else {}
        people.append({"userid": userid, "status": min(status, 1), **more})
    return {"servicer_list": people + [{"department_id": one} for one in account["departments"]]}


def _servicers(
    world: World, call: Call, *, most_departments: int
) -> tuple[Item, list[str], list[int]]:
    body = call.body
    account = world.account(text_of(body, "open_kfid"))
    people, departments = list_of(body, "userid_list"), list_of(body, "department_id_list", int)
    if not people and not departments:
        raise Refusal(40058, "userid_list and department_id_list are both empty")
    if len(people) > 100 or len(departments) > most_departments:
        raise Refusal(40058, "userid_list exceed max length 100. invalid Request Parameter")
    return account, people, departments


def _name(name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise Refusal(95006, "invalid kf account name")
    return name


def _picture(world: World, media_id: str) -> None:
    known = world.files.get(media_id)
    if known is None or known["until"] < world.now() or known["type"] != "image":
        raise Refusal(40007)
