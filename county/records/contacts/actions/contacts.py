"""Enter what WeCom says of a contact; write a remark; ask for everything to be read anew."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.channels.wecom.calls import LONGEST_DESCRIPTION, LONGEST_REMARK
from county.foundation.channels.wecom.contacts import Follow
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel.errors import Incomplete, NotAllowed
from county.kernel.fields import set_sealed
from county.records.contacts import queries
from county.records.contacts.access import Permit
from county.records.contacts.events import ContactLost, ContactMade, ReadingAsked, RemarkWritten
from county.records.contacts.flow import Bond
from county.records.contacts.models import Contact
from county.records.residents import actions as residents
from county.records.residents import queries as known
from county.records.residents.models import Resident

WECOM = System("wecom")
LOST = (Bond.DROPPED_BY_OFFICER, Bond.DROPPED_BY_RESIDENT)


@transaction.atomic
def keep(follow: Follow, *, asked_at: datetime) -> Contact:
    """Enter a contact as WeCom gave it when we asked; an answer older than what is kept is not.

    A resident who removed the officer is still listed by WeCom, so that stands until they are
    contacts anew.
    """
    resident = _resident(follow.resident, follow.name, follow.state)
    contact, made = _locked(follow.officer, follow.resident, resident, asked_at)
    if not made and contact.read_at > asked_at:
        return contact
    before = "" if made else contact.state
    since = datetime.fromtimestamp(follow.since, UTC)
    if not (before == Bond.DROPPED_BY_RESIDENT and contact.lost_at and since <= contact.lost_at):
        contact.state, contact.lost_at = Bond.FRIENDS, None
    contact.since = max(since, contact.since or since)
    contact.way, contact.channel_state = follow.way, follow.state[:64]
    contact.marks, contact.read_at = sorted(follow.tags), asked_at
    contact.ours = [mark for mark in contact.ours if mark in contact.marks]
    if not contact.remark_waits:
        set_sealed(contact, "remark", follow.remark)
        set_sealed(contact, "note", follow.note)
    contact.save()
    if contact.state != before and contact.state == Bond.FRIENDS:
        _tell_made(contact)
    return contact


@transaction.atomic
def made_anew(contact: Contact, *, at: datetime) -> None:
    """Enter that a resident who had removed the officer added them again at that moment, of which
    WeCom's list says nothing."""
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.since is not None and at <= contact.since:
        return
    contact.since = at
    came_back = contact.state == Bond.DROPPED_BY_RESIDENT and (contact.lost_at or at) <= at
    if came_back:
        contact.state, contact.lost_at = Bond.FRIENDS, None
    contact.save(update_fields=["since", "state", "lost_at"])
    if came_back:
        _tell_made(contact)


@transaction.atomic
def await_acceptance(
    userid: str, external_userid: str, *, channel_state: str, asked_at: datetime
) -> Contact:
    """Enter that a resident added an officer who has not accepted, which WeCom lists nowhere."""
    resident = _resident(external_userid, "", channel_state)
    contact, made = _locked(userid, external_userid, resident, asked_at)
    if made or (contact.state in LOST and contact.read_at <= asked_at):
        contact.state, contact.lost_at, contact.read_at = Bond.HALF, None, asked_at
        contact.channel_state = channel_state[:64]
        contact.save()
        _tell_made(contact)
    return contact


@transaction.atomic
def lose(contact: Contact, *, to: Bond, at: datetime, asked_at: datetime) -> None:
    """Enter that officer and resident are no contacts any more, and by whose hand (F-45)."""
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    stale = contact.read_at > asked_at
    if stale or contact.state in (to, Bond.DROPPED_BY_OFFICER):
        return
    was_lost = contact.state in LOST
    contact.state, contact.lost_at, contact.read_at = to, at, asked_at
    if to == Bond.DROPPED_BY_OFFICER:
        contact.marks, contact.ours = [], []
    contact.save()
    if not was_lost:
        fact = ContactLost(
            contact_id=str(contact.pk), resident_id=str(contact.resident_id), state=to.value
        )
        announce(fact, by=WECOM)


@transaction.atomic
def follow_the_file(resident_id: str) -> int:
    """Let the contacts of a person be those of the file that speaks for them now; how many."""
    resident = Resident.objects.get(pk=resident_id)
    names = known.names_in("wecom", resident)
    rows = Contact.objects.filter(external_userid__in=names).exclude(resident=resident)
    return rows.update(resident=resident)


@transaction.atomic
def write_remark(contact: Contact, *, name: str, note: str, by: Officer) -> Contact:
    """Keep how the officer calls the resident; it stands at once, WeCom gets it after (F-15)."""
    if contact.officer_id != by.pk and not by.has(Permit.MANAGE):
        raise NotAllowed(_("The remark is written by the officer whose contact it is."))
    if len(name) > LONGEST_REMARK or len(note) > LONGEST_DESCRIPTION:
        raise Incomplete(_("A remark has at most 20 characters, its note 150."))
    if not (name or note):
        raise Incomplete(_("The remark is empty."))
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    set_sealed(contact, "remark", name)
    set_sealed(contact, "note", note)
    contact.remark_waits = True
    contact.save(update_fields=["remark", "note", "remark_waits"])
    announce(RemarkWritten(contact_id=str(contact.pk)), by=by)
    return contact


@transaction.atomic
def remark_arrived(contact: Contact) -> None:
    """Note that WeCom has the remark that is kept now."""
    Contact.objects.filter(pk=contact.pk, remark=contact.remark, note=contact.note).update(
        remark_waits=False
    )


@transaction.atomic
def ask_for_reading(*, reason: str, by: Actor) -> None:
    """Let every contact be read from WeCom anew."""
    if isinstance(by, Officer):
        demand(by, Permit.MANAGE)
    announce(ReadingAsked(reason=reason), by=by)


def _locked(
    userid: str, external_userid: str, resident: Resident, asked_at: datetime
) -> tuple[Contact, bool]:
    officer = queries.officer_called(userid)
    contact, made = Contact.objects.select_for_update(of=("self",)).get_or_create(
        userid=userid,
        external_userid=external_userid,
        defaults={
            "resident": resident, "officer": officer, "state": Bond.HALF, "read_at": asked_at,
        },
    )  # fmt: skip
    contact.resident, contact.officer = resident, officer
    return contact, made


def _resident(external_userid: str, nickname: str, channel_state: str) -> Resident:
    """Whom WeCom means; a stranger gets an unnamed file, of the town that the code was for."""
    town = queries.town_of(channel_state)
    resident = residents.meet("wecom", external_userid, alias=nickname[:40], town_code=town)
    alias = nickname[:40] if nickname and not resident.alias else None
    area = town if town and not resident.town_code else None
    if alias is None and area is None:
        return resident
    return residents.correct(resident, by=WECOM, alias=alias, area_code=area)


def _tell_made(contact: Contact) -> None:
    fact = ContactMade(
        contact_id=str(contact.pk), resident_id=str(contact.resident_id), state=contact.state
    )
    announce(fact, by=WECOM)
