"""The enterprise's tags, and who carries them (wecom.md §6.3)."""

from __future__ import annotations

from county.foundation.channels.wecom.standin.contacts import in_range, known
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    list_of,
    number_of,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import World

LONGEST_NAME, LARGEST_ORDER = 30, 2**32 - 1


@post("externalcontact/get_corp_tag_list", tag_group=[])
def library(world: World, call: Call) -> Item:
    """§6.3: `deleted` only where one asks for certain tags or groups."""
    body = call.body
    tag_ids, group_ids = list_of(body, "tag_id"), list_of(body, "group_id")
    if group_ids:
        chosen = [one for one in world.tag_groups.values() if one["id"] in group_ids]
        return {"tag_group": [_group(one, one["tags"], in_group=True) for one in chosen]}
    if tag_ids:
        found = [
            (group, [tag for tag in group["tags"] if tag["id"] in tag_ids])
            for group in world.tag_groups.values()
        ]
        return {"tag_group": [_group(one, tags, by_tag=True) for one, tags in found if tags]}
    return {
        "tag_group": [
            _group(one, [tag for tag in one["tags"] if not tag["deleted"]])
            for one in _ordered(world.tag_groups.values()) if not one["deleted"]
        ]
    }  # fmt: skip


@post("externalcontact/add_corp_tag", tag_group={})
def add(world: World, call: Call) -> Item:
    """§6.3: into a group that exists, by id or name, or a new one; no empty groups."""
    body = call.body
    names = _new_names(list_of(body, "tag", dict))
    group = _target(world, body)
    if group is not None:
        taken = {tag["name"] for tag in group["tags"] if not tag["deleted"]}
        if taken & set(names):
            raise Refusal(40071)
    if _count(world) + len(names) > world.options["most_tags"]:
        raise Refusal(40126, "tag count limit")
    if group is None:
        group = world.add_tags(text_of(body, "group_name"), (), app=True)
        group["order"] = _order(body)
    made = [world.tag(name, order) for name, order in names.items()]
    group["tags"] += made
    group.setdefault("ours", []).extend(one["id"] for one in made)
    return {"tag_group": _group(group, made)}


@post("externalcontact/edit_corp_tag")
def edit(world: World, call: Call) -> Item:
    """§6.3: a tag or a group that our application made."""
    body = call.body
    group, one = _own(world, text_of(body, "id"))
    beside = world.tag_groups.values() if one is group else group["tags"]
    if "name" in body:
        name = _name(body)
        if any(o["name"] == name and o is not one and not o["deleted"] for o in beside):
            raise Refusal(40071)
        one["name"] = name
    if "order" in body:
        one["order"] = _order(body)
    return {}


@post("externalcontact/del_corp_tag")
def delete(world: World, call: Call) -> Item:
    """§6.3: a group goes with its last tag."""
    body = call.body
    tag_ids, group_ids = list_of(body, "tag_id"), list_of(body, "group_id")
    if not tag_ids and not group_ids:
        raise Refusal(40058, "tag_id and group_id are both empty")
    chosen = [_own(world, one) for one in (*tag_ids, *group_ids)]
    for group, one in chosen:
        remove(world, group, one)
    return {}


def remove(world: World, group: Item, one: Item) -> None:
    """Delete a tag, or a group with its tags, from the library and from the contacts."""
    gone = group["tags"] if one is group else [one]
    for tag in gone:
        tag["deleted"] = True
    if one is group or all(tag["deleted"] for tag in group["tags"]):
        group["deleted"] = True
    ids = {tag["id"] for tag in gone}
    for follow in world.follows.values():
        follow["tags"] = [tag for tag in follow["tags"] if tag not in ids]


@post("externalcontact/mark_tag")
def mark(world: World, call: Call) -> Item:
    """§6.3: the resident must be the officer's contact; several tags of a group are allowed."""
    body = call.body
    officer = in_range(world, text_of(body, "userid"))
    resident = known(world, text_of(body, "external_userid"))
    added, removed = list_of(body, "add_tag"), list_of(body, "remove_tag")
    if not added and not removed:
        raise Refusal(40058, "add_tag and remove_tag are both empty")
    follow = world.follow(officer, resident)
    set_tags(world, follow, added, removed)
    return {}


def set_tags(world: World, follow: Item, added: list[str], removed: list[str]) -> None:
    """Change the tags of a contact; Refusal 40068 or 40144."""
    alive = {
        tag["id"] for group in world.tag_groups.values() for tag in group["tags"]
        if not tag["deleted"]
    }  # fmt: skip
    if not set(added) | set(removed) <= alive:
        raise Refusal(40068)
    kept = [one for one in follow["tags"] if one not in removed]
    kept += [one for one in dict.fromkeys(added) if one not in kept]
    if len(kept) > world.options["most_tags_of_contact"]:
        raise Refusal(40144, "contact tag count limit")
    follow["tags"] = kept


def _target(world: World, body: Item) -> Item | None:
    """The group to add to; None for a new one."""
    if body.get("group_id"):
        group = world.tag_groups.get(text_of(body, "group_id"))
        if group is None or group["deleted"]:
            raise Refusal(40068)
        return group
    name = _name(body, "group_name")
    alive = (one for one in world.tag_groups.values() if not one["deleted"])
    return next((one for one in alive if one["name"] == name), None)


def _new_names(tags: list[Item]) -> dict[str, int]:
    if not tags:
        raise Refusal(40058, "invalid param 'tag'")
    return {_name(tag): _order(tag) for tag in reversed(tags)}


def _own(world: World, key: str) -> tuple[Item, Item]:
    """The group and what has that id, the group itself or a tag; Refusal 40068 or 48002."""
    for group in world.tag_groups.values():
        for one in (group, *group["tags"]):
            if one["id"] != key or one["deleted"]:
                continue
            if not group["app"] and key not in group.get("ours", ()):
                raise Refusal(48002)
            return group, one
    raise Refusal(40068)


def _name(body: Item, field: str = "name") -> str:
    name = text_of(body, field)
    if len(name) > LONGEST_NAME:
        raise Refusal(40072, "invalid tag name length")
    return name


def _order(body: Item) -> int:
    order = number_of(body, "order")
    if not 0 <= order <= LARGEST_ORDER:
        raise Refusal(40058, "invalid param 'order'")
    return order


def _count(world: World) -> int:
    return sum(not tag["deleted"] for one in world.tag_groups.values() for tag in one["tags"])


def _ordered(entries: object) -> list[Item]:
    found: list[Item] = list(entries)  # type: ignore[call-overload]
    return sorted(found, key=lambda one: -int(one["order"]))


def _group(group: Item, tags: list[Item], *, by_tag: bool = False, in_group: bool = False) -> Item:
    fields = ("id", "name", "create_time", "order")
    told = by_tag or in_group
    inside = [
        {name: tag[name] for name in fields} | ({"deleted": tag["deleted"]} if told else {})
        for tag in _ordered(tags)
    ]
    head = {
        "group_id": group["id"], "group_name": group["name"], "create_time": group["create_time"],
        "order": group["order"], "tag": inside,
    }  # fmt: skip
    return head | ({"deleted": group["deleted"]} if by_tag else {})
