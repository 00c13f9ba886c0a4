"""What was pushed, what waits to be read, and how fresh it all is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from county.foundation.channels.models import Access, Callback, Entry, Mailbox, Pause, Session
from county.foundation.channels.wecom import spool
from county.foundation.channels.wecom.envelope import Value, notice
from county.kernel import clock
from county.kernel.fields import reveal

LATE = timedelta(minutes=15)
"""A mailbox unread for longer is a fault: it is looked into every five minutes (local value)."""


def fields_of(callback_id: str) -> dict[str, Value]:
    """What a kept callback says, field by field."""
    return notice(reveal(Callback.objects.get(pk=callback_id), "body")).fields


def mailboxes() -> list[Mailbox]:
    """The accounts that we manage, in the order of their names."""
    return list(Mailbox.objects.filter(managed=True).order_by("name"))


def session_of(address: str) -> Session | None:
    """Who holds the chat on its platform, as far as we have been told."""
    return Session.objects.filter(pk=address).first()


def since(moment: datetime) -> QuerySet[Callback]:
    """The pushes that arrived since then, in their order."""
    return Callback.objects.filter(received_at__gte=moment).order_by("received_at", "pk")


def in_trouble() -> QuerySet[Entry]:
    """Entries that were kept, but not understood, newest first."""
    return Entry.objects.exclude(trouble="").select_related("mailbox").order_by("-kept_at")


@dataclass(frozen=True, slots=True)
class Lag:
    """How long pushes of the last hour took to us, in seconds: half of them, 95 of 100, and all."""

    count: int
    median: float
    p95: float
    most: float


_LAG = """
SELECT count(*), coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY took), 0),
  coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY took), 0), coalesce(max(took), 0)
FROM (SELECT greatest(0, extract(epoch FROM received_at - pushed_at)) AS took
  FROM channels_callback WHERE received_at > now() - interval '1 hour') AS pushed
"""


def lag() -> Lag:
    """The pushes of the last hour; WeCom tells whole seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_LAG)
        count, *seconds = cursor.fetchone()
    return Lag(int(count), *(float(one) for one in seconds))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the channel stands: see the fields' own docstrings where they are models."""

    lag: Lag
    last_push: datetime | None
    mailboxes: list[Mailbox]
    accesses: list[Access]
    pauses: list[Pause]
    on_disk: int
    troubled: int

    @property
    def complaints(self) -> list[Mailbox]:
        """The mailboxes that cannot be read, or were not for too long."""
        late = clock.now() - LATE
        return [
            box
            for box in self.mailboxes
            if box.trouble or box.read_at is None or box.read_at < late
        ]


def standing() -> Standing:
    """Everything that the set-up page and the health page show."""
    last = Callback.objects.order_by("-received_at").values_list("received_at", flat=True).first()
    return Standing(
        lag=lag(),
        last_push=last,
        mailboxes=mailboxes(),
        accesses=list(Access.objects.exclude(Q(token=None) & Q(not_before=None)).order_by("name")),
        pauses=list(Pause.objects.filter(until__gt=clock.now()).order_by("name")),
        on_disk=sum(1 for _push in spool.waiting()),
        troubled=in_trouble().count(),
    )


def unread_accounts() -> QuerySet[Mailbox]:
    """The accounts we manage that cannot be read, or were not for too long."""
    late = Q(read_at=None) | Q(read_at__lt=clock.now() - LATE)
    return Mailbox.objects.filter(Q(managed=True) & (~Q(trouble="") | late))
