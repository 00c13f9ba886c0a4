"""Our library and the tags in force, mirrored in WeCom. Ours is the master."""

from __future__ import annotations

import random
import time

from county.foundation.channels.wecom import errors
from county.foundation.channels.wecom import tags as calls
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.contacts import gone
from county.foundation.channels.wecom.errors import WeComRefused
from county.foundation.database.locks import held
from county.records.contacts import queries
from county.records.contacts.actions import mirror as acts
from county.records.contacts.flow import Bond
from county.records.contacts.knowledge import order_of
from county.records.contacts.models import Contact, CorpTag
from county.records.tags.knowledge import Group, Tag, library
from county.records.tags.queries import active_codes

PREFIX = "警小微·"
"""Before a group's name, so that it is not taken for a group somebody made by hand."""
TRIES = 5
JITTER = 0.4
"""Seconds: the longest first wait after somebody else changed the same contact, doubled after."""


def shown() -> list[tuple[Group, list[Tag]]]:
    """The groups with those tags that may leave the house: nothing sensitive does."""
    groups = [(group, [tag for tag in group.tags if tag.shown_outside]) for group in library()]
    return [(group, tags) for group, tags in groups if tags]


def push_library(wecom: Client) -> None:
    """Make WeCom's tags those of our library: made, named, ordered; others' are left alone.

    A tag of our group with our name is ours even if the answer to its making was lost.
    """
    with held("contacts.library"):
        theirs = {group.id: group for group in calls.library(wecom)}
        for place, (group, tags) in enumerate(shown()):
            _push_group(wecom, theirs, group, tags, order_of(place))


def _push_group(
    wecom: Client, theirs: dict[str, calls.Group], group: Group, tags: list[Tag], order: int
) -> None:
    name = f"{PREFIX}{group.name}"
    row = CorpTag.objects.filter(pk=group.code).first()
    known = theirs.get(row.wecom_id) if row else None
    known = known or next((one for one in theirs.values() if one.name == name), None)
    if known is not None:
        acts.own(group.code, known)
        if (known.name, known.order) != (name, order):
            calls.edit(wecom, known.id, name=name, order=order)
            acts.own(group.code, calls.Tag(known.id, name, order))
    missing = _push_tags(wecom, known.tags if known else (), tags)
    if missing:
        wanted = [(tag.name, order_of(tag.place)) for tag in missing]
        made = calls.add(wecom, name, wanted, order=order, known=known.id if known else "")
        acts.own(group.code, calls.Tag(made.id, name, order))
        _own_by_name(made.tags, missing)


def _push_tags(wecom: Client, theirs: tuple[calls.Tag, ...], tags: list[Tag]) -> list[Tag]:
    """Name and order those of our tags that WeCom has; comes back with those that it lacks."""
    codes = [tag.code for tag in tags]
    ids = dict(CorpTag.objects.filter(pk__in=codes).values_list("pk", "wecom_id"))
    by_id, by_name = {one.id: one for one in theirs}, {one.name: one for one in theirs}
    missing = []
    for tag in tags:
        found = by_id.get(ids.get(tag.code, "")) or by_name.get(tag.name)
        if found is None:
            acts.disown(tag.code)
            missing.append(tag)
            continue
        order = order_of(tag.place)
        if (found.name, found.order) != (tag.name, order):
            calls.edit(wecom, found.id, name=tag.name, order=order)
        acts.own(tag.code, calls.Tag(found.id, tag.name, order))
    return missing


def _own_by_name(made: tuple[calls.Tag, ...], tags: list[Tag]) -> None:
    by_name = {one.name: one for one in made}
    for tag in tags:
        if tag.name in by_name:
            acts.own(tag.code, by_name[tag.name])


def settle(wecom: Client, contact: Contact) -> None:
    """Bring the marks of a contact to what is in force here.

    What an officer put on in the client becomes a proposal here and is taken off there until it
    is in force; what was taken off there, while it is in force here, is put back. One at a time
    for each pair (F-37).
    """
    if contact.state != Bond.FRIENDS:
        return
    with held(f"contacts.marks:{contact.userid}:{contact.external_userid}"):
        contact = Contact.objects.select_related("officer", "resident").get(pk=contact.pk)
        ours = queries.corp_tags()
        for mark in contact.marks:
            if mark in ours and mark not in contact.ours:
                acts.take_as_proposal(contact, ours[mark])
        in_force = active_codes(contact.resident_id)
        wanted = {mark for mark, code in ours.items() if code in in_force}
        there = {mark for mark in contact.marks if mark in ours}
        add, remove = sorted(wanted - there), sorted(there - wanted)
        if add or remove:
            acts.intend(contact, add)
            if _mark(wecom, contact, add, remove):
                acts.marked(contact, added=add, removed=remove)
        elif wanted - set(contact.ours):
            acts.intend(contact, wanted)


def _mark(wecom: Client, contact: Contact, add: list[str], remove: list[str]) -> bool:
    """Whether WeCom took the marks; a contact that is none any more has none (F-45)."""
    wait = JITTER
    for number in range(1, TRIES + 1):
        try:
            calls.mark(wecom, contact.userid, contact.external_userid, add=add, remove=remove)
        except WeComRefused as error:
            if gone(error):
                return False
            if error.code != errors.CONFLICT or number == TRIES:
                raise
            time.sleep(random.uniform(wait / 2, wait))  # noqa: S311 - to part two workers
            wait *= 2
        else:
            return True
    return False
