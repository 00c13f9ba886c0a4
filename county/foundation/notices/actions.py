"""Tell officers; note that they have read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.events import NoticeGiven
from county.foundation.notices.models import Notice
from county.foundation.staff.models import Officer
from county.kernel import clock


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
) -> list[Notice]:
    """Give each officer the same word once; an unread one on the same matter is not repeated.

    The title never names a resident: it is shown on open screens.
    """
    people = {officer.pk: officer for officer in officers}
    same = Notice.objects.filter(officer__in=people, about=about, title=title, read_at=None)
    known = set(same.values_list("officer_id", flat=True))
    given = Notice.objects.bulk_create(
        Notice(officer=officer, about=about, title=title, text=text, url=url, loud=loud)
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
