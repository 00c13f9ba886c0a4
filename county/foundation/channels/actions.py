"""Keep what a platform pushes, once, and let a mailbox ring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from county.foundation.channels.events import (
    AccountsDue,
    CallbackKept,
    ChannelTroubled,
    EntryDue,
    MailboxRang,
)
from county.foundation.channels.models import Callback, Entry, Mailbox, Session
from county.foundation.channels.wecom.envelope import Notice
from county.foundation.database.hot import raw_cursor
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.kernel import clock, sealing
from county.kernel.fields import reveal, set_sealed

WECOM = System("wecom")
KEPT_FOR = timedelta(days=30)
"""Raw pushes and entries are kept so long for replay and proof; local design value."""

# One statement keeps the push, announces it and puts it in the outbox; a second time, nothing.
KEEP = """
WITH kept AS (
  INSERT INTO channels_callback (key, channel, event, change, body, pushed_at)
  VALUES (%s, 'wecom', %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING key
), told AS (
  INSERT INTO events_event (kind, subject, facts, by)
  SELECT 'channels.callback_kept', 'callback:' || key,
    jsonb_build_object('callback_id', key, 'event', %s::text, 'change', %s::text), 'wecom'
  FROM kept RETURNING id, subject
), waits AS (
  INSERT INTO events_delivery (event_id) SELECT id FROM told
)
SELECT pg_notify('facts', told.id || '|channels.callback_kept|' || told.subject || '||{}')
FROM told
"""


def keep(pushed: Notice, plain: str) -> bool:
    """Keep a decrypted push and announce it; False if it was kept before.

    One statement, so it needs no transaction around it to be kept whole or not at all.
    """
    event, change = (pushed.event or pushed.kind)[:80], pushed.change[:80]
    place = f"channels_callback|body|{pushed.key}"
    body = sealing.seal("callback", plain, place)
    row = (
        raw_cursor()
        .execute(
            KEEP,
            (pushed.key, event, change, body, pushed.created_at, event, change),
            prepare=True,
        )
        .fetchone()
    )
    return row is not None


def plain(callback: Callback) -> str:
    """What a kept push says, as it was decrypted."""
    return reveal(callback, "body")


@transaction.atomic
def ring(channel: str, account: str, *, token: str = "") -> None:
    """Note that there is news in a mailbox; whoever reads next is told once."""
    name = f"{channel}:{account}"
    defaults = {"channel": channel, "account": account}
    mailbox, _made = Mailbox.objects.select_for_update().get_or_create(pk=name, defaults=defaults)
    was_waiting, mailbox.waiting, mailbox.rung_at = mailbox.waiting, True, clock.now()
    if token:
        set_sealed(mailbox, "token", token)
    mailbox.save(update_fields=["waiting", "rung_at", "token"])
    if not was_waiting:
        announce(MailboxRang(mailbox_id=name), by=WECOM)


@transaction.atomic
def ring_again(mailbox: Mailbox, *, by: Actor = WECOM) -> None:
    """Let a mailbox be read although it did not ring: pushes may be lost (document 90930)."""
    announce(MailboxRang(mailbox_id=mailbox.pk), by=by)


@transaction.atomic
def understand_again(entry: Entry, *, by: Actor) -> None:
    """Let an entry that was kept, but not understood, be tried once more."""
    announce(EntryDue(entry_id=str(entry.pk)), by=by)


@transaction.atomic
def look_up_accounts(*, by: Actor = WECOM) -> None:
    """Let the accounts that we manage be asked for and entered."""
    announce(AccountsDue(channel="wecom"), by=by)


@transaction.atomic
def replay(callbacks: Iterable[Callback], *, by: Actor) -> int:
    """Announce kept pushes once more; what is there already is not done again. Says how many."""
    count = 0
    for one in callbacks:
        announce(CallbackKept(callback_id=one.pk, event=one.event, change=one.change), by=by)
        count += 1
    return count


@transaction.atomic
def keep_session(address: str, state: int, colleague: str, at: datetime) -> None:
    """Note who holds a chat on the platform, and since when."""
    values = {"state": state, "colleague": colleague[:64], "changed_at": at}
    Session.objects.update_or_create(pk=address, defaults=values)


@transaction.atomic
def complain(words: str) -> None:
    """Announce that the channel does not work until somebody puts a setting right."""
    announce(ChannelTroubled(channel="wecom", words=words), by=WECOM)


@transaction.atomic
def forget_old() -> int:
    """Delete raw pushes and entries that nobody needs any more; says how many."""
    limit = clock.now() - KEPT_FOR
    pushes, _by = Callback.objects.filter(received_at__lt=limit).delete()
    entries, _by = Entry.objects.filter(kept_at__lt=limit, trouble="").delete()
    return pushes + entries
