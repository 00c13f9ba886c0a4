"""Send what was agreed: plan each person, take the best way, learn what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from pyroaring import BitMap

from county.dimensions.outreach import knowledge, queries
from county.dimensions.outreach.actions.drafting import (
    CLOCK,
    cancel_mailings,
)
from county.dimensions.outreach.events import BatchDue, CampaignBegun, CampaignMoved
from county.dimensions.outreach.flow import CAMPAIGN, Fate, State, Way
from county.dimensions.outreach.models import Campaign, Delivery
from county.foundation.channels.registry import SMS
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.kernel import clock
from county.kernel.fields import reveal
from county.kernel.saying import saying
from county.records.audiences.knowledge import SMALLEST
from county.records.audiences.queries import keys_of
from county.records.contacts import flow as contacts
from county.records.contacts.actions import mailings
from county.records.contacts.models import Mailing, Recipient
from county.records.contacts.queries.mailings import names_to_reach, used_up
from county.records.conversations import actions as conversations
from county.records.conversations.models import Conversation
from county.records.residents.models import Resident

OUTREACH = System("outreach")
BATCH = 200
"""Messages written in one transaction."""
LOT = 5_000
GENERIC, EMERGENCY, SINCE = "generic", "emergency", "since"
"""Why somebody is not written to: generic content only, emergencies only, or said so since."""


@transaction.atomic
def begin(campaign: Campaign) -> Campaign:
    """Plan every person of an approved notice, once; those who refuse or had enough say so.

    An audience that has grown by more than a tenth since the approval goes back to its author;
    one that has shrunk below five people ends.
    """
    campaign = _locked(campaign)
    if campaign.state != State.APPROVED or not queries.is_allowed(campaign):
        return campaign
    with connection.cursor() as cursor:  # two notices at once would both be within the caps
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('outreach', 0))")
    found = queries.audience_of(campaign)
    if len(found.people) < SMALLEST:
        return _end(campaign, "stop", gettext_noop("fewer than five people were left"))
    if len(found.people) > (campaign.counted or 0) * knowledge.GROWTH + SMALLEST:
        return _grown(campaign)
    CAMPAIGN.move(campaign, "begin")
    campaign.begun_at = clock.now()
    campaign.save(update_fields=["state", "begun_at"])
    _plan(campaign, found.people, Fate.PLANNED, "")
    _plan(campaign, found.generic, Fate.REFUSED, GENERIC)
    _plan(campaign, found.emergency, Fate.REFUSED, EMERGENCY)
    begun = CampaignBegun(
        campaign_id=str(campaign.pk), people=len(found.people), held=len(found.held)
    )
    announce(begun, by=OUTREACH)
    announce(BatchDue(campaign_id=str(campaign.pk)), by=OUTREACH)
    return campaign


def _plan(campaign: Campaign, people: BitMap, state: str, why: str) -> None:
    now = clock.now()
    for keys in keys_of(people):
        known = {} if campaign.is_urgent else queries.had(keys, now, besides=campaign)
        rows = [Delivery(campaign=campaign, resident_id=key, state=state, why=why, planned_at=now)
                for key in keys]  # fmt: skip
        for row in rows:
            if state == Fate.PLANNED and (had := known.get(row.resident_id)) and had.enough:
                row.state = Fate.CAPPED
        Delivery.objects.bulk_create(rows, batch_size=1000)


def _grown(campaign: Campaign) -> Campaign:
    """Give it back: what was approved is not what would be sent."""
    CAMPAIGN.move(campaign, "return")
    campaign.approval, campaign.counted, campaign.law_checked_by = None, None, None
    campaign.save(update_fields=["state", "approval", "counted", "law_checked_by"])
    tell(
        [campaign.author],
        title=saying(gettext_noop("The audience has grown since it was approved: %s"),
                     campaign.title),
        url=campaign.url, by=CLOCK, about=campaign.subject,
    )  # fmt: skip
    return campaign


@transaction.atomic
def send_some(campaign: Campaign) -> int:
    """Take the next step of a notice: ways for whom none is chosen, then a batch of messages.

    Whoever has refused since, or is in the audience no more, is not written to: that is asked
    again at every step. Says how many were handed on; more asks for itself.
    """
    campaign = _locked(campaign)
    now = clock.now()
    if campaign.state != State.SENDING or not queries.may_send_now(campaign, now):
        return 0
    _let_go(campaign, now)
    _choose_ways(campaign, now)
    rows = list(
        _planned(campaign).filter(way=Way.WEB).select_related("resident").order_by("pk")[:BATCH]
    )
    for row in rows:
        _write(campaign, row, now)
    if len(rows) == BATCH:
        announce(BatchDue(campaign_id=str(campaign.pk)), by=OUTREACH)
    return len(rows)


def _planned(campaign: Campaign) -> Any:
    rows = Delivery.objects.select_for_update(of=("self",))
    return rows.filter(campaign=campaign, state=Fate.PLANNED)


def _let_go(campaign: Campaign, now: datetime) -> None:
    """Note who must not be written to any more among those still planned outside WeCom."""
    people = queries.audience_of(campaign).people
    waiting = _planned(campaign).exclude(way=Way.WECOM)
    gone = [
        key for key, number in waiting.values_list("pk", "resident__number") if number not in people
    ]
    Delivery.objects.filter(pk__in=gone).update(state=Fate.REFUSED, why=SINCE)


def _choose_ways(campaign: Campaign, now: datetime) -> None:
    """WeCom for whom an officer has as a contact, else the county's page, else a text message."""
    waiting = list(_planned(campaign).filter(way=Way.NONE).order_by("pk")[:LOT])
    if not waiting:
        return
    keys = [row.resident_id for row in waiting]
    friends, full = names_to_reach(keys), used_up(keys, clock.today())
    pages = set(
        Conversation.objects.filter(channel="web", resident_id__in=keys).values_list(
            "resident_id", flat=True
        )
    )
    phones = set(
        Resident.objects.filter(pk__in=keys, phone__isnull=False).values_list("pk", flat=True)
    )
    for row in waiting:
        row.way, row.state = _way(row, friends, full, pages, phones)
    Delivery.objects.bulk_update(waiting, ["way", "state"], batch_size=1000)
    _lay_before_officers(campaign, [row for row in waiting if row.way == Way.WECOM])
    if len(waiting) == LOT:
        announce(BatchDue(campaign_id=str(campaign.pk)), by=OUTREACH)


def _way(
    row: Delivery, friends: dict[Any, str], full: set[Any], pages: set[UUID], phones: set[UUID]
) -> tuple[Way, Fate]:
    key = row.resident_id
    by_wecom = key in friends and Way.WECOM not in row.tried.split()
    if by_wecom and key not in full:
        return Way.WECOM, Fate.PLANNED
    if key in pages:
        return Way.WEB, Fate.PLANNED
    if key in phones:
        return Way.SMS, Fate.PLANNED
    return (Way.NONE, Fate.QUOTA) if by_wecom else (Way.NONE, Fate.UNREACHABLE)


def _lay_before_officers(campaign: Campaign, rows: list[Delivery]) -> None:
    if not rows or campaign.approval is None or campaign.approval.decider is None:
        return
    mailings.plan(
        list(Resident.objects.filter(pk__in=[row.resident_id for row in rows])),
        text=words(campaign),
        title=campaign.title,
        by=campaign.approval.decider,
        key=f"{queries.mailings_of(campaign)}{rows[0].pk}",
    )


def words(campaign: Campaign) -> str:
    """The notice as it is sent: its text, then where to read more, ask, and say no more."""
    address = f"{settings.SIWEI_ADDRESS}/outreach/n/{campaign.code}/"
    with override(settings.LANGUAGE_CODE):
        foot = _("Details, questions, or no more of these: %s") % address
    return f"{campaign.text}\n{foot}"


def _write(campaign: Campaign, row: Delivery, now: datetime) -> None:
    """Write the notice into the resident's own conversation; it is read when the page shows it."""
    place = Conversation.objects.filter(channel="web", resident=row.resident)
    conversation = place.order_by("-begun_at").first()
    if conversation is None:
        row.state, row.way = Fate.UNREACHABLE, Way.NONE
        row.save(update_fields=["state", "way"])
        return
    message = conversations.reply(
        conversation.pk, text=words(campaign), by=OUTREACH, name=campaign.department.name,
        key=row.pk,
    )  # fmt: skip
    row.state, row.sent_at, row.message = Fate.WRITTEN, now, message.pk
    row.save(update_fields=["state", "sent_at", "message"])


def texts_due(campaign: Campaign) -> list[Delivery]:
    """The next text messages of a notice, to people who still may be written to."""
    if campaign.state != State.SENDING or not queries.may_send_now(campaign, clock.now()):
        return []
    people = queries.audience_of(campaign).people
    rows = Delivery.objects.filter(campaign=campaign, way=Way.SMS, state=Fate.PLANNED)
    some = rows.select_related("resident").order_by("pk")[:BATCH]
    return [row for row in some if (row.resident.number or 0) in people]


def send_text(campaign: Campaign, row: Delivery) -> None:
    """Hand one text message to the gateway, and note it after it took it; never inside its call."""
    SMS.send(reveal(row.resident, "phone"), words(campaign))
    with transaction.atomic():
        Delivery.objects.filter(pk=row.pk, state=Fate.PLANNED).update(
            state=Fate.HANDED, sent_at=clock.now()
        )


LEARNT = {
    contacts.Fate.CREATED: Fate.CREATED,
    contacts.Fate.WAITING: Fate.CREATED,
    contacts.Fate.DELIVERED: Fate.DELIVERED,
}
LOST = (
    contacts.Fate.REFUSED,
    contacts.Fate.NOT_A_FRIEND,
    contacts.Fate.ENOUGH,
    contacts.Fate.CANCELLED,
)


@transaction.atomic
def follow(mailing: Mailing) -> int:
    """Carry over what WeCom says of each person; who cannot be reached there gets another way.

    What WeCom delivered is delivered, whatever was wished meanwhile: the ledger tells what was.
    """
    campaign_key = mailing.key.split(":")[1]
    campaign = _locked(Campaign(pk=campaign_key))
    told = {
        one.resident_id: one for one in Recipient.objects.filter(mailing=mailing).order_by("pk")
    }
    rows = Delivery.objects.select_for_update(of=("self",)).filter(
        campaign=campaign, way=Way.WECOM, resident_id__in=told
    )
    changed = [row for row in rows if _learn(campaign, row, told[row.resident_id])]
    fields = ["state", "way", "tried", "sent_at", "confirmed_at", "delivered_at"]
    Delivery.objects.bulk_update(changed, fields, batch_size=1000)
    if any(row.state == Fate.PLANNED and row.way == Way.NONE for row in changed):
        announce(BatchDue(campaign_id=str(campaign.pk)), by=OUTREACH)
    return len(changed)


def _learn(campaign: Campaign, row: Delivery, told: Recipient) -> bool:
    """Whether the person's line changed."""
    before = (row.state, row.way)
    if told.state == contacts.Fate.DELIVERED:
        if row.state not in (Fate.READ, Fate.CLICKED):
            row.state = Fate.DELIVERED
        row.delivered_at = row.delivered_at or told.sent_at
        row.confirmed_at = row.confirmed_at or told.sent_at
        row.sent_at = row.sent_at or told.sent_at
    elif row.state in (Fate.PLANNED, Fate.CREATED) and told.state in LEARNT:
        row.state, row.sent_at = LEARNT[contacts.Fate(told.state)], row.sent_at or clock.now()
    elif row.state in (Fate.PLANNED, Fate.CREATED) and told.state in LOST:
        _another_way(campaign, row, told)
    return before != (row.state, row.way)


def _another_way(campaign: Campaign, row: Delivery, told: Recipient) -> None:
    if campaign.state != State.SENDING:
        row.state = Fate.CANCELLED
        return
    row.state, row.way, row.sent_at = Fate.PLANNED, Way.NONE, None
    if told.state != contacts.Fate.CANCELLED or queries.overdue_in_wecom(campaign, clock.now()):
        row.tried = f"{row.tried} {Way.WECOM}".strip()


@transaction.atomic
def look_after(campaign: Campaign) -> None:
    """What the clock does for a notice: reading noted, another way taken, the end written down."""
    queries.note_what_was_read(campaign)
    campaign = _locked(campaign)
    now = clock.now()
    if campaign.state != State.SENDING or campaign.begun_at is None:
        return
    if queries.overdue_in_wecom(campaign, now):
        Delivery.objects.filter(campaign=campaign, way=Way.WECOM, state=Fate.CREATED).update(
            tried=Way.WECOM
        )
        cancel_mailings(campaign)
    if not queries.waiting(campaign) or now - campaign.begun_at > knowledge.OVER:
        Delivery.objects.filter(campaign=campaign, state__in=(Fate.PLANNED, Fate.CREATED)).exclude(
            way=Way.WECOM
        ).update(state=Fate.CANCELLED)
        cancel_mailings(campaign)
        _end(campaign, "finish", "")
    else:
        announce(BatchDue(campaign_id=str(campaign.pk)), by=CLOCK)


def _end(campaign: Campaign, verb: str, reason: str) -> Campaign:
    left = CAMPAIGN.move(campaign, verb)
    campaign.ended_at, campaign.end_reason = clock.now(), saying(reason) if reason else ""
    campaign.save(update_fields=["state", "ended_at", "end_reason"])
    moved = CampaignMoved(campaign_id=str(campaign.pk), verb=verb, left=left, state=campaign.state)
    announce(moved, by=CLOCK)
    return campaign


@transaction.atomic
def withdraw(resident_ids: Iterable[UUID | str]) -> int:
    """Stop what is still on its way to residents who want no more of it (invariant 27).

    What lies with officers in WeCom is taken back there whole, and laid before them again without
    these people. Says how many lines were stopped.
    """
    rows = Delivery.objects.select_for_update(of=("self",)).filter(
        resident_id__in=list(resident_ids), state__in=(Fate.PLANNED, Fate.CREATED),
        campaign__state=State.SENDING,
    ).select_related("campaign__author__post")  # fmt: skip
    stopped = 0
    for row in rows:
        people = queries.audience_of(row.campaign).people
        if (row.resident.number or 0) in people:
            continue
        if row.way == Way.WECOM:
            _take_back(row)
        row.state, row.why = Fate.REFUSED, SINCE
        row.save(update_fields=["state", "why"])
        stopped += 1
    return stopped


def _take_back(row: Delivery) -> None:
    begins = queries.mailings_of(row.campaign)
    mine = Recipient.objects.filter(resident=row.resident, mailing__key__startswith=begins)
    for one in mine.select_related("mailing"):
        mailings.withdraw(one.mailing, by=CLOCK)


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",))
    return rows.select_related("author__post", "department", "approval__decider__post").get(
        pk=campaign.pk
    )
