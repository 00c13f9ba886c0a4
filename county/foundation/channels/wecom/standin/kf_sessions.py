"""Who answers a resident, who the resident is, and the upgrade to a contact (§5.7, §5.8)."""

from __future__ import annotations

from county.foundation.channels.wecom.standin.kf_messages import new_code
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    get,
    list_of,
    number_of,
    object_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import ENDED, HUMAN, QUEUED, WINDOW, World

WELCOME = 20
"""Seconds in which something may be said at the beginning or end of a session (§5.6)."""


@post("kf/service_state/get")
def state(world: World, call: Call) -> Item:
    """§5.7: the officer is named in state 3 only."""
    session = _session(world, call.body)
    more = {"servicer_userid": session["servicer"]} if session["state"] == HUMAN else {}
    return {"service_state": session["state"], **more}


@post("kf/service_state/trans")
def change(world: World, call: Call) -> Item:
    """§5.7: only along the arrows; a code to say something on the first change to 2 or 3, and 4."""
    body = call.body
    session, wanted = _session(world, body), number_of(body, "service_state", -1)
    if wanted not in (1, QUEUED, HUMAN, ENDED):
        raise Refusal(40058, "invalid param 'service_state'")
    if session["state"] == ENDED:
        raise Refusal(95013)
    if f"{session['state']}>{wanted}" not in world.arrows:
        raise Refusal(95016)
    servicer = _servicer(world, session, text_of(body, "servicer_userid", needed=False), wanted)
    session["state"], session["servicer"] = wanted, servicer
    code = said_on_change(world, session)
    return {"msg_code": code} if code else {}


def said_on_change(world: World, session: Item) -> str:
    """The code that a change of state gives, "" if none (§5.6)."""
    now = session["state"]
    scene = {QUEUED: "pool", HUMAN: "taken", ENDED: "ended"}.get(now)
    if scene is None or (now != ENDED and now in session["coded"]):
        return ""
    session["coded"] = [] if now == ENDED else [*session["coded"], now]
    return new_code(world, session, scene, WELCOME if now == ENDED else WINDOW)


def _servicer(world: World, session: Item, userid: str, wanted: int) -> str:
    if wanted != HUMAN:
        return ""
    status = world.accounts[session["account"]]["servicers"].get(userid)
    if not userid:
        raise Refusal(40058, "invalid param 'servicer_userid'")
    if status is None or not world.officers[userid]["active"]:
        raise Refusal(95014, "servicer invalid")
    if status:
        raise Refusal(95019, "servicer stopped")
    return userid


def _session(world: World, body: Item) -> Item:
    open_kfid, resident = text_of(body, "open_kfid"), text_of(body, "external_userid")
    world.account(open_kfid)
    if f"{open_kfid} {resident}" not in world.sessions:
        raise Refusal(40096)
    return world.session(open_kfid, resident)


@post("kf/customer/batchget", customer_list=[], invalid_external_userid=[])
def customers(world: World, call: Call) -> Item:
    """§5.8: only who entered or wrote within 48 hours."""
    body = call.body
    wanted = list_of(body, "external_userid_list")
    if not 1 <= len(wanted) <= 100:
        raise Refusal(40058, "invalid param 'external_userid_list'")
    context = number_of(body, "need_enter_session_context") == 1
    found: list[Item] = []
    for resident in wanted:
        session = _latest(world, resident)
        if session is None:
            continue
        person = world.residents[resident]
        entry = {
            "external_userid": resident, "nickname": person["nickname"],
            "avatar": f"{call.origin}/_standin/avatar.svg", "gender": person["gender"],
            "unionid": person["unionid"],
        }  # fmt: skip
        if context and session["entered_at"]:
            entry["enter_session_context"] = {
                "scene": session["scene"], "scene_param": session["scene_param"],
            }  # fmt: skip
        found.append(entry)
    known = {one["external_userid"] for one in found}
    lost = [one for one in wanted if one not in known]
    return {"customer_list": found, "invalid_external_userid": lost}


def _latest(world: World, resident: str) -> Item | None:
    moments = [
        (max(one["wrote_at"], one["entered_at"]), key)
        for key, one in world.sessions.items()
        if one["resident"] == resident and world.accounts[one["account"]]["managed"]
    ]
    last, key = max(moments, default=(0.0, ""))
    return world.sessions[key] if last and world.now() - last <= WINDOW else None


@get("kf/customer/get_upgrade_service_config", member_range={}, groupchat_range={})
def upgrade_config(world: World, _call: Call) -> Item:
    """§5.8: to whose contacts a resident may be moved."""
    people = [userid for userid, one in world.officers.items() if one["contacts"]]
    return {
        "member_range": {"userid_list": people, "department_id_list": []},
        "groupchat_range": {"chat_id_list": []},
    }


@post("kf/customer/upgrade_service")
def upgrade(world: World, call: Call) -> Item:
    """§5.8: offer the resident an officer as a contact."""
    body = call.body
    session, kind = _session(world, body), number_of(body, "type")
    if kind not in (1, 2):
        raise Refusal(40058, "invalid param 'type'")
    if kind == 2:
        raise Refusal(95021, "upgrade service is not configured")
    member = object_of(body, "member")
    officer = world.officers.get(text_of(member, "userid"))
    if officer is None or not officer["contacts"]:
        raise Refusal(95021, "upgrade service is not configured")
    session["upgrade"] = {"userid": member["userid"], "wording": member.get("wording", "")}
    return {}


@post("kf/customer/cancel_upgrade_service")
def cancel_upgrade(world: World, call: Call) -> Item:
    """§5.8."""
    _session(world, call.body).pop("upgrade", None)
    return {}


@post("kf/get_corp_statistic", statistic_list=[])
def statistic(world: World, call: Call) -> Item:
    """§5.8: one row, of everything that the stand-in has seen."""
    world.account(text_of(call.body, "open_kfid"))
    record = world.accounts[call.body["open_kfid"]]["record"]
    asked = [one for one in record if one["origin"] == 3]
    row = {
        "session_cnt": len({one["external_userid"] for one in asked}),
        "customer_cnt": len({one["external_userid"] for one in asked}),
        "customer_msg_cnt": len(asked),
    }
    return {"statistic_list": [{"stat_time": world.second(), "statistic": row}]}
