"""Receive what a resident says; say something back; carry it out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from county.foundation.channels.actions import keep_session
from county.foundation.channels.ports import Channel, Incoming, NeverTaken, Outgoing
from county.foundation.channels.registry import CHANNELS
from county.foundation.database.hot import raw_cursor
from county.foundation.database.locks import held
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.files.actions import open_clean
from county.foundation.files.models import Kind as FileKind
from county.foundation.files.models import StoredFile
from county.foundation.files.queries import file as stored
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.numbers import uuid7
from county.kernel.text import clean
from county.records.conversations.events import (
    DeliveryFailed,
    FileArrived,
    NoteWritten,
    PictureRead,
    ReplyWritten,
    SessionChanged,
    SessionWanted,
    VisitorWelcomed,
)
from county.records.conversations.models import Author, Conversation, Kind, Message, Read
from county.records.conversations.queries import index_terms
from county.records.residents import actions as residents
from county.records.residents.models import Resident

LONGEST = 20_000
"""Characters of one message; more is cut, and the cut is said."""
LONGEST_FAILURE = 500

DESK = System("desk")

_SHOWN: dict[str, str] = {
    FileKind.IMAGE: Kind.IMAGE, FileKind.AUDIO: Kind.VOICE, FileKind.VIDEO: Kind.VIDEO,
    FileKind.PDF: Kind.FILE,
}  # fmt: skip

# One statement keeps the message, announces it and puts it in the outbox: the hot path of the
# whole platform. A repeated (channel, external_id) inserts nothing and so announces nothing.
_RECEIVE = """
WITH known AS (
  SELECT id FROM conversations_conversation WHERE channel = %s AND address = %s
), made AS (
  INSERT INTO conversations_conversation (id, channel, address)
  SELECT %s, %s, %s WHERE NOT EXISTS (SELECT FROM known)
  ON CONFLICT (channel, address) DO UPDATE SET address = excluded.address RETURNING id
), place AS (
  SELECT id FROM known UNION ALL SELECT id FROM made
), kept AS (
  INSERT INTO conversations_message (id, number, conversation_id, channel, external_id, author, by,
    kind, text, file, latitude, longitude, said_at)
  SELECT %s, nextval('conversations_message_number'), place.id, %s, %s, 'resident', %s, %s, %s, %s,
    %s, %s, coalesce(%s::timestamptz, now()) FROM place
  ON CONFLICT (channel, external_id) DO NOTHING RETURNING id, conversation_id
), told AS (
  INSERT INTO events_event (kind, subject, thread, facts, by)
  SELECT 'conversations.message_received', 'message:' || id, conversation_id::text,
    jsonb_build_object('message_id', id::text, 'conversation_id', conversation_id::text), %s
  FROM kept RETURNING id, subject, thread
), waits AS (
  INSERT INTO events_delivery (event_id) SELECT id FROM told
)
SELECT kept.id, kept.conversation_id,
  pg_notify('facts', told.id || '|conversations.message_received|' || told.subject || '|'
    || told.thread || '|{}')
FROM kept, told
"""


def receive(incoming: Incoming) -> tuple[UUID, UUID, bool]:
    """Keep an incoming message once and announce it, before anything is understood.

    Comes back with the message's key, its conversation's, and whether it was new. Text is made
    safe to keep and show; what is too long is cut and says so. It is one statement, and so needs
    no transaction around it to be kept whole or not at all.
    """
    key, place = uuid7(), uuid7()
    text, sender = _safe(incoming.text), f"{incoming.channel}:{incoming.sender}"[:100]
    row = (
        raw_cursor()
        .execute(
            _RECEIVE,
            (
                incoming.channel, incoming.sender, place, incoming.channel, incoming.sender,
                key, incoming.channel, incoming.external_id, sender, incoming.kind, text,
                incoming.file, incoming.latitude, incoming.longitude, incoming.said_at, sender,
            ),
            prepare=True,
        )
        .fetchone()
    )  # fmt: skip
    if row is not None:
        return row[0], row[1], True
    known = Message.objects.values_list("id", "conversation_id").get(
        channel=incoming.channel, external_id=incoming.external_id
    )
    return known[0], known[1], False


def _safe(text: str) -> str:
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    return clean(text, LONGEST + 1)


@transaction.atomic
def begin(channel: str, address: str) -> Conversation:
    """The conversation with this address; a new one if there was none."""
    conversation, _made = Conversation.objects.get_or_create(channel=channel, address=address)
    return conversation


@transaction.atomic
def belong(conversation: Conversation, resident: Resident) -> Conversation:
    """Note whose conversation it is."""
    conversation.resident = resident
    conversation.save(update_fields=["resident"])
    return conversation


def write(
    conversation_id: UUID, *, author: str, by: Actor, name: str, text: str, **more: Any
) -> Message:
    channel = Conversation.objects.values_list("channel", flat=True).get(pk=conversation_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('conversations_message_number')")
        number = cursor.fetchone()[0]
    return Message.objects.create(
        number=number,
        conversation_id=conversation_id,
        channel=channel,
        author=author,
        by=by.actor,
        by_name=name[:40],
        kind=more.pop("kind", Kind.TEXT),
        text=_safe(text),
        **more,
    )


@transaction.atomic
def reply(
    conversation_id: UUID, *, text: str, by: Actor, name: str, key: UUID | None = None, **more: Any
) -> Message:
    """Answer the resident; delivery follows in the background. The same `key` is one reply."""
    if key is not None and (known := Message.objects.filter(pk=key).first()):
        if known.conversation_id != conversation_id:
            raise Refused(_("This key names another message. Use a new one."))
        return known
    author = Author.SYSTEM if isinstance(by, System) else Author.OFFICER
    extra = {"id": key, **more} if key else more
    message = write(conversation_id, author=author, by=by, name=name, text=text, **extra)
    announce(ReplyWritten(message_id=str(message.pk), conversation_id=str(conversation_id)), by=by)
    return message


@transaction.atomic
def note(conversation_id: UUID, *, text: str, by: Actor, name: str) -> Message:
    """Write an internal note, which the resident never sees."""
    message = write(conversation_id, author=Author.NOTE, by=by, name=name, text=text)
    announce(NoteWritten(message_id=str(message.pk), conversation_id=str(conversation_id)), by=by)
    return message


@transaction.atomic
def want_session(conversation: Conversation, *, colleague: str, by: Actor) -> None:
    """Ask the platform to give the chat to a colleague in its own client; to end it, with ""."""
    ids = {"conversation_id": str(conversation.pk), "colleague": colleague}
    announce(SessionWanted(**ids), by=by)


@transaction.atomic
def change_session(conversation: Conversation, *, state: int, colleague: str) -> None:
    """Note that the platform has done so."""
    keep_session(conversation.address, state, colleague, clock.now())
    announce(SessionChanged(conversation_id=str(conversation.pk)), by=DESK)


@transaction.atomic
def keep_welcome(conversation_id: UUID, *, text: str, name: str) -> Message:
    """Note that a visitor was greeted, and with that has read the notice; once for each entering.

    It was said by the channel already, so nothing is announced that would deliver it.
    """
    known = Message.objects.filter(channel="wecom", external_id=f"welcome:{name}").first()
    if known is not None:
        return known
    conversation = Conversation.objects.select_related("resident").get(pk=conversation_id)
    if conversation.resident is not None:
        residents.see_notice(conversation.resident)
    now = clock.now()
    message = write(
        conversation_id, author=Author.SYSTEM, by=DESK, name="", text=text,
        external_id=f"welcome:{name}", delivered_at=now,
    )  # fmt: skip
    ids = {"message_id": str(message.pk), "conversation_id": str(conversation_id)}
    announce(VisitorWelcomed(**ids), by=DESK)
    return message


@transaction.atomic
def attach(message: Message, file: StoredFile) -> Message:
    """Put a file that came after its message beside it; the message is shown as what came."""
    message.file, message.kind = file.pk, _SHOWN[file.kind]
    message.save(update_fields=["file", "kind"])
    ids = {"message_id": str(message.pk), "conversation_id": str(message.conversation_id)}
    announce(FileArrived(**ids), by=DESK)
    return message


@transaction.atomic
def refuse_file(message: Message, *, why: str) -> Message:
    """Note that a message's file is not kept, and why; the officer asks for it in another form."""
    message.failure = why[:LONGEST_FAILURE]
    message.save(update_fields=["failure"])
    ids = {"message_id": str(message.pk), "conversation_id": str(message.conversation_id)}
    announce(FileArrived(**ids), by=DESK)
    return message


@transaction.atomic
def keep_reading(message: Message, *, text: str, turns: list[dict[str, Any]], by: Actor) -> Read:
    """Keep what was read out of a picture, or an officer's correction of it."""
    read, _ = Read.objects.update_or_create(
        message=message,
        defaults={
            "text": _safe(text),
            "turns": orjson.loads(orjson.dumps(turns)),
            "corrected_by": "" if isinstance(by, System) else by.actor,
        },
    )
    index(message)
    announce(
        PictureRead(message_id=str(message.pk), conversation_id=str(message.conversation_id)), by=by
    )
    return read


def index(message: Message) -> None:
    """Enter the message's words, and those read out of its picture, in the search index."""
    read = Read.objects.filter(message=message).values_list("text", flat=True).first()
    terms = index_terms(f"{message.text}\n{read or ''}")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_message SET grams = array_to_tsvector(%s) WHERE id = %s",
            [terms, message.pk],
        )


def deliver(message: Message) -> None:
    """Hand a written reply to its channel; a failure is noted and shown, never swallowed.

    What leaves the house goes out one after another, in the order in which it was written: older
    replies that wait are sent first. Raises what the channel raises where trying again may help.
    """
    conversation = Conversation.objects.get(pk=message.conversation_id)
    channel = CHANNELS[conversation.channel]
    if not channel.outward:
        channel.send(_outgoing(message, conversation))
        Message.objects.filter(pk=message.pk).update(delivered_at=clock.now(), failure="")
        return
    with held(f"delivery {conversation.pk}"):
        for waiting in _waiting(conversation, message.number):
            _send(channel, waiting, conversation)


def _waiting(conversation: Conversation, number: int) -> QuerySet[Message]:
    ours = Message.objects.filter(conversation=conversation, number__lte=number)
    ours = ours.filter(author__in=(Author.OFFICER, Author.SYSTEM))
    return ours.filter(delivered_at=None, refused_at=None).order_by("number")


def _send(channel: Channel, message: Message, conversation: Conversation) -> None:
    try:
        channel.send(_outgoing(message, conversation))
    except NeverTaken as refused:
        _fail(message, refused, for_good=True)
    except Exception as error:
        _fail(message, error, for_good=False)
        raise
    else:
        Message.objects.filter(pk=message.pk).update(delivered_at=clock.now(), failure="")


def _outgoing(message: Message, conversation: Conversation) -> Outgoing:
    kept = stored(message.file) if message.file else None
    file = (kept.name, kept.media_type, open_clean(kept)) if kept else None
    return Outgoing(key=message.pk, recipient=conversation.address, text=message.text, file=file)


@transaction.atomic
def _fail(message: Message, error: Exception, *, for_good: bool) -> None:
    first = not message.failure
    message.failure = str(error)[:LONGEST_FAILURE] or type(error).__name__
    message.refused_at = clock.now() if for_good else None
    message.save(update_fields=["failure", "refused_at"])
    if first or for_good:
        ids = {"message_id": str(message.pk), "conversation_id": str(message.conversation_id)}
        announce(DeliveryFailed(**ids, why=type(error).__name__), by=DESK)


@transaction.atomic
def read_by_desk(conversation_id: UUID) -> None:
    """Note that an officer has seen everything said so far."""
    Conversation.objects.filter(pk=conversation_id).update(desk_read_at=clock.now())


@transaction.atomic
def read_by_resident(conversation_id: UUID) -> None:
    """Note that the resident's page has shown everything said so far."""
    Conversation.objects.filter(pk=conversation_id).update(resident_read_at=clock.now())
