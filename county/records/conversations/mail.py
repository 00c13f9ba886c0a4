"""Read mailboxes: each entry kept raw, then understood, in the transaction that moves the cursor.

A crash between two pages reads one of them again, and finds its entries there (F-16).
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from county.foundation.channels import actions as channels
from county.foundation.channels.events import MailboxGap
from county.foundation.channels.models import Entry, Mailbox, Session
from county.foundation.channels.ports import Arrival, Happening, Incoming, Page
from county.foundation.channels.registry import MAILBOXES
from county.foundation.channels.wecom.errors import Step, WeComRefused
from county.foundation.channels.wecom.sessions import NEW, OVER
from county.foundation.database.away import AWAY
from county.foundation.database.locks import held
from county.foundation.events.actions import announce
from county.foundation.staff.queries import officer_in_wecom
from county.kernel import clock
from county.kernel.fields import reveal, set_sealed
from county.kernel.saying import saying
from county.records.conversations import actions
from county.records.conversations.events import (
    DeliveryFailed,
    FileAwaited,
    MessageRecalled,
    ReplyOverheard,
    VisitorEntered,
    VisitorMet,
)
from county.records.conversations.models import Author, Conversation, Message
from county.records.places.queries import town_names
from county.records.residents import actions as residents

log = logging.getLogger(__name__)

DEPTH = timedelta(days=3)
"""How far back a mailbox can be read (document 94670): what is older and unread is lost."""
STUCK = gettext_noop("%s cannot be read further: WeCom's cursor stands still.")


def read(mailbox_id: str) -> int:
    """Read everything that is new in a mailbox, one reader at a time; says how much there was.

    Outside any transaction. Raises what the channel raises; nothing that was read is then lost.
    """
    with held(f"mailbox {mailbox_id}"):
        mailbox = _begin(mailbox_id)
        token, count = reveal(mailbox, "token"), 0
        try:
            while True:
                page = MAILBOXES[mailbox.channel].read(mailbox.account, mailbox.cursor, token)
                stuck = page.more and page.cursor == mailbox.cursor
                count += _keep(mailbox, page)
                if stuck:
                    channels.complain(saying(STUCK, str(mailbox)))
                if stuck or not page.more:
                    break
        except WeComRefused as refused:
            _note_trouble(mailbox, refused)
            raise
        _end(mailbox)
    return count


@transaction.atomic
def _begin(mailbox_id: str) -> Mailbox:
    """From here on a ring means news that this reading may not see."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox_id)
    mailbox.waiting = False
    mailbox.save(update_fields=["waiting"])
    if mailbox.read_at is not None and clock.now() - mailbox.read_at > DEPTH:
        since = mailbox.read_at.isoformat()
        announce(MailboxGap(mailbox_id=mailbox_id, since=since), by=channels.WECOM)
    return mailbox


@transaction.atomic
def _end(mailbox: Mailbox) -> None:
    mailbox.read_at, mailbox.trouble = clock.now(), ""
    mailbox.save(update_fields=["read_at", "trouble"])


@transaction.atomic
def _note_trouble(mailbox: Mailbox, refused: WeComRefused) -> None:
    """Note why it cannot be read; what only an administrator can put right is announced."""
    mailbox.trouble = refused.kept
    mailbox.save(update_fields=["trouble"])
    if refused.step is Step.TELL:
        channels.complain(refused.kept)


@transaction.atomic
def _keep(mailbox: Mailbox, page: Page) -> int:
    """Keep a page's entries and the cursor behind them; says how many were new."""
    new = [one for one in page.arrivals if _is_new(mailbox, one)]
    mailbox.cursor = page.cursor
    mailbox.save(update_fields=["cursor"])
    return len(new)


def _is_new(mailbox: Mailbox, arrival: Arrival) -> bool:
    """Keep an entry and do what follows from it, unless it is there; a bad one stops nobody."""
    if Entry.objects.filter(mailbox=mailbox, key=arrival.key).exists():
        return False
    entry = Entry(mailbox=mailbox, key=arrival.key, kind=arrival.kind[:80], said_at=arrival.at)
    set_sealed(entry, "body", arrival.raw)
    entry.save(force_insert=True)
    try:
        with transaction.atomic():
            understand(entry, arrival)
    except AWAY:
        raise  # the database is to blame, not the entry: the page is read again
    except Exception as error:
        log.exception("an entry of %s was kept, but not understood", mailbox)
        entry.trouble = f"{type(error).__name__}: {error}"[:300]
        entry.save(update_fields=["trouble"])
    return True


@transaction.atomic
def again(entry: Entry) -> None:
    """Understand an entry that was kept and not understood; raises what stands in the way."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=entry.pk)
    if not entry.trouble:
        return
    box = MAILBOXES[entry.mailbox.channel]
    understand(entry, box.again(entry.mailbox.account, reveal(entry, "body")))
    entry.trouble = ""
    entry.save(update_fields=["trouble"])


def understand(entry: Entry, arrival: Arrival) -> None:
    """Let an entry become a message, or change what it speaks of; others stay as they came."""
    if arrival.message is not None and arrival.colleague:
        overhear(entry, arrival, arrival.message)
    elif arrival.message is not None:
        hear(entry, arrival, arrival.message)
    elif arrival.happening is not None:
        happen(entry, arrival, arrival.happening)


def hear(entry: Entry, arrival: Arrival, message: Incoming) -> None:
    """Receive what a resident wrote; a file that is still there is announced, to be fetched."""
    conversation = _conversation(message.channel, arrival)
    key, _place, new = actions.receive(message)
    Session.objects.filter(pk=arrival.address, state=OVER).update(state=NEW, colleague="")
    if new and message.media:
        ids = {"message_id": str(key), "conversation_id": str(conversation.pk)}
        announce(FileAwaited(**ids, entry_id=str(entry.pk)), by=channels.WECOM)


def overhear(entry: Entry, arrival: Arrival, message: Incoming) -> None:
    """Keep what a colleague answered in the channel's own client: it is in the thread, and said."""
    conversation = _conversation(message.channel, arrival)
    if Message.objects.filter(channel=message.channel, external_id=message.external_id).exists():
        return
    officer = officer_in_wecom(arrival.colleague)
    written = actions.write(
        conversation.pk,
        author=Author.OFFICER,
        by=officer or channels.WECOM,
        name=officer.name if officer else arrival.colleague,
        text=message.text,
        kind=message.kind,
        external_id=message.external_id,
        said_at=arrival.at,
        delivered_at=arrival.at,
    )
    ids = {"message_id": str(written.pk), "conversation_id": str(conversation.pk)}
    announce(ReplyOverheard(**ids), by=officer or channels.WECOM)
    if message.media:
        announce(FileAwaited(**ids, entry_id=str(entry.pk)), by=channels.WECOM)


def happen(entry: Entry, arrival: Arrival, what: Happening) -> None:
    """Do what follows from an event."""
    if what.kind == "entered":
        conversation = _conversation(entry.mailbox.channel, arrival, scene=what.scene)
        entered = VisitorEntered(entry_id=str(entry.pk), conversation_id=str(conversation.pk))
        announce(entered, by=channels.WECOM)
    elif what.kind == "recalled":
        _recall(entry, what)
    elif what.kind == "undelivered":
        _fail(what)
    elif what.kind == "session" and what.state:
        channels.keep_session(arrival.address, what.state, what.colleague, arrival.at)


def _recall(entry: Entry, what: Happening) -> None:
    channel = entry.mailbox.channel
    message = Message.objects.filter(channel=channel, external_id=what.about).first()
    if message is None or message.recalled_at is not None:
        return
    message.recalled_at = entry.said_at
    message.save(update_fields=["recalled_at"])
    place = str(message.conversation_id)
    recalled = MessageRecalled(message_id=str(message.pk), conversation_id=place)
    announce(recalled, by=channels.WECOM)


def _fail(what: Happening) -> None:
    """WeCom took a message of ours and could not deliver it after all (F-26)."""
    ours = Message.objects.filter(author__in=(Author.OFFICER, Author.SYSTEM))
    message = ours.filter(pk=what.about).first() if what.about else None
    if message is None:
        return
    message.failure, message.refused_at = what.why, clock.now()
    message.delivered_at = None
    message.save(update_fields=["failure", "refused_at", "delivered_at"])
    place = str(message.conversation_id)
    failed = DeliveryFailed(message_id=str(message.pk), conversation_id=place, why="undelivered")
    announce(failed, by=channels.WECOM)


def _conversation(channel: str, arrival: Arrival, *, scene: str = "") -> Conversation:
    """The chat's conversation and its resident: known by the platform's name for the person."""
    conversation = actions.begin(channel, arrival.address)
    town = scene if scene in dict(town_names()) else ""
    if conversation.resident is None:
        resident = residents.meet(channel, arrival.person, town_code=town)
        conversation = actions.belong(conversation, resident)
        met = VisitorMet(conversation_id=str(conversation.pk))
        announce(met, by=channels.WECOM)
    known = conversation.resident
    if town and known is not None and not known.town_code:
        residents.correct(known, area_code=town, by=channels.WECOM)
    return conversation
