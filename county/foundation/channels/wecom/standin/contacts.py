"""Officers' contacts: who has whom, what they wrote about them (wecom.md §6.1, §6.2)."""

from __future__ import annotations

from county.foundation.channels.wecom.standin.paging import page
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    get,
    list_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import World

LONGEST = {"remark": 20, "description": 150, "remark_company": 20}
"""Characters."""
MOST_FOLLOWERS = 500
"""Officers on one page of a contact."""


@get("externalcontact/get_follow_user_list", follow_user=[])
def officers(world: World, _call: Call) -> Item:
    """§6.1: who may have residents as contacts."""
    found = [
        userid for userid, one in world.officers.items()
        if one["contacts"] and not one.get("left_at")
    ]  # fmt: skip
    return {"follow_user": found}


@get("externalcontact/list", external_userid=[])
def contacts(world: World, call: Call) -> Item:
    """§6.1: an officer without contacts is answered 84061."""
    found = [one["resident"] for one in followed(world, in_range(world, call.query.get("userid")))]
    if not found:
        raise Refusal(84061)
    return {"external_userid": found}


@get("externalcontact/get", follow_user=[])
def contact(world: World, call: Call) -> Item:
    """§6.1: the resident and every officer who has them."""
    resident = call.query.get("external_userid", "")
    followers = [
        one for one in world.follows.values()
        if one["resident"] == resident and one["accepted"] and one["gone"] != "officer"
    ]  # fmt: skip
    if resident not in world.residents:
        raise Refusal(40096)
    if not followers:
        raise Refusal(84061)
    some, cursor = page(followers, call.query.get("cursor", ""), MOST_FOLLOWERS)
    return {
        "external_contact": person(world, resident, call.origin),
        "follow_user": [_follower(world, one) for one in some],
        "next_cursor": cursor,
    }


@post("externalcontact/batch/get_by_user", external_contact_list=[], next_cursor="")
def batch(world: World, call: Call) -> Item:
    """§6.1: pages over the contacts of several officers."""
    body = call.body
    userids = list_of(body, "userid_list")
    if not 1 <= len(userids) <= 100:
        raise Refusal(40058, "invalid param 'userid_list'")
    unlicensed = [one for one in userids if world.officers.get(one, {}).get("unlicensed")]
    if len(unlicensed) == len(userids):
        raise Refusal(701008, "no licensed member")
    licensed = [one for one in userids if one not in unlicensed]
    found = [one for userid in licensed for one in followed(world, in_range(world, userid))]
    limit = body.get("limit", 50)
    if not isinstance(limit, int) or not 1 <= limit <= 100:
        raise Refusal(40058, "invalid param 'limit'")
    some, cursor = page(found, text_of(body, "cursor", needed=False), limit)
    entries = [
        {"external_contact": person(world, one["resident"], call.origin),
         "follow_info": {**_written(one), "tag_id": list(one["tags"])}}
        for one in some
    ]  # fmt: skip
    return {
        "external_contact_list": entries, "next_cursor": cursor,
        "fail_info": {"unlicensed_userid_list": unlicensed},
    }  # fmt: skip


@post("externalcontact/remark")
def remark(world: World, call: Call) -> Item:
    """§6.2: no callback, for it is made through the API."""
    body = call.body
    officer = in_range(world, text_of(body, "userid"))
    follow = world.follow(officer, known(world, text_of(body, "external_userid")))
    written = {name: text_of(body, name, needed=False) for name in LONGEST if name in body}
    for name, words in written.items():
        if len(words) > LONGEST[name]:
            most = LONGEST[name]
            raise Refusal(40058, f"{name} exceed max length {most}. invalid Request Parameter")
    mobiles = list_of(body, "remark_mobiles")
    if not written and "remark_mobiles" not in body and not body.get("remark_pic_mediaid"):
        raise Refusal(40058, "nothing to remark")
    if "remark_company" in written:
        written["remark_corp_name"] = written.pop("remark_company")
    follow |= written
    if "remark_mobiles" in body:
        follow["remark_mobiles"] = [one for one in mobiles if one]
    return {}


def in_range(world: World, userid: str | None) -> str:
    """An officer whom the application may see; Refusal 40003 or 60011."""
    officer = world.officers.get(userid or "")
    if userid is None or officer is None or officer.get("left_at"):
        raise Refusal(40003)
    if not officer["visible"]:
        raise Refusal(60011, "no privilege to access/modify contact/party/agent")
    return userid


def known(world: World, resident: str) -> str:
    """A resident of this enterprise; Refusal 40096."""
    if resident not in world.residents:
        raise Refusal(40096)
    return resident


def followed(world: World, officer: str) -> list[Item]:
    """The officer's contacts as WeCom counts them (§6.3: not half ones, not deleted ones)."""
    return [
        one for one in world.follows.values()
        if one["officer"] == officer and one["accepted"] and one["gone"] != "officer"
    ]  # fmt: skip


def person(world: World, resident: str, origin: str) -> Item:
    """A resident as WeCom shows one: a WeChat user."""
    found = world.residents[resident]
    return {
        "external_userid": resident, "name": found["nickname"], "type": 1,
        "avatar": f"{origin}/_standin/avatar.svg", "gender": found["gender"],
        "unionid": found["unionid"],
    }  # fmt: skip


def _written(follow: Item) -> Item:
    names = (
        "remark", "description", "createtime", "remark_corp_name", "remark_mobiles", "add_way",
        "state",
    )  # fmt: skip
    return {"userid": follow["officer"], "oper_userid": follow["officer"]} | {
        name: follow[name] for name in names
    }


def _follower(world: World, follow: Item) -> Item:
    named = {
        tag["id"]: (group["name"], tag["name"])
        for group in world.tag_groups.values()
        for tag in group["tags"]
    }
    tags: list[Item] = [
        {"group_name": named[one][0], "tag_name": named[one][1], "tag_id": one, "type": 1}
        for one in follow["tags"]
        if one in named
    ]
    tags += [{"group_name": "", "tag_name": one, "type": 2} for one in follow["personal"]]
    return {**_written(follow), "tags": tags}
