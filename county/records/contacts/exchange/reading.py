"""Read contacts from WeCom: one person after a push, everybody each night."""

from __future__ import annotations

from datetime import datetime

from county.foundation.channels.wecom import calls
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.contacts import (
    MOST_OFFICERS,
    Follow,
    follow_of,
    follows_of,
    gone,
)
from county.foundation.channels.wecom.errors import Unreachable, WeComRefused
from county.kernel import clock
from county.kernel.fields import reveal
from county.records.contacts import queries
from county.records.contacts.actions import contacts as acts
from county.records.contacts.flow import Bond
from county.records.contacts.models import Contact

MOST_PAGES = 1000
"""Of the officers of one resident."""


def follows(wecom: Client, external_userid: str) -> list[Follow]:
    """Every officer who has this resident now; none where WeCom knows of no contact."""
    found: list[Follow] = []
    cursor = ""
    for _page in range(MOST_PAGES):
        try:
            page = calls.contact(wecom, external_userid, cursor=cursor)
        except WeComRefused as error:
            if not gone(error):
                raise
            return found
        found += [follow_of(page.person, entry) for entry in page.officers]
        if not page.cursor:
            return found
        cursor = page.cursor
    raise Unreachable


def read_again(wecom: Client, external_userid: str) -> list[Contact]:
    """Bring everything that is kept of one person to what WeCom says now (F-14).

    Pushes come late, twice, out of order or not at all, so that none is believed: it only says
    whom to ask about. Comes back with the contacts that WeCom lists.
    """
    asked_at = clock.now()
    listed = follows(wecom, external_userid)
    kept = [acts.keep(follow, asked_at=asked_at) for follow in listed]
    officers = {follow.officer for follow in listed}
    for contact in queries.pairs_of(external_userid):
        if contact.userid not in officers and contact.state != Bond.HALF:
            acts.lose(contact, to=Bond.DROPPED_BY_OFFICER, at=asked_at, asked_at=asked_at)
    return kept


def was_dropped(contact: Contact, *, by_resident: bool, at: datetime) -> None:
    """Enter a removal that a push told of, where the last reading does not contradict it.

    WeCom goes on listing an officer whom the resident removed; only the push tells. Whoever was
    made a contact after the push's moment was not removed by it.
    """
    listed = contact.state == Bond.FRIENDS
    if by_resident and not (listed and contact.since and contact.since > at):
        acts.lose(contact, to=Bond.DROPPED_BY_RESIDENT, at=at, asked_at=clock.now())
    elif not by_resident and contact.state == Bond.HALF:
        acts.lose(contact, to=Bond.DROPPED_BY_OFFICER, at=at, asked_at=clock.now())


def read_everybody(wecom: Client) -> list[Contact]:
    """Bring every contact to what WeCom says now, whatever pushes were lost (F-13).

    An officer whom WeCom left out for want of a licence has no empty list: nothing is concluded.
    Comes back with the contacts that WeCom lists.
    """
    officers = sorted(set(calls.officers_with_contacts(wecom)))
    kept: list[Contact] = []
    for start in range(0, len(officers), MOST_OFFICERS):
        kept += _read_officers(wecom, officers[start : start + MOST_OFFICERS])
    for external_userid in queries.unseen(kept):
        kept += read_again(wecom, external_userid)
    return kept


def send_remark(wecom: Client, contact: Contact) -> None:
    """Give WeCom the remark that is kept; a contact that is none any more is read anew (F-45)."""
    name, note = reveal(contact, "remark"), reveal(contact, "note")
    try:
        calls.remark(wecom, contact.userid, contact.external_userid, name, note)
    except WeComRefused as error:
        if not gone(error):
            raise
        read_again(wecom, contact.external_userid)
    acts.remark_arrived(contact)


def _read_officers(wecom: Client, officers: list[str]) -> list[Contact]:
    kept = []
    asked_at = clock.now()
    for page in follows_of(wecom, officers):
        kept += [acts.keep(follow, asked_at=asked_at) for follow in page.found]
        asked_at = clock.now()
    return kept
