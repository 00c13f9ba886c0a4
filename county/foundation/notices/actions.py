"""Tell officers; note that they have read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from county.foundation.channels.actions import WECOM
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.buttons import BUTTONS
from county.foundation.notices.events import CardPressed, CardTouched, NoticeGiven
from county.foundation.notices.models import Notice
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.saying import saying
from county.kernel.text import shorten

UNREACHED = saying(gettext_noop("WeCom does not know this account, or it may not see our app."))
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
) -> list[Notice]:
    """Give each officer the same word once; an unread one on the same matter is not repeated.

    `buttons` are what its card in WeCom offers (county.foundation.notices.buttons).

    The title never names a resident: it is shown on open screens.
    """
    people = {officer.pk: officer for officer in officers}
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
