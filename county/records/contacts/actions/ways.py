"""Make a code by which residents add officers as contacts; delete it."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from county.foundation.channels.wecom.ways import LONGEST_TITLE, MOST_MEMBERS, Way
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed
from county.records.contacts.access import Permit
from county.records.contacts.events import WayDeleted, WayMade, WayPlanned
from county.records.contacts.flow import WAY, WayState
from county.records.contacts.models import ContactWay
from county.records.places import queries as places

WECOM = System("wecom")
WORD = re.compile(r"[0-9A-Za-z\u4e00-\u9fff-]{1,20}")
"""A campaign's word: what is safe in an address."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of the ending that makes a state unlike any other: none is taken for another by eye."""


@transaction.atomic
def plan(
    *, title: str, members: Collection[Officer], by: Officer, town_code: str = "", word: str = ""
) -> ContactWay:
    """Plan a code that leads to these officers; WeCom makes it in the background.

    Its state is the campaign's word or the town's code, with an ending of its own; who comes by
    it is of that town when nothing better is known. Raises Incomplete for what cannot be used.
    """
    demand(by, Permit.MANAGE)
    names = sorted({officer.wecom_id for officer in members if officer.wecom_id})
    if not 1 <= len(names) <= MOST_MEMBERS:
        raise Incomplete(_("Choose 1 to 100 colleagues who have an account in WeCom."))
    if town_code and places.town_of(town_code) != town_code:
        raise Incomplete(_("There is no such town."))
    if town_code and by.reach is not None and town_code not in by.reach:
        raise NotAllowed(_("You make codes for the areas you work in."))
    if word and not WORD.fullmatch(word):
        raise Incomplete(_("The word has 1 to 20 letters, digits or characters."))
    if not title or len(title) > LONGEST_TITLE:
        raise Incomplete(_("The title has 1 to 30 characters."))
    ending = get_random_string(6, LETTERS)
    way = ContactWay.objects.create(
        title=title,
        town_code=town_code,
        state_word=f"{word or town_code or 'county'}.{ending}",
        members=names,
        made_by=by,
    )
    announce(WayPlanned(way_id=str(way.pk)), by=by)
    return way


@transaction.atomic
def begin(way: ContactWay) -> ContactWay:
    """Note that WeCom is about to be asked for the code; keeps when it first was."""
    way = ContactWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
    if way.tried_at is None:
        way.tried_at = clock.now()
        way.save(update_fields=["tried_at"])
    return way


@transaction.atomic
def made(way: ContactWay, found: Way) -> None:
    """Keep WeCom's name for the code together with its picture: never one without the other."""
    way = ContactWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
    way.config_id = found.config
    way.picture = found.picture if found.picture.startswith(("https://", "http://")) else ""
    if way.state == WayState.PLANNED:
        WAY.move(way, "make")
        announce(WayMade(way_id=str(way.pk)), by=WECOM)
    way.save(update_fields=["config_id", "picture", "state"])


@transaction.atomic
def pictured(way: ContactWay, file: StoredFile) -> None:
    """Keep which file of ours is the code's picture."""
    ContactWay.objects.filter(pk=way.pk, file=None).update(file=file)


@transaction.atomic
def refused(way: ContactWay, reason: str) -> None:
    """Enter that WeCom makes no such code, and why."""
    way = ContactWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
    if way.state == WayState.PLANNED:
        WAY.move(way, "refuse")
        way.reason = reason
        way.save(update_fields=["state", "reason"])


@transaction.atomic
def delete(way: ContactWay, *, by: Officer) -> None:
    """Let a code become worthless; whoever came by it stays."""
    demand(by, Permit.MANAGE)
    way = ContactWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
    WAY.move(way, "delete")
    way.save(update_fields=["state"])
    announce(WayDeleted(way_id=str(way.pk)), by=by)


@transaction.atomic
def removed(way: ContactWay) -> None:
    """Enter that WeCom has the code no more."""
    way = ContactWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
    if way.state == WayState.DELETING:
        WAY.move(way, "remove")
        way.save(update_fields=["state"])
