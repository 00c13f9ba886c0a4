"""Residents go from one officer to another (wecom.md §6.7)."""

from __future__ import annotations

from county.foundation.channels.wecom.standin.contacts import in_range
from county.foundation.channels.wecom.standin.paging import page
from county.foundation.channels.wecom.standin.residents import contact_event
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    list_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import DAY, World

LASTS, PERIOD, MOST, LONGEST_AGO = DAY, 90 * DAY, 2, 365 * DAY
DONE, WAITING, REFUSED, FULL = 1, 2, 3, 4


@post("externalcontact/transfer_customer", customer=[])
def transfer(world: World, call: Call) -> Item:
    """§6.7: final after 24 hours unless the resident refuses; twice in 90 days."""
    return _transfer(world, call.body, resigned=False)


@post("externalcontact/resigned/transfer_customer", customer=[])
def transfer_of_resigned(world: World, call: Call) -> Item:
    """§6.7: the same for an officer who left at most a year ago."""
    return _transfer(world, call.body, resigned=True)


def _transfer(world: World, body: Item, *, resigned: bool) -> Item:
    giver, taker = _pair(world, body, resigned=resigned)
    residents = list_of(body, "external_userid")
    if not 1 <= len(residents) <= 100:
        raise Refusal(40058, "invalid param 'external_userid'")
    if len(text_of(body, "transfer_success_msg", needed=False)) > 200:
        raise Refusal(40058, "transfer_success_msg exceed max length 200")
    found: list[Item] = []
    for resident in residents:
        code = _trouble(world, giver, taker, resident)
        if not code:
            world.transfers.append(
                {"from": giver, "to": taker, "resident": resident, "status": WAITING,
                 "asked_at": world.now(), "ends_at": world.now() + LASTS}
            )  # fmt: skip
        found.append({"external_userid": resident, "errcode": code})
    return {"customer": found}


@post("externalcontact/transfer_result", customer=[], next_cursor="")
def result(world: World, call: Call) -> Item:
    """§6.7."""
    return _result(world, call.body, resigned=False)


@post("externalcontact/resigned/transfer_result", customer=[], next_cursor="")
def result_of_resigned(world: World, call: Call) -> Item:
    """§6.7."""
    return _result(world, call.body, resigned=True)


@post("externalcontact/get_unassigned_list", info=[], is_last=True, next_cursor="")
def unassigned(world: World, call: Call) -> Item:
    """§6.7: the contacts of officers who left, which nobody has yet."""
    settle(world)
    found = [
        {"handover_userid": one["officer"], "external_userid": one["resident"],
         "dimission_time": int(world.officers[one["officer"]]["left_at"])}
        for one in world.follows.values() if world.officers[one["officer"]].get("left_at")
    ]  # fmt: skip
    some, cursor = page(found, text_of(call.body, "cursor", needed=False), 1000)
    return {"info": some, "is_last": not cursor, "next_cursor": cursor}


def _result(world: World, body: Item, *, resigned: bool) -> Item:
    giver, taker = _pair(world, body, resigned=resigned)
    settle(world)
    found = [
        {"external_userid": one["resident"], "status": one["status"],
         "takeover_time": 0 if one["status"] in (REFUSED, FULL) else int(one["ends_at"])}
        for one in world.transfers if (one["from"], one["to"]) == (giver, taker)
    ]  # fmt: skip
    some, cursor = page(found, text_of(body, "cursor", needed=False), 1000)
    return {"customer": some, "next_cursor": cursor}


def settle(world: World) -> None:
    """Complete what was not refused within 24 hours."""
    for one in world.transfers:
        if one["status"] != WAITING or one["ends_at"] > world.now():
            continue
        one["status"] = DONE
        old = world.follows.pop(f"{one['from']} {one['resident']}", None)
        if f"{one['to']} {one['resident']}" not in world.follows:
            kept = {name: old[name] for name in ("remark", "description", "tags")} if old else {}
            world.befriend(one["to"], one["resident"], add_way=202, **kept)


def refuse(world: World, one: Item, *, full: bool = False) -> None:
    """The resident refuses, or the taker has no room (§10 transfer_fail)."""
    one["status"] = FULL if full else REFUSED
    reason = "customer_limit_exceed" if full else "customer_refused"
    contact_event(world, "transfer_fail", one["to"], one["resident"], FailReason=reason)


def _pair(world: World, body: Item, *, resigned: bool) -> tuple[str, str]:
    giver = text_of(body, "handover_userid")
    left_at = world.officers.get(giver, {}).get("left_at")
    if not resigned:
        in_range(world, giver)
    elif not left_at:
        raise Refusal(40097, "handover has not left")
    elif world.now() - left_at > LONGEST_AGO:
        raise Refusal(40003)
    taker = in_range(world, text_of(body, "takeover_userid"))
    if giver == taker:
        raise Refusal(40130, "handover and takeover are the same")
    if not world.officers[taker]["active"]:
        raise Refusal(40098, "takeover is not verified")
    return giver, taker


def _trouble(world: World, giver: str, taker: str, resident: str) -> int:
    settle(world)
    follow = world.follows.get(f"{giver} {resident}")
    if follow is None or follow["gone"] == "officer":
        return 40131
    before = [one for one in world.transfers if one["resident"] == resident]
    if any(one["status"] == WAITING for one in before):
        return 40129
    lately = [one for one in before if world.now() - one["asked_at"] < PERIOD]
    done = [one for one in lately if one["status"] == DONE]
    return 40128 if len(done) >= MOST else 0
