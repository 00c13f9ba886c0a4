"""Hand group messages to WeCom, once; learn what became of them (F-31 to F-33)."""

from __future__ import annotations

from datetime import timedelta

from county.foundation.channels.wecom import errors
from county.foundation.channels.wecom import mailings as calls
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import Step, WeComRefused
from county.foundation.database.locks import held
from county.kernel import clock
from county.records.contacts.actions import contacts as contacts_acts
from county.records.contacts.actions import mailings as acts
from county.records.contacts.exchange import reading
from county.records.contacts.flow import Bond, Part
from county.records.contacts.models import Contact, Lot, Mailing
from county.records.contacts.queries import mailings as queries

SKEW = timedelta(minutes=5)
"""How far WeCom's clock and ours may differ."""
HORIZON = timedelta(days=30)
"""How far back WeCom lists group messages in one question."""


def hand_over(wecom: Client, mailing: Mailing) -> None:
    """Lay every part that WeCom does not have yet before the officers."""
    for lot in queries.lots_of(mailing):
        with held(f"contacts.lot:{lot.pk}"):
            lot.refresh_from_db()
            if lot.state == Part.PLANNED:
                _create(wecom, mailing, lot)


def _create(wecom: Client, mailing: Mailing, lot: Lot) -> None:
    """Make one part, after looking whether an earlier try did: its answer may have been lost."""
    names = queries.names_of(lot)
    tried_before = lot.tried_at is not None
    lot = acts.begin(lot)
    if tried_before and (message := _made_before(wecom, mailing, lot, set(names))):
        acts.created(lot, message, refused=())
        return
    try:
        made = calls.make(wecom, names, mailing.text)
    except WeComRefused as error:
        if error.step is not Step.GIVE_UP:
            raise
        acts.refused(lot, error.kept)
    else:
        acts.created(lot, made.id, refused=made.refused)


def _made_before(wecom: Client, mailing: Mailing, lot: Lot, names: set[str]) -> str:
    """WeCom's name for this part, if it has it: our application's, that text, that time, for
    nobody else, and no other part of ours. WeCom has no key of ours to ask by (F-32)."""
    now = clock.now()
    start = max((lot.tried_at or now) - SKEW, now - HORIZON)
    for one in calls.known(wecom, int(start.timestamp()), int((now + SKEW).timestamp())):
        ours = one.creator == "" and one.text == mailing.text
        if ours and not queries.message_known(one.id) and _for(wecom, one.id, names):
            return one.id
    return ""


def _for(wecom: Client, message: str, names: set[str]) -> bool:
    """Whether a message in WeCom goes to people of these, and to nobody else."""
    seen = set()
    for task in calls.tasks(wecom, message):
        seen |= {one.resident for one in calls.outcomes(wecom, message, task.officer)}
    return bool(seen) and seen <= names


def learn(wecom: Client, mailing: Mailing) -> None:
    """Ask what became of each part; one that WeCom is still handing out is asked again (41063).

    A part that was cancelled, be it in the console, has no more to say (41093).
    """
    for lot in queries.lots_of(mailing):
        if lot.state not in (Part.CREATED, Part.CANCELLING) or not lot.message:
            continue
        asked_at = clock.now()
        try:
            _learn(wecom, lot, lot.message)
        except WeComRefused as error:
            if error.code != errors.CANCELLED_ALREADY:
                raise
            acts.cancelled(lot)
        else:
            acts.settle(lot, at=asked_at)


def _learn(wecom: Client, lot: Lot, message: str) -> None:
    for task in calls.tasks(wecom, message):
        asked_at = clock.now()
        outcomes = list(calls.outcomes(wecom, message, task.officer))
        acts.heard(lot, outcomes, at=asked_at)
        _move_strangers(wecom, outcomes)


def _move_strangers(wecom: Client, outcomes: list[calls.Outcome]) -> None:
    """Whom WeCom calls no friend, and still lists as contact, has removed the officer (F-45)."""
    for outcome in outcomes:
        if outcome.status != calls.NOT_A_FRIEND:
            continue
        contact = Contact.objects.filter(
            userid=outcome.officer, external_userid=outcome.resident, state=Bond.FRIENDS
        ).first()
        if contact is None:
            continue
        reading.read_again(wecom, outcome.resident)
        contact.refresh_from_db()
        now = clock.now()
        contacts_acts.lose(contact, to=Bond.DROPPED_BY_RESIDENT, at=now, asked_at=now)


def remind(wecom: Client, mailing: Mailing) -> None:
    """Remind the officers; that they were reminded enough (41094) is entered, not tried again."""
    for lot in queries.lots_of(mailing):
        if lot.state != Part.CREATED or not lot.message:
            continue
        try:
            calls.remind(wecom, lot.message)
        except WeComRefused as error:
            if error.step is not Step.GIVE_UP:
                raise
            acts.reminded(lot, reason=error.kept)
        else:
            acts.reminded(lot)


def cancel(wecom: Client, mailing: Mailing) -> None:
    """Withdraw what was not confirmed; first what was, is learnt. 41093 is as good as done."""
    learn(wecom, mailing)
    for lot in queries.lots_of(mailing):
        if lot.state != Part.CANCELLING or not lot.message:
            continue
        try:
            calls.cancel(wecom, lot.message)
        except WeComRefused as error:
            if error.code != errors.CANCELLED_ALREADY:
                raise
        acts.cancelled(lot)
