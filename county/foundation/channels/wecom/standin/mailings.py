"""Group sends: nothing goes out until the officer confirms it in the client (wecom.md §6.4)."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

from county.foundation.channels.wecom.standin.attachments import check_attachments
from county.foundation.channels.wecom.standin.contacts import followed, in_range
from county.foundation.channels.wecom.standin.paging import page
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
from county.foundation.channels.wecom.standin.world import DAY, World

LONGEST_TEXT, MOST_RESIDENTS, MOST_TAGS = 4000, 10_000, 100
LONGEST_SPAN, BETWEEN_REMINDERS = 31 * DAY, 12 * 3600
UNSENT, SENT, NOT_FRIEND, FULL = 0, 1, 2, 3
CHINA = timedelta(hours=8)
PERIODS = {"week": (7, 7), "day": (1, 1)}
"""What an administrator may choose instead of the month: sends in so many days."""


@post("externalcontact/add_msg_template", fail_list=[], msgid="")
def create(world: World, call: Call) -> Item:
    """§6.4: a task for each officer who last had to do with the resident."""
    body = call.body
    if text_of(body, "chat_type", needed=False) not in ("", "single"):
        raise Refusal(40058, "the stand-in has no customer groups")
    content = check_attachments(world, body, LONGEST_TEXT)
    sender = text_of(body, "sender", needed=False)
    if sender:
        in_range(world, sender)
    wanted = list_of(body, "external_userid")
    if not sender and not wanted and not body.get("tag_filter"):
        raise Refusal(40058, "sender, external_userid and tag_filter are all empty")
    if len(wanted) > MOST_RESIDENTS:
        raise Refusal(40058, "external_userid exceed max length 10000. invalid Request Parameter")
    officers = _assigned(world, body, sender, wanted)
    failed = [one for one in wanted if one not in officers]
    if not officers:
        raise Refusal(41048, "no customer to send", fail_list=failed)
    msgid = world.id("msg", 40)
    world.tasks[msgid] = {
        "msgid": msgid, "create_time": world.second(), "cancelled": False, "reminded_at": 0.0,
        "dispatching": world.options["dispatching"], **content, "sends": {
            officer: {"sent_at": 0, "to": {
                one: {"status": UNSENT, "at": 0} for one, who in officers.items() if who == officer
            }} for officer in dict.fromkeys(officers.values())
        },
    }  # fmt: skip
    return {"fail_list": failed, "msgid": msgid}


def _assigned(world: World, body: Item, sender: str, wanted: list[str]) -> dict[str, str]:
    """Each resident to be written to, and the officer who is to do it."""
    found: dict[str, Item] = {}
    people = [sender] if sender else [one for one, o in world.officers.items() if o["visible"]]
    for officer in people:
        for follow in followed(world, officer):
            resident = follow["resident"]
            last = found.get(resident)
            if last is None or _last(follow) > _last(last):
                found[resident] = follow
    if wanted:
        found = {one: found[one] for one in wanted if one in found}
    elif body.get("tag_filter"):
        groups = list_of(object_of(body, "tag_filter"), "group_list", dict)
        found = {one: follow for one, follow in found.items() if _tagged(follow, groups)}
    return {one: follow["officer"] for one, follow in found.items()}


def _last(follow: Item) -> int:
    return int(follow["chat"][-1]["at"] if follow["chat"] else follow["createtime"])


def _tagged(follow: Item, groups: list[Item]) -> bool:
    """OR inside a group, AND across groups."""
    wanted = [list_of(group, "tag_list") for group in groups]
    if any(not 1 <= len(tags) <= MOST_TAGS for tags in wanted):
        raise Refusal(40058, "invalid param 'tag_list'")
    return all(set(tags) & set(follow["tags"]) for tags in wanted)


@post("externalcontact/get_groupmsg_list_v2", group_msg_list=[], next_cursor="")
def listed(world: World, call: Call) -> Item:
    """§6.4: those of at most a month; made through the API, so no creator is named."""
    body = call.body
    if text_of(body, "chat_type") not in ("single", "group"):
        raise Refusal(40058, "invalid param 'chat_type'")
    start, end = number_of(body, "start_time"), number_of(body, "end_time")
    if not start <= end <= start + LONGEST_SPAN:
        raise Refusal(40058, "invalid param 'end_time'")
    limit = number_of(body, "limit", 50)
    ours = body["chat_type"] == "single" and number_of(body, "filter_type", 2) != 1
    found = [
        {"msgid": one["msgid"], "create_time": str(one["create_time"]), "create_type": 0,
         "text": one["text"], "attachments": one["attachments"]}
        for one in world.tasks.values() if ours and start <= one["create_time"] <= end
    ]  # fmt: skip
    some, cursor = page(
        found, text_of(body, "cursor", needed=False), limit if 1 <= limit <= 100 else 50
    )
    return {"group_msg_list": some, "next_cursor": cursor}


@post("externalcontact/get_groupmsg_task", task_list=[], next_cursor="")
def tasks(world: World, call: Call) -> Item:
    """§6.4: status 0 is not confirmed yet, 2 is sent."""
    body = call.body
    every: list[Item] = []
    for officer, send in _task(world, body)["sends"].items():
        done = {"send_time": send["sent_at"]} if send["sent_at"] else {}
        every.append({"userid": officer, "status": 2 if send["sent_at"] else 0, **done})
    some, cursor = page(every, text_of(body, "cursor", needed=False), _limit(body))
    return {"task_list": some, "next_cursor": cursor}


@post("externalcontact/get_groupmsg_send_result", send_list=[], next_cursor="")
def results(world: World, call: Call) -> Item:
    """§6.4: 0 unsent, 1 sent, 2 no friend, 3 had enough group sends."""
    body = call.body
    officer = text_of(body, "userid")
    send = _task(world, body)["sends"].get(in_range(world, officer))
    every: list[Item] = []
    for resident, one in send["to"].items() if send else ():
        done = {"send_time": one["at"]} if one["status"] == SENT else {}
        every.append({"external_userid": resident, "userid": officer, "status": one["status"],
                      **done})  # fmt: skip
    some, cursor = page(every, text_of(body, "cursor", needed=False), _limit(body))
    return {"send_list": some, "next_cursor": cursor}


@post("externalcontact/remind_groupmsg_send")
def remind(world: World, call: Call) -> Item:
    """§6.4: not too often."""
    task = _task(world, call.body)
    if task["reminded_at"] and world.now() - task["reminded_at"] < BETWEEN_REMINDERS:
        raise Refusal(41094, "remind too often")
    task["reminded_at"] = world.now()
    return {}


@post("externalcontact/cancel_groupmsg_send")
def cancel(world: World, call: Call) -> Item:
    """§6.4: what was sent stays sent; afterwards 41093."""
    _task(world, call.body)["cancelled"] = True
    return {}


def confirm(world: World, task: Item, officer: str, chosen: list[str] | None) -> None:
    """The officer confirms: each resident who may get one more gets it; counted as sent."""
    send, now = task["sends"][officer], world.second()
    send["sent_at"] = now
    for resident, one in send["to"].items():
        if chosen is not None and resident not in chosen:
            continue
        follow = world.follows.get(f"{officer} {resident}")
        if follow is None or follow["gone"] or not follow["accepted"]:
            one["status"] = NOT_FRIEND
        elif not _may_have_one_more(world, resident):
            one["status"] = FULL
        else:
            world.quotas.setdefault(resident, []).append(now)
            one |= {"status": SENT, "at": now}
            content = {"text": task["text"], "attachments": task["attachments"]}
            follow["chat"].append(
                {"from": "officer", "at": now, "msgtype": "groupsend", "msgid": task["msgid"],
                 **content}
            )  # fmt: skip


def _may_have_one_more(world: World, resident: str) -> bool:
    """As many a calendar month as it has days, or the administrator's other choice."""
    had, today = world.quotas.get(resident, []), _day(world.now())
    if world.options["quota"] in PERIODS:
        most, days = PERIODS[world.options["quota"]]
        return sum((today - _day(at)).days < days for at in had) < most
    month = [at for at in had if (_day(at).year, _day(at).month) == (today.year, today.month)]
    return len(month) < calendar.monthrange(today.year, today.month)[1]


def _day(moment: float) -> datetime:
    local = datetime.fromtimestamp(moment, UTC) + CHINA
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _task(world: World, body: Item) -> Item:
    if not body.get("msgid"):
        raise Refusal(41046, "missing msgid")
    found = world.tasks.get(text_of(body, "msgid"))
    if found is None:
        raise Refusal(41047, "invalid msgid")
    if found["dispatching"] > 0:
        found["dispatching"] -= 1
        raise Refusal(41063)
    if found["cancelled"]:
        raise Refusal(41093, "groupmsg is cancelled")
    return found


def _limit(body: Item) -> int:
    limit = number_of(body, "limit", 500)
    if not 1 <= limit <= 1000:
        raise Refusal(40058, "invalid param 'limit'")
    return limit
