"""Notices reach officers in WeCom too; what they press there is done here."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from county.foundation.channels import queries as channels
from county.foundation.channels.access import Permit
from county.foundation.channels.actions import WECOM
from county.foundation.channels.events import CallbackKept, ChannelTroubled, MailboxGap
from county.foundation.channels.wecom import calls
from county.foundation.channels.wecom.client import client, is_set_up
from county.foundation.channels.wecom.errors import CARD_IS_THERE, Step, WeComRefused
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.foundation.notices import actions, cards
from county.foundation.notices.events import CardPressed, CardTouched, NoticeGiven, NoticeReleased
from county.foundation.notices.models import Notice
from county.foundation.staff.queries import holders, officer_in_wecom
from county.kernel import clock
from county.kernel.saying import saying


@on(NoticeGiven, outside=True)
def push(fact: NoticeGiven) -> None:
    """Send the notice to the officer's WeCom, once; what nobody reached is noted on it."""
    _push(fact.notice_id)


@on(NoticeReleased, outside=True)
def push_after_quiet(fact: NoticeReleased) -> None:
    """Send what was held in quiet hours, unless it was read meanwhile."""
    _push(fact.notice_id)


@every("* * * * *")
def end_quiet_hours() -> None:
    """Let go what was held until now."""
    actions.release(clock.now())


def _push(notice_id: int) -> None:
    notice = Notice.objects.select_related("officer").get(pk=notice_id)
    account = notice.officer.wecom_id
    if not is_set_up() or not account or notice.pushed_at or not notice.officer.is_active:
        return
    if notice.held_until is not None:
        return  # the clock lets it go
    try:
        sent = calls.deal(client(), [account], cards.card_of(notice))
    except WeComRefused as refused:
        if refused.step is not Step.GIVE_UP:
            raise
        there = refused.code == CARD_IS_THERE  # an earlier try came through, its answer did not
        actions.note_push(notice, failure="" if there else refused.kept)
        return
    actions.note_push(notice, code=sent.card, failure=actions.UNREACHED if sent.unreached else "")


@on(ChannelTroubled)
def call_administrators(fact: ChannelTroubled) -> None:
    """What only an administrator can put right is told to each of them, once until it is read."""
    title = saying(gettext_noop("WeCom does not work: %s"), fact.words)
    _call(title, about=f"channel:{fact.channel}")


@on(MailboxGap)
def tell_of_a_gap(fact: MailboxGap) -> None:
    """Nobody can read back further than three days: what was written before may be missing."""
    since = datetime.fromisoformat(fact.since).astimezone(clock.SHANGHAI)
    words = gettext_noop("WeCom was not read since %s: messages may be missing")
    title = saying(words, f"{since:%F %H:%M}")
    _call(title, about=fact.subject)


def _call(title: str, *, about: str) -> None:
    people = holders(Permit.MANAGE)
    actions.tell(people, title=title, url="/channels/wecom/", by=WECOM, about=about, loud=True)


@on(CallbackKept)
def hear_a_press(fact: CallbackKept) -> None:
    """A button of a card was pressed."""
    if fact.event == "template_card_event":
        actions.hear_press(fact.callback_id)


@on(CardTouched, outside=True)
def act_on_a_press(fact: CardTouched) -> None:
    """Do what a card's button says, for the officer who pressed it.

    Outside the batch: what the verb refuses takes back its own work, and nobody else's.
    """
    fields = channels.fields_of(fact.callback_id)
    number = cards.notice_of(str(fields.get("TaskId", "")))
    officer = officer_in_wecom(str(fields.get("FromUserName", "")))
    notice = Notice.objects.filter(pk=number, officer=officer).first() if number else None
    if notice is not None and officer is not None:
        code = str(fields.get("ResponseCode", ""))
        actions.press(notice, str(fields.get("EventKey", "")), by=officer, code=code)


@on(CardPressed, outside=True)
def show_on_the_card(fact: CardPressed) -> None:
    """Let the card say what came of it; a card that was answered already stays as it is."""
    notice = Notice.objects.get(pk=fact.notice_id)
    code = actions.code_of(notice)
    if not code or not notice.officer.wecom_id:
        return
    try:
        calls.close_card(client(), notice.officer.wecom_id, code, notice.outcome)
    except WeComRefused as refused:
        if refused.step is not Step.GIVE_UP:
            raise
