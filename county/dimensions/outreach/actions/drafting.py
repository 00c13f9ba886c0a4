"""Draft a notice, lay it before the legal check and the second person, take it back, stop it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from county.dimensions.outreach import knowledge, queries
from county.dimensions.outreach.access import Permit
from county.dimensions.outreach.events import CampaignDrafted, CampaignMoved
from county.dimensions.outreach.flow import CAMPAIGN, Fate, State, Way
from county.dimensions.outreach.models import Campaign, Delivery
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.models import Approval
from county.foundation.approvals.queries import open_for
from county.foundation.approvals.registry import four_eyes
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import saying
from county.records.audiences.actions import understood
from county.records.audiences.knowledge import SMALLEST, plain
from county.records.contacts.actions import mailings
from county.records.contacts.models import Mailing
from county.records.residents.wording import require_sayable

CLOCK = System("clock")
DRAFTED = gettext_noop("A warning is drafted, read it: %s")
SEND = four_eyes("outreach.send", gettext_lazy("Notice to many"), permit=Permit.APPROVE)


@transaction.atomic
def draft(
    *,
    title: str,
    purpose: str,
    text: str,
    expression: Any,
    by: Officer,
    category: str = "",
    urgency: str = "routine",
    large: str = "",
    recording: UUID | None = None,
    begins_at: datetime | None = None,
    campaign: Campaign | None = None,
) -> Campaign:
    """Write a notice, or write it anew while it is a draft. Nobody is told.

    Raises Refused for an audience that names what may not choose, Incomplete for a title or
    purpose with words that are never kept of people, or for a text that is too long.
    """
    demand(by, Permit.WRITE)
    if campaign is None:
        campaign = Campaign(code=secrets.token_urlsafe(6)[:8], author=by, department=by.department)
    else:
        campaign = _locked(campaign)
        _own(campaign, by)
        if campaign.state != State.DRAFT:
            raise Refused(_("It was submitted. Take it back before you change it."))
    if not 2 <= len(text.strip()) <= knowledge.LONGEST_TEXT:
        raise Incomplete(_("Write 2 to 300 characters; the long form goes into the large print."))
    campaign.title, campaign.purpose = require_sayable(title.strip()), require_sayable(purpose)
    campaign.text, campaign.large = text.strip(), large.strip()
    campaign.category, campaign.urgency = category, urgency
    campaign.expression = plain(understood(expression))
    campaign.recording, campaign.begins_at = recording, begins_at
    campaign.save()
    announce(CampaignDrafted(campaign_id=str(campaign.pk)), by=by)
    return campaign


@transaction.atomic
def draft_warning(*, category: str, town: str, by: Officer) -> Campaign | None:
    """Draft the usual warning of a type, for an officer to read and submit (§8 L05, L06, L26).

    It is for a town, a grid, or with an empty code the county. Nothing is sent by it. None where
    there are no words for the type, or a warning of it for there was drafted within a day.
    """
    wording = knowledge.warnings().get(category)
    expression = knowledge.suggested(category, town)
    since = clock.now() - knowledge.AGAIN_AFTER
    known = Campaign.objects.filter(
        category=category, expression=plain(understood(expression)), made_at__gt=since
    )
    if wording is None or known.exists():
        return None
    with override(settings.LANGUAGE_CODE):
        purpose = _("This type of fraud was met in the town; those whom it concerns are warned.")
    campaign = draft(
        title=wording.title,
        purpose=purpose,
        text=wording.text,
        large=wording.large,
        category=category,
        expression=expression,
        by=by,
    )
    tell(
        [by],
        title=saying(DRAFTED, campaign.title),
        url=campaign.url,
        by=CLOCK,
        about=campaign.subject,
    )
    return campaign


@transaction.atomic
def submit(campaign: Campaign, *, by: Officer) -> Campaign:
    """Lay the notice before the legal check, with its audience counted.

    Raises Refused for fewer than five people (invariant 5).
    """
    demand(by, Permit.WRITE)
    campaign = _locked(campaign)
    _own(campaign, by)
    count = queries.audience_of(campaign).count
    if count.total < SMALLEST:
        raise Refused(_("It would go to fewer than five people. Take a wider audience."))
    _move(campaign, "submit", by=by)
    campaign.counted, campaign.submitted_at = count.total, clock.now()
    campaign.save(update_fields=["state", "counted", "submitted_at"])
    able = holders(Permit.CHECK_LAW).exclude(pk=campaign.author_id)
    near = able.filter(department=campaign.department) or able
    tell(
        near,
        title=saying(gettext_noop("Legal check of a notice: %s"), campaign.title),
        url=campaign.url,
        by=by,
        about=campaign.subject,
        loud=campaign.is_urgent,
    )
    return campaign


@transaction.atomic
def check_law(campaign: Campaign, *, words: str, by: Officer) -> Campaign:
    """Say, as somebody else than the author, that the notice is lawful and on what ground.

    The second person is asked at once. Raises NotAllowed for the author.
    """
    demand(by, Permit.CHECK_LAW)
    campaign = _locked(campaign)
    if by.pk == campaign.author_id:
        raise NotAllowed(_("Somebody else than the author checks a notice."))
    if len(words.strip()) < 2:
        raise Incomplete(_("Name the ground on which the notice may be sent."))
    _move(campaign, "check_law", by=by)
    campaign.law_checked_by, campaign.law_checked_at = by, clock.now()
    campaign.law_words = words.strip()[:200]
    campaign.save(update_fields=["state", "law_checked_by", "law_checked_at", "law_words"])
    approvals.ask(
        kind=SEND,
        subject=campaign.subject,
        payload=campaign.content,
        title=saying(gettext_noop("“%s” to %s people"), campaign.title, str(campaign.counted)),
        why=campaign.purpose,
        people=campaign.counted or 0,
        url=campaign.url,
        by=campaign.author,
    )
    return campaign


@transaction.atomic
def decided(approval: Approval, *, granted: bool, by: Actor) -> Campaign | None:
    """Carry the second person's word to the notice: it may begin, or it is a draft again."""
    campaign = Campaign.objects.filter(pk=approval.subject.partition(":")[2]).first()
    if campaign is None:
        return None
    campaign = _locked(campaign)
    if campaign.state != State.CHECKED:
        return campaign
    if not granted:
        return _returned(campaign, by=by)
    approvals.use(kind=SEND, subject=campaign.subject, payload=campaign.content, by=by)
    _move(campaign, "approve", by=by)
    campaign.approval = approval
    campaign.save(update_fields=["state", "approval"])
    return campaign


@transaction.atomic
def send_back(campaign: Campaign, *, words: str, by: Officer) -> Campaign:
    """Give it back to its author as a draft: the author themselves, or whoever checks it."""
    campaign = _locked(campaign)
    if by.pk != campaign.author_id:
        demand(by, Permit.CHECK_LAW)
    waits = open_for(SEND, campaign.subject)
    if waits is not None:
        approvals.take_back(waits, by=campaign.author)
    _returned(campaign, by=by)
    if by.pk != campaign.author_id:
        tell(
            [campaign.author],
            title=saying(gettext_noop("Given back: %s"), campaign.title),
            url=campaign.url,
            by=by,
            about=campaign.subject,
            text=words[:200],
        )
    return campaign


def _returned(campaign: Campaign, *, by: Actor) -> Campaign:
    _move(campaign, "return", by=by)
    campaign.law_checked_by, campaign.law_checked_at, campaign.law_words = None, None, ""
    campaign.approval, campaign.counted = None, None
    campaign.save(
        update_fields=[
            "state", "law_checked_by", "law_checked_at", "law_words", "approval", "counted"
        ]
    )  # fmt: skip
    return campaign


@transaction.atomic
def stop(campaign: Campaign, *, reason: str, by: Officer) -> Campaign:
    """Stop it at once: what has not left is not sent, what WeCom holds is withdrawn from it."""
    campaign = _locked(campaign)
    if not (by.has(Permit.APPROVE) or by.pk == campaign.author_id):
        raise NotAllowed(_("Its author or whoever approves notices may stop it."))
    if len(reason.strip()) < 2:
        raise Incomplete(_("Say why it is stopped."))
    waits = open_for(SEND, campaign.subject)
    if waits is not None:
        approvals.take_back(waits, by=campaign.author)
    _move(campaign, "stop", by=by)
    campaign.ended_at, campaign.end_reason = clock.now(), reason.strip()[:200]
    campaign.save(update_fields=["state", "ended_at", "end_reason"])
    Delivery.objects.filter(campaign=campaign, state=Fate.PLANNED).exclude(way=Way.WECOM).update(
        state=Fate.CANCELLED
    )
    cancel_mailings(campaign)
    return campaign


def cancel_mailings(campaign: Campaign) -> None:
    """Withdraw from WeCom what no officer has confirmed."""
    begins = queries.mailings_of(campaign)
    for mailing in Mailing.objects.filter(key__startswith=begins):
        mailings.withdraw(mailing, by=CLOCK)


def _move(campaign: Campaign, verb: str, *, by: Actor) -> None:
    left = CAMPAIGN.move(campaign, verb)
    moved = CampaignMoved(campaign_id=str(campaign.pk), verb=verb, left=left, state=campaign.state)
    announce(moved, by=by)


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("author__post")
    return rows.get(pk=campaign.pk)


def _own(campaign: Campaign, by: Officer) -> None:
    if by.department_id != campaign.department_id:
        raise NotAllowed(_("This notice belongs to another unit."))
