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

LASTS, PERIOD, MOST = DAY, 90 * DAY, 2
DONE, WAITING, REFUSED = 1, 2, 3


@post("externalcontact/transfer_customer", customer=[])
def transfer(world: World, call: Call) -> Item:
    """§6.7: final after 24 hours unless the resident refuses; twice in 90 days."""
    body = call.body
    giver, taker = _pair(world, body)
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
    body = call.body
    giver, taker = _pair(world, body)
    settle(world)
    found = [
        {"external_userid": one["resident"], "status": one["status"],
         "takeover_time": 0 if one["status"] == REFUSED else int(one["ends_at"])}
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


def refuse(world: World, one: Item) -> None:
    """The resident refuses (§10 transfer_fail)."""
    one["status"] = REFUSED
    contact_event(world, "transfer_fail", one["to"], one["resident"], FailReason="customer_refused")


def _pair(world: World, body: Item) -> tuple[str, str]:
    giver = in_range(world, text_of(body, "handover_userid"))
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
