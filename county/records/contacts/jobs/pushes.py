"""WeCom tells that something changed; we ask what. Each night everything is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from county.foundation.channels.events import CallbackKept
from county.foundation.channels.queries import fields_of
from county.foundation.channels.wecom.client import Client, is_set_up
from county.foundation.events.clock import every
from county.foundation.events.registry import System, on
from county.kernel import clock
from county.records.contacts import queries
from county.records.contacts.actions import contacts as acts
from county.records.contacts.events import ReadingAsked, RemarkWritten
from county.records.contacts.exchange import marks, reading, welcome
from county.records.contacts.exchange.wire import over_the_wire
from county.records.contacts.models import Contact
from county.records.residents.events import FilesMerged, FilesParted

CLOCK = System("clock")
ADDED, HALF_ADDED = "add_external_contact", "add_half_external_contact"
BY_OFFICER, BY_RESIDENT = "del_external_contact", "del_follow_user"


@on(CallbackKept, outside=True)
def hear(fact: CallbackKept) -> None:
    """A push about a contact: say the first words, then ask WeCom how things are (F-06, F-14)."""
    if fact.event == "change_external_contact":
        about_a_contact(fact)


@over_the_wire
def about_a_contact(wecom: Client, fact: CallbackKept) -> None:
    fields = fields_of(fact.callback_id)
    userid, external_userid = _word(fields, "UserID"), _word(fields, "ExternalUserID")
    if not (userid and external_userid):
        return
    at = _moment(_word(fields, "CreateTime"))
    code = _word(fields, "WelcomeCode")
    if code and fact.change in (ADDED, HALF_ADDED):
        welcome.greet(wecom, code, userid=userid, external_userid=external_userid, since=at)
    asked_at = clock.now()
    kept = reading.read_again(wecom, external_userid)
    for each in kept:
        marks.settle(wecom, each)
    if fact.change == HALF_ADDED and userid not in {contact.userid for contact in kept}:
        acts.await_acceptance(
            userid, external_userid, channel_state=_word(fields, "State"), asked_at=asked_at
        )
    contact = queries.pair(userid, external_userid)
    if fact.change == ADDED and contact is not None and contact in kept:
        acts.made_anew(contact, at=at)
    if contact is not None and fact.change in (BY_OFFICER, BY_RESIDENT):
        reading.was_dropped(contact, by_resident=fact.change == BY_RESIDENT, at=at)


@every("30 2 * * *")
def each_night() -> None:
    """Let every contact be read anew: pushes get lost (F-13)."""
    if is_set_up():
        acts.ask_for_reading(reason="night", by=CLOCK)


@on(FilesMerged)
def files_became_one(fact: FilesMerged) -> None:
    """Two files of a person were joined: the contacts follow to the file that stays."""
    acts.follow_the_file(fact.resident_id)


@on(FilesParted)
def files_are_two_again(fact: FilesParted) -> None:
    """The joining was undone: each contact goes where the person's name in WeCom went."""
    acts.follow_the_file(fact.former_id)


@on(ReadingAsked, outside=True)
@over_the_wire
def read(wecom: Client, _fact: ReadingAsked) -> None:
    """Read every contact from WeCom."""
    for contact in reading.read_everybody(wecom):
        marks.settle(wecom, contact)


@on(RemarkWritten, outside=True)
@over_the_wire
def send_remark(wecom: Client, fact: RemarkWritten) -> None:
    """Give WeCom the remark that we keep already; a contact that is none any more is read anew."""
    contact = Contact.objects.get(pk=fact.contact_id)
    if contact.remark_waits:
        reading.send_remark(wecom, contact)


def _word(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _moment(text: str) -> datetime:
    """A push's own time; one without is as old as can be, so that no code of it is used."""
    return datetime.fromtimestamp(int(text) if text.isdecimal() else 0, UTC)
