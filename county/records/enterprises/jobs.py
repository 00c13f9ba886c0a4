"""Invitations and words to enterprises go to phones; what guessing left is cleared."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from county.foundation.channels.registry import SMS
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.kernel.fields import reveal
from county.kernel.saying import said
from county.records.enterprises import actions, queries
from county.records.enterprises.events import FirmTold, RepresentativeInvited
from county.records.enterprises.models import FirmNotice, Invitation


@on(RepresentativeInvited, outside=True)
def send_invitation(fact: RepresentativeInvited) -> None:
    """Send the link to the phone, once."""
    rows = Invitation.objects.select_related("organisation").filter(sent_at=None)
    invitation = rows.filter(pk=fact.invitation_id).first()
    if invitation is None:
        return
    with override(settings.LANGUAGE_CODE):
        text = queries.text_of(invitation)
    if text:
        SMS.send(reveal(invitation, "phone"), text)
        actions.note_sent(invitation)


@on(FirmTold, outside=True)
def send_words(fact: FirmTold) -> None:
    """Send each word to its representative's phone, once; whoever has left gets none."""
    rows = FirmNotice.objects.select_related("representative").filter(
        pk__in=fact.notice_ids, sent_at=None, representative__left_at=None
    )
    for notice in rows:
        with override(settings.LANGUAGE_CODE):
            words = said(notice.title)
        address = f"{settings.SIWEI_ADDRESS}{notice.url}"
        SMS.send(reveal(notice.representative, "phone"), f"{words} {address}")
        actions.note_told(notice)


@every("15 3 * * *")
def clear_knocks() -> None:
    """Wrong codes are counted for an hour; after a day nothing is kept of them."""
    actions.clear_knocks()
