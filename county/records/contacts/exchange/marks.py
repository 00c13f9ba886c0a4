"""Our library and the tags in force, mirrored in WeCom. Ours is the master."""

from __future__ import annotations

import logging

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

log = logging.getLogger(__name__)

PREFIX = "警小微·"
"""Before a group's name, so that it is not taken for a group somebody made by hand."""
NOT_OURS = {48002, errors.NO_TAG, errors.NAME_TAKEN}
"""What WeCom says of a tag that another made, or that has just gone."""


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
        _withdraw(wecom, {tag.id for group in theirs.values() for tag in group.tags})


def _withdraw(wecom: Client, there: set[str]) -> None:
    """Delete in WeCom what may not, or no longer, be shown outside, from every contact there."""
    codes = {tag.code for _group, tags in shown() for tag in tags}
    for row in CorpTag.objects.filter(code__startswith="T").exclude(pk__in=codes):
        if row.wecom_id in there:
            calls.delete(wecom, [row.wecom_id])
        acts.disown(row.pk)


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
            _edit(wecom, known.id, name, order)
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
            _edit(wecom, found.id, tag.name, order)
        acts.own(tag.code, calls.Tag(found.id, tag.name, order))
    return missing


def _edit(wecom: Client, key: str, name: str, order: int) -> None:
    """Name and order a tag or group; one that another made is left as it is."""
    try:
        calls.edit(wecom, key, name=name, order=order)
    except WeComRefused as error:
        if error.code not in NOT_OURS:
            raise
        log.warning("the tag %s in WeCom is not ours to change (%s)", key, error.code)


def _own_by_name(made: tuple[calls.Tag, ...], tags: list[Tag]) -> None:
    by_name = {one.name: one for one in made}
    for tag in tags:
        if tag.name in by_name:
            acts.own(tag.code, by_name[tag.name])


def settle(wecom: Client, contact: Contact) -> None:
    """Bring the marks of a contact to what is in force here.

    What an officer put on in the client becomes a proposal here and is taken off there until it
    is in force; what was taken off there, while it is in force here, is put back. One at a time
    for each pair; the client itself tries a conflict again, with jitter (F-37).
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
    try:
        calls.mark(wecom, contact.userid, contact.external_userid, add=add, remove=remove)
    except WeComRefused as error:
        if not gone(error):
            raise
        return False
    return True
