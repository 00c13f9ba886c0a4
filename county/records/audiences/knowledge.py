"""An audience as an expression: parsed, checked, and evaluated over compressed bitmaps.

An expression is a group, `{"how": "all" | "any" | "none", "of": [...]}`, of attributes such as
`tag:T0302`, `town:330424101`, `grid:330424101003`, `age:35`, `kind:enterprise`, `industry:26`, and
of further groups. Roaring bitmaps after Lemire et al., Software: Practice and Experience 48 (2018).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal, cast

from django.utils.translation import gettext_noop
from pyroaring import BitMap

How = Literal["all", "any", "none"]
HOWS: tuple[How, ...] = ("all", "any", "none")

EVERYBODY = "all"
"""The attribute of everyone who has a file."""
FORM = re.compile(
    r"tag:T\d{4}|town:\d{9}|grid:[0-9A-Z]{10,20}|age:(14|18|35|60)|kind:[a-z_]{1,20}|industry:\d{2}"
)
AGES = ("14", "18", "35", "60")
"""The first year of each age band; a county knows no finer ages of its people."""
SMALLEST = 5
"""Fewer people are no audience: neither their number is shown nor are they written to (§6.9)."""
DEEPEST, LONGEST = 6, 60
"""Levels and attributes of one expression; more is not read by anybody."""


class Unreadable(ValueError):  # noqa: N818 - says what it is
    """What was given is no expression; the reason is a msgid of the catalogue."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of attributes and groups, and how many of them must hold."""

    how: How
    of: tuple[str | Group, ...]


Node = str | Group
EMPTY = Group("all", ())


def parse(given: Any) -> Group:
    """The expression in plain data as a group; raises Unreadable."""
    node = _node(given, 1)
    if isinstance(node, str):
        return Group("all", (node,))
    if sum(1 for _ in attributes(node)) > LONGEST:
        raise Unreadable(gettext_noop("The audience has too many conditions."))
    return node


def _node(given: Any, depth: int) -> Node:
    if isinstance(given, str):
        if not FORM.fullmatch(given):
            raise Unreadable(gettext_noop("The audience names something that cannot be chosen by."))
        return given
    if not isinstance(given, dict) or given.get("how") not in HOWS or depth > DEEPEST:
        raise Unreadable(gettext_noop("This is no audience."))
    members = given.get("of")
    if not isinstance(members, list) or len(members) > LONGEST:
        raise Unreadable(gettext_noop("This is no audience."))
    return Group(cast("How", given["how"]), tuple(_node(one, depth + 1) for one in members))


def plain(node: Node) -> Any:
    """The expression as plain data, as it is kept."""
    if isinstance(node, str):
        return node
    return {"how": node.how, "of": [plain(one) for one in node.of]}


def attributes(node: Node) -> Iterator[str]:
    """Every attribute that the expression names, in its order."""
    if isinstance(node, str):
        yield node
    else:
        for one in node.of:
            yield from attributes(one)


def tags_in(node: Node) -> list[str]:
    """The codes of the tags that the expression names, each once."""
    found = dict.fromkeys(one[4:] for one in attributes(node) if one.startswith("tag:"))
    return list(found)


def tidy(node: Group) -> Group:
    """The expression without groups that are empty."""
    kept = [one if isinstance(one, str) else tidy(one) for one in node.of]
    return Group(node.how, tuple(one for one in kept if isinstance(one, str) or one.of))


def evaluate(node: Node, people: Mapping[str, BitMap]) -> BitMap:
    """Those for whom the expression holds; `people` has a bitmap for each attribute and EVERYBODY.

    A group without members holds for nobody: an audience is never everyone by oversight.
    """
    everybody = people[EVERYBODY]
    found = _evaluate(node, people, everybody)
    return found & everybody


def _evaluate(node: Node, people: Mapping[str, BitMap], everybody: BitMap) -> BitMap:
    if isinstance(node, str):
        return people[node]
    if not node.of:
        return BitMap()
    if node.how == "all":
        return _all_of(node.of, people, everybody)
    found = [_evaluate(one, people, everybody) for one in node.of]
    together = found[0] if len(found) == 1 else BitMap.union(*found)
    return together if node.how == "any" else everybody - together


def _all_of(members: tuple[Node, ...], people: Mapping[str, BitMap], everybody: BitMap) -> BitMap:
    """The members' intersection, the smallest first; what must not hold is taken away last."""
    wanted = [one for one in members if isinstance(one, str) or one.how != "none"]
    unwanted = [one for one in members if isinstance(one, Group) and one.how == "none"]
    found = sorted((_evaluate(one, people, everybody) for one in wanted), key=len)
    rest = reduce(lambda left, right: left & right, found) if found else everybody
    for group in unwanted:
        for one in group.of:
            rest = rest - _evaluate(one, people, everybody)
    return rest


def at(node: Group, path: tuple[int, ...]) -> Node:
    """The member at this place, as the builder names it; raises Unreadable where there is none."""
    found: Node = node
    for step in path:
        if isinstance(found, str) or not 0 <= step < len(found.of):
            raise Unreadable(gettext_noop("This is no audience."))
        found = found.of[step]
    return found


def changed(node: Group, path: tuple[int, ...], change: Callable[[Group], Group]) -> Group:
    """The expression with the group at this place changed."""
    if not path:
        return change(node)
    first, *rest = path
    inner = at(node, (first,))
    if isinstance(inner, str):
        raise Unreadable(gettext_noop("This is no audience."))
    members = list(node.of)
    members[first] = changed(inner, tuple(rest), change)
    return Group(node.how, tuple(members))


def with_member(node: Group, path: tuple[int, ...], member: Node) -> Group:
    """The expression with one member more in the group at this place, if it is not there."""

    def add(group: Group) -> Group:
        known = isinstance(member, str) and member in group.of
        return group if known else Group(group.how, (*group.of, member))

    return changed(node, path, add)


def without(node: Group, path: tuple[int, ...]) -> Group:
    """The expression without the member at this place."""
    if not path:
        return EMPTY
    at(node, path)
    *above, last = path

    def drop(group: Group) -> Group:
        return Group(group.how, group.of[:last] + group.of[last + 1 :])

    return changed(node, tuple(above), drop)


def read_as(node: Group, path: tuple[int, ...], how: How) -> Group:
    """The expression with the group at this place read another way."""
    return changed(node, path, lambda group: Group(how, group.of))
