"""Tell officers; note that they have read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from county.foundation.channels.actions import WECOM
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.notices import queries
from county.foundation.notices.buttons import BUTTONS
from county.foundation.notices.events import (
    CardPressed,
    CardTouched,
    NoticeGiven,
    NoticeReleased,
    QuietHoursSet,
)
from county.foundation.notices.models import Notice, QuietHours
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import stand_ins
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.saying import saying
from county.kernel.text import shorten

UNREACHED = saying(gettext_noop("WeCom does not know this account, or it may not see our app."))
CLOCK = System("clock")
LONGEST_OUTCOME = 30
"""Characters of what a card's button says once it was pressed."""


@transaction.atomic
def tell(
    officers: Iterable[Officer],
    *,
    title: str,
    url: str,
    by: Actor,
    text: str = "",
    about: str = "",
    loud: bool = False,
    buttons: Sequence[str] = (),
    to_stand_ins: bool = True,
) -> list[Notice]:
    """Give each officer the same word once; an unread one on the same matter is not repeated.

    `buttons` are what its card in WeCom offers (county.foundation.notices.buttons). Who stands in
    for one on leave is told too, but where a second person's own word is asked
    (`to_stand_ins=False`). In an officer's quiet hours only what is loud buzzes.

    The title never names a resident: it is shown on open screens.
    """
    people = {officer.pk: officer for officer in officers}
    behalf = _with_stand_ins(people) if to_stand_ins else {}
    now = clock.now()
    held = {} if loud else queries.held_for(people, now)
    same = Notice.objects.filter(officer__in=people, about=about, title=title, read_at=None)
    known = set(same.values_list("officer_id", flat=True))
    given = Notice.objects.bulk_create(
        Notice(
            officer=officer,
            about=about,
            title=title,
            text=text,
            url=url,
            loud=loud,
            buttons=list(buttons),
            behalf_id=behalf.get(number),
            held_until=held.get(number),
        )
        for number, officer in people.items()
        if number not in known
    )
    for notice in given:
        told = NoticeGiven(
            officer_id=notice.officer_id, notice_id=notice.pk, words=title, url=url, loud=loud
        )
        announce(told, by=by)
    return given


def _with_stand_ins(people: dict[int, Officer]) -> dict[int, int]:
    """Add to these officers who stands in for those on leave; says for whom each was added."""
    added: dict[int, int] = {}
    for absent, delegate in stand_ins(list(people)):
        if delegate.pk not in people:
            people[delegate.pk] = delegate
            added[delegate.pk] = absent
    return added


@transaction.atomic
def set_quiet_hours(officer: Officer, *, begins: time | None, ends: time | None) -> None:
    """Let only urgent notices buzz in these hours; without hours, everything buzzes again.

    Raises Incomplete for one end alone, or a span that is none.
    """
    if begins is None and ends is None:
        QuietHours.objects.filter(officer=officer).delete()
        announce(QuietHoursSet(officer_id=officer.pk, hours=""), by=officer)
        return
    if begins is None or ends is None or begins == ends:
        raise Incomplete(_("Say from when until when it is to be quiet."))
    hours, _made = QuietHours.objects.update_or_create(
        officer=officer, defaults={"begins": begins, "ends": ends}
    )
    announce(QuietHoursSet(officer_id=officer.pk, hours=str(hours)), by=officer)


@transaction.atomic
def release(now: datetime) -> int:
    """Let notices buzz whose quiet hours are over and that nobody read meanwhile; says how many."""
    held = queries.to_release(now)
    Notice.objects.filter(pk__in=[one.pk for one in held]).update(held_until=None)
    still = [one for one in held if one.read_at is None and one.pushed_at is None]
    for notice in still:
        announce(NoticeReleased(notice_id=notice.pk), by=CLOCK)
    return len(still)


@transaction.atomic
def mark_read(officer: Officer, *, about: str = "") -> int:
    """Mark the officer's notices read: all, or those about one thing. Says how many."""
    notices = Notice.objects.filter(officer=officer, read_at__isnull=True)
    if about:
        notices = notices.filter(about=about)
    return notices.update(read_at=clock.now())


@transaction.atomic
def note_push(notice: Notice, *, code: str = "", failure: str = "") -> None:
    """Note that the notice lies in the officer's WeCom, or why it does not."""
    notice.push_failure = failure
    notice.pushed_at = None if failure else clock.now()
    if code:
        set_sealed(notice, "card_code", code)
    notice.save(update_fields=["push_failure", "pushed_at", "card_code"])


@transaction.atomic
def hear_press(callback_id: str) -> None:
    """Note that a card's button was pressed; it is acted on by itself."""
    announce(CardTouched(callback_id=callback_id), by=WECOM)


@transaction.atomic
def press(notice: Notice, key: str, *, by: Officer, code: str = "") -> Notice:
    """Do what a button of the notice's card says, once; the card will say what came of it."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.outcome or key not in notice.buttons or key not in BUTTONS:
        return notice
    with override(settings.LANGUAGE_CODE):
        try:
            with transaction.atomic():
                words = BUTTONS[key].act(by, notice.about)
        except Refused as refused:
            words = str(refused)
        notice.outcome = shorten(words or _("Done"), LONGEST_OUTCOME)
    notice.read_at = notice.read_at or clock.now()
    if code:
        set_sealed(notice, "card_code", code)
    notice.save(update_fields=["outcome", "read_at", "card_code"])
    announce(CardPressed(officer_id=by.pk, notice_id=notice.pk, key=key), by=by)
    return notice


def code_of(notice: Notice) -> str:
    """The one-time code by which the card can be changed; empty where there is none."""
    return reveal(notice, "card_code")
