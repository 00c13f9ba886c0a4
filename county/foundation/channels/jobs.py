"""What pushes and the clock make channels do."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from county.foundation.channels import actions, queries
from county.foundation.channels.events import AccountsDue, CallbackKept
from county.foundation.channels.models import Mailbox
from county.foundation.channels.wecom import calls, spool
from county.foundation.channels.wecom.client import client, is_set_up
from county.foundation.channels.wecom.envelope import notice
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.kernel import clock

QUIET = timedelta(minutes=5)
"""A mailbox unread for so long is read without having rung; WeCom allows few such calls and does
not say how few (document 94670), so this is a local design value."""


@on(CallbackKept)
def understand(fact: CallbackKept) -> None:
    """Let a mailbox ring; learn that we manage other accounts now."""
    if fact.event == "kf_msg_or_event":
        fields = queries.fields_of(fact.callback_id)
        account, token = fields.get("OpenKfId", ""), fields.get("Token", "")
        for one in [account] if account else [box.account for box in queries.mailboxes()]:
            actions.ring("wecom", str(one), token=str(token))
    elif fact.event == "kf_account_auth_change":
        actions.look_up_accounts()


@on(AccountsDue, outside=True)
def learn_accounts(fact: AccountsDue) -> None:
    """Learn which customer service accounts we manage, and what they are called."""
    found = {str(one.get("open_kfid", "")): one for one in calls.accounts(client())}
    with transaction.atomic():
        for account, one in found.items():
            managed = one.get("manage_privilege") is True
            values = {"title": str(one.get("name", ""))[:60], "managed": managed}
            made = {"channel": fact.channel, "account": account, **values}
            Mailbox.objects.update_or_create(
                pk=f"{fact.channel}:{account}", defaults=values, create_defaults=made
            )
        gone = Mailbox.objects.filter(channel=fact.channel).exclude(account__in=found)
        gone.update(managed=False)
        for mailbox in Mailbox.objects.filter(channel=fact.channel, managed=True, read_at=None):
            actions.ring_again(mailbox)


@every("* * * * *")
def take_in_the_spool() -> None:
    """Move pushes that came while the database was away from the disk into it."""
    for key, plain in spool.waiting():
        actions.keep(notice(plain), plain)
        transaction.on_commit(lambda key=key: spool.drop(key))  # type: ignore[misc]


@every("*/5 * * * *")
def read_quiet_mailboxes() -> None:
    """Pushes may be lost: ask each mailbox that has not been read for a while (F-13, F-24)."""
    for mailbox in queries.mailboxes():
        if mailbox.read_at is None or clock.now() - mailbox.read_at > QUIET:
            actions.ring_again(mailbox)


@every("20 3 * * *")
def look_after_accounts() -> None:
    """Once a day: which accounts are ours, and away with what is old."""
    if is_set_up():
        actions.look_up_accounts()
    actions.forget_old()
