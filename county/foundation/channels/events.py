"""Facts about channels; they carry names, never what was said."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class CallbackKept(
    Fact, kind="channels.callback_kept", about="callback_id", title=_("Callback kept")
):
    callback_id: str
    event: str
    change: str


@dataclass(frozen=True, kw_only=True)
class EntryDue(
    Fact, kind="channels.entry_due", about="entry_id", title=_("Entry to be understood again")
):
    entry_id: str


@dataclass(frozen=True, kw_only=True)
class MailboxRang(Fact, kind="channels.mailbox_rang", about="mailbox_id", title=_("Mailbox rang")):
    mailbox_id: str


@dataclass(frozen=True, kw_only=True)
class MailboxGap(
    Fact, kind="channels.mailbox_gap", about="mailbox_id", title=_("Messages may be missing")
):
    mailbox_id: str
    since: str


@dataclass(frozen=True, kw_only=True)
class ChannelTroubled(
    Fact, kind="channels.channel_troubled", about="channel", title=_("A channel does not work")
):
    channel: str
    words: str


@dataclass(frozen=True, kw_only=True)
class AccountsDue(
    Fact, kind="channels.accounts_due", about="channel", title=_("Accounts to be looked up")
):
    channel: str
