"""Work that conversations do in the background."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from county.foundation.channels import actions as channels
from county.foundation.channels.events import EntryDue, MailboxRang
from county.foundation.channels.models import Entry
from county.foundation.channels.registry import MAILBOXES
from county.foundation.channels.wecom.errors import Step, WeComRefused
from county.foundation.events.actions import announce
from county.foundation.events.registry import on
from county.foundation.files import actions as files
from county.foundation.files.refusals import FileRefused
from county.kernel import clock
from county.kernel.fields import reveal
from county.kernel.saying import said
from county.records.conversations import actions, dialogue, joining, mail, queries
from county.records.conversations.events import (
    FileArrived,
    FileAwaited,
    MessageRecalled,
    MessageReceived,
    PictureReceived,
    ReplyOverheard,
    ReplyWritten,
    SessionWanted,
    VisitorEntered,
    VisitorMet,
)
from county.records.conversations.models import Author, Conversation, Kind, Message
from county.records.residents import actions as residents
from county.records.residents.actions.joining import carry, carry_back
from county.records.residents.events import (
    ChildFound,
    FilesMerged,
    FilesParted,
    ResidentErased,
)
from county.records.rights.periods import kept_for

FRESH = timedelta(minutes=10)
"""An older message gets no automatic word: it was read late (F-17); local design value."""


@on(MessageReceived)
def hear(fact: MessageReceived) -> None:
    """Everyone who listens to residents hears the message; then its words can be searched."""
    message = Message.objects.get(pk=fact.message_id)
    # no_key: the next message of this conversation may come in meanwhile.
    locked = Conversation.objects.select_for_update(no_key=True)
    conversation = locked.get(pk=fact.conversation_id)
    if conversation.channel in MAILBOXES:
        _tell_the_notice(message, conversation)
    if conversation.resident_id is not None:
        residents.touch(conversation.resident_id)
    for hearer in dialogue.HEARERS.values():
        hearer(message, conversation)
    actions.index(message)
    if message.kind == Kind.IMAGE and message.file is not None:
        # A fact of its own: slow readers are then woken for pictures, not for every text.
        ids = {"message_id": fact.message_id, "conversation_id": fact.conversation_id}
        announce(PictureReceived(**ids), by=actions.DESK)


def _tell_the_notice(message: Message, conversation: Conversation) -> None:
    """Who writes on a platform without having entered by our link reads the notice first thing."""
    resident = conversation.resident
    if resident is None or resident.notice_seen_at:
        return
    room = queries.room(conversation)
    if clock.now() - message.said_at > FRESH or (room is not None and not room.left):
        return
    actions.reply(conversation.pk, text=notice(), by=actions.DESK, name="")
    residents.see_notice(resident)


def notice() -> str:
    """The first word on a platform: who keeps what, where it can be read whole, and 110."""
    with override(settings.LANGUAGE_CODE):
        return _(
            "Haiyan police help desk. Write, or send a screenshot: an officer answers day and"
            " night. What you send is kept by the County Public Security Bureau to answer you and"
            " to prevent fraud; a program reads it for signs of fraud, only people decide. Who"
            " keeps what, and your rights: %(address)s/helpdesk/phone/ . In an emergency call 110."
        ) % {"address": settings.SIWEI_ADDRESS}


@on(VisitorEntered, outside=True)
def welcome(fact: VisitorEntered) -> None:
    """Greet somebody who entered by our link, once, in the seconds that the platform gives."""
    entry = Entry.objects.select_related("mailbox").get(pk=fact.entry_id)
    conversation = Conversation.objects.get(pk=fact.conversation_id)
    text, mailbox = notice(), entry.mailbox
    box = MAILBOXES[mailbox.channel]
    if box.welcome(mailbox.account, reveal(entry, "body"), text, f"W{entry.pk.hex[:31]}"):
        actions.keep_welcome(conversation.pk, text=text, name=str(entry.pk))


@on(VisitorMet, outside=True)
def learn_the_name(fact: VisitorMet) -> None:
    """Call a new visitor what they call themselves on the platform, until they say otherwise."""
    conversation = Conversation.objects.select_related("resident").get(pk=fact.conversation_id)
    resident = conversation.resident
    if resident is None or resident.alias:
        return
    person = conversation.address.partition(":")[2]
    nickname = MAILBOXES[conversation.channel].nickname(person)
    if nickname:
        residents.correct(resident, alias=nickname, by=channels.WECOM)


@on(SessionWanted, outside=True)
def give_session(fact: SessionWanted) -> None:
    """Let WeCom give the chat over; where it will not, the thread says why."""
    conversation = Conversation.objects.get(pk=fact.conversation_id)
    try:
        state = MAILBOXES[conversation.channel].give(conversation.address, fact.colleague)
    except WeComRefused as refused:
        if refused.step not in (Step.GIVE_UP, Step.TELL):
            raise
        with override(settings.LANGUAGE_CODE):
            words = _("WeCom did not give the chat over: %s") % said(refused.kept)
            actions.note(conversation.pk, text=words, by=channels.WECOM, name=_("WeCom"))
        return
    actions.change_session(conversation, state=state, colleague=fact.colleague)


@on(FileAwaited, outside=True)
def fetch_file(fact: FileAwaited) -> None:
    """Fetch a file at once: the platform forgets it after three days (F-39)."""
    message = Message.objects.get(pk=fact.message_id)
    if message.file is not None or message.failure:
        return
    entry = Entry.objects.select_related("mailbox").get(pk=fact.entry_id)
    name, content = MAILBOXES[entry.mailbox.channel].fetch(reveal(entry, "body"))
    try:
        kept = files.keep(
            content, name=name, by=channels.WECOM, purpose="conversation", recordings=True
        )
    except FileRefused as refused:
        actions.refuse_file(message, why=str(refused))
    else:
        actions.attach(message, kept)


@on(FileArrived)
def read_picture(fact: FileArrived) -> None:
    """A resident's picture that has come is read as any other; a colleague's is not suspected."""
    message = Message.objects.get(pk=fact.message_id)
    if message.kind == Kind.IMAGE and message.author == Author.RESIDENT:
        ids = {"message_id": fact.message_id, "conversation_id": fact.conversation_id}
        announce(PictureReceived(**ids), by=actions.DESK)


@on(MessageRecalled)
def forget_the_words(fact: MessageRecalled) -> None:
    """What was taken back is no longer found by its words."""
    Message.objects.filter(pk=fact.message_id).update(grams=None)


@on(ReplyWritten)
def index(fact: ReplyWritten) -> None:
    """What officers say can be searched too."""
    actions.index(Message.objects.get(pk=fact.message_id))


@on(ReplyOverheard)
def index_overheard(fact: ReplyOverheard) -> None:
    """So can what they say in the platform's own client."""
    actions.index(Message.objects.get(pk=fact.message_id))


@on(ReplyWritten, outside=True)
def deliver(fact: ReplyWritten) -> None:
    """Hand the reply to its channel."""
    actions.deliver(Message.objects.get(pk=fact.message_id))


@on(EntryDue)
def understand_again(fact: EntryDue) -> None:
    """Try an entry once more that was kept and not understood."""
    mail.again(Entry.objects.get(pk=fact.entry_id))


@on(MailboxRang, outside=True)
def read_mailbox(fact: MailboxRang) -> None:
    """Read what is new."""
    mail.read(fact.mailbox_id)


@on(FilesMerged)
def files_became_one(fact: FilesMerged) -> None:
    """The conversations follow to the file that speaks now."""
    carry(Conversation.objects.all(), fact)


@on(FilesParted)
def files_are_two_again(fact: FilesParted) -> None:
    """What came from the other file goes back to it."""
    carry_back(Conversation, fact)


@on(ResidentErased)
def forget_what_was_said(fact: ResidentErased) -> None:
    """The words of an erased person go with the file."""
    joining.empty(fact.resident_id)


@on(ChildFound)
def forget_what_a_child_said(fact: ChildFound) -> None:
    """Nothing that a child wrote is kept."""
    joining.empty(fact.resident_id)


@kept_for("chat", gettext_lazy("what was said in chats; cases and leads as the law says"), days=365)
def let_chats_end(before: datetime) -> int:
    """Chats are kept for twelve months (E32)."""
    return joining.empty_older(before)
