"""What the builder sends: the expression so far, and what is to be done with it."""

from __future__ import annotations

from typing import Any

import orjson
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from county.design.forms import Form, Line
from county.records.audiences.knowledge import (
    EMPTY,
    HOWS,
    Group,
    How,
    Unreadable,
    parse,
    read_as,
    with_member,
    without,
)

LONGEST_TREE = 20_000


class SaveForm(Form):
    title = Line(label=gettext_lazy("Title"), max_length=60)
    audience = forms.UUIDField(required=False, widget=forms.HiddenInput)


def tree_of(text: str) -> Group:
    """The expression in the builder's hidden field; raises Unreadable."""
    if not text.strip():
        return EMPTY
    if len(text) > LONGEST_TREE:
        raise Unreadable(gettext_noop("The audience has too many conditions."))
    try:
        given: Any = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Unreadable(gettext_noop("This is no audience.")) from error
    return parse(given)


def built(data: QueryDict) -> tuple[Group, str]:
    """The expression after what was pressed, and what was wrong, in words; empty if nothing."""
    tree = EMPTY
    try:
        tree = tree_of(data.get("tree", ""))
        return _pressed(_read_anew(tree, data), data), ""
    except Unreadable as error:
        return tree, _(str(error))


def _read_anew(tree: Group, data: QueryDict) -> Group:
    """Each group read as its own selector says."""
    for name, value in data.items():
        head, bar, place = name.partition("|")
        if head == "how" and bar and value in HOWS:
            how: How = next(one for one in HOWS if one == value)
            tree = read_as(tree, _path(place), how)
    return tree


def _pressed(tree: Group, data: QueryDict) -> Group:
    verb, _bar, place = data.get("op", "").partition("|")
    path = _path(place)
    if verb == "add":
        picked = data.get(f"pick|{place}", "")
        return with_member(tree, path, parse(picked).of[0]) if picked else tree
    if verb == "group":
        return with_member(tree, path, Group("any", ()))
    if verb == "remove":
        return without(tree, path)
    return tree


def _path(place: str) -> tuple[int, ...]:
    steps = [step for step in place.split(".") if step]
    if len(steps) > 12 or any(not step.isdecimal() or len(step) > 3 for step in steps):
        raise Unreadable(gettext_noop("This is no audience."))
    return tuple(int(step) for step in steps)
