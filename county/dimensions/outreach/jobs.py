"""Agreed notices begin by themselves, go on in batches, and end; residents' wishes stop them."""

from __future__ import annotations

from county.dimensions.outreach import queries
from county.dimensions.outreach.actions import drafting, sending
from county.dimensions.outreach.events import BatchDue, CampaignMoved, OptedOut
from county.dimensions.outreach.models import Campaign, Delivery
from county.foundation.approvals.events import ApprovalDecided
from county.foundation.approvals.models import Approval
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.kernel import clock
from county.records.contacts.events import MailingChanged
from county.records.contacts.models import Mailing
from county.records.residents.actions.joining import carry, carry_back
from county.records.residents.events import ConsentRecorded, FilesMerged, FilesParted
from county.records.tags.events import TagSet


@on(ApprovalDecided)
def decided(fact: ApprovalDecided) -> None:
    """The second person's word reaches the notice."""
    if fact.what == drafting.SEND:
        approval = Approval.objects.get(pk=fact.approval_id)
        drafting.decided(approval, granted=fact.granted, by=sending.OUTREACH)


@on(CampaignMoved)
def begin_at_once(fact: CampaignMoved) -> None:
    """A notice whose time has come begins when it is approved."""
    if fact.verb == "approve":
        begin_what_is_due()


@every("* * * * *")
def begin_what_is_due() -> None:
    """Begin every approved notice whose time has come."""
    for campaign in queries.due(clock.now()):
        sending.begin(campaign)


@on(BatchDue)
def send_some(fact: BatchDue) -> None:
    """The next step of a notice."""
    sending.send_some(Campaign.objects.get(pk=fact.campaign_id))


@on(BatchDue, outside=True)
def send_texts(fact: BatchDue) -> None:
    """Text messages go to the gateway one by one, outside any transaction."""
    campaign = Campaign.objects.select_related("author__post").get(pk=fact.campaign_id)
    for row in sending.texts_due(campaign):
        sending.send_text(campaign, row)


@every("*/5 * * * *")
def look_after() -> None:
    """What was read, what waits too long, what is over; read is also what was sent days ago."""
    for campaign in queries.being_sent():
        sending.look_after(campaign)
    for campaign in queries.lately_sent(clock.now()):
        queries.note_what_was_read(campaign)


@on(MailingChanged)
def follow(fact: MailingChanged) -> None:
    """What WeCom says of a notice reaches its ledger."""
    mailing = Mailing.objects.get(pk=fact.mailing_id)
    if mailing.key.startswith("campaign:"):
        sending.follow(mailing)


@on(TagSet)
def a_wish_was_set(fact: TagSet) -> None:
    """A tag may say that its person wants less: what is on its way is looked at again."""
    sending.withdraw([fact.resident_id])


@on(ConsentRecorded)
def consent_was_withdrawn(fact: ConsentRecorded) -> None:
    """Withdrawn consent stops what is on its way (invariant 27)."""
    if not fact.given:
        sending.withdraw([fact.resident_id])


@on(OptedOut)
def opted_out(fact: OptedOut) -> None:
    """Who wants no more gets no more."""
    sending.withdraw([fact.resident_id])


@on(FilesMerged)
def files_became_one(fact: FilesMerged) -> None:
    """What either file was sent counts for the person; a notice that both had stays as it was."""
    both = Delivery.objects.filter(resident_id=fact.resident_id).values("campaign_id")
    carry(Delivery.objects.exclude(campaign__in=both), fact)


@on(FilesParted)
def files_are_two_again(fact: FilesParted) -> None:
    """The lines that came from the other file go back to it."""
    carry_back(Delivery, fact)
