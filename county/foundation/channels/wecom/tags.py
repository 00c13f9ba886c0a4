"""The enterprise's tags in WeCom, and the marking of contacts with them (wecom.md §6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from county.foundation.channels.wecom.answers import check, number, objects, word
from county.foundation.channels.wecom.client import Answer, Client
from county.foundation.channels.wecom.errors import Unreachable

LONGEST_NAME = 30
"""Characters of a tag's or a group's name."""
MOST_TAGS = 10_000
"""Of an enterprise."""
HIGHEST = 2**32 - 1
"""The greatest place in an order; the greater comes first."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag or a group as WeCom keeps it."""

    id: str
    name: str
    order: int


@dataclass(frozen=True, slots=True)
class Group(Tag):
    """A group with its tags."""

    tags: tuple[Tag, ...]


def library(wecom: Client) -> tuple[Group, ...]:
    """Every tag of the enterprise, ours and others' (document 92117)."""
    answer = wecom.post("externalcontact/get_corp_tag_list", {})
    return tuple(_group(one) for one in objects(answer, "tag_group"))


def add(
    wecom: Client, group: str, tags: Sequence[tuple[str, int]], *, order: int = 0, known: str = ""
) -> Group:
    """Add tags as (name, order) to a group by its id `known`, or to the group of that name."""
    _fits(group, order)
    check(bool(tags), _("A group of tags is not empty."))
    for name, place in tags:
        _fits(name, place)
    body: dict[str, Any] = {"group_id": known} if known else {"group_name": group, "order": order}
    body["tag"] = [{"name": name, "order": place} for name, place in tags]
    answer = wecom.post("externalcontact/add_corp_tag", body)
    made = answer.get("tag_group")
    if not isinstance(made, dict):
        raise Unreachable
    return _group(made)


def edit(wecom: Client, tag: str, *, name: str, order: int) -> None:
    """Give a tag or a group of ours another name and place."""
    _fits(name, order)
    wecom.post("externalcontact/edit_corp_tag", {"id": tag, "name": name, "order": order})


def delete(wecom: Client, tags: Sequence[str]) -> None:
    """Delete tags of ours; a group goes with its last one."""
    check(bool(tags), _("No tag is named."))
    wecom.post("externalcontact/del_corp_tag", {"tag_id": list(tags)})


def mark(
    wecom: Client,
    officer: str,
    resident: str,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> None:
    """Put tags on an officer's contact and take others off, by their ids (document 92118)."""
    check(bool(add or remove), _("No tag is named."))
    body: dict[str, Any] = {"userid": officer, "external_userid": resident}
    body |= {key: list(ids) for key, ids in (("add_tag", add), ("remove_tag", remove)) if ids}
    wecom.post("externalcontact/mark_tag", body)


def _fits(name: str, order: int) -> None:
    fits = 1 <= len(name) <= LONGEST_NAME and 0 <= order <= HIGHEST
    check(fits, _("A tag's name has 1 to 30 characters: “%(name)s”.") % {"name": name[:60]})


def _group(entry: Answer | Any) -> Group:
    tags = tuple(
        Tag(word(one, "id", needed=True), word(one, "name"), number(one, "order"))
        for one in objects(dict(entry), "tag")
        if not one.get("deleted")
    )
    identity = word(entry, "group_id", needed=True)
    return Group(identity, word(entry, "group_name"), number(entry, "order"), tags)
