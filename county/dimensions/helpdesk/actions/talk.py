"""What is said at the desk: a resident's word enters, an officer's word leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions.matters import (
    REOPEN_WITHIN,
    ids,
    lock,
    open_matter,
    reopen,
    run_again,
    stop_clocks,
    take,
)
from county.dimensions.helpdesk.events import MatterReplied, WordCame
from county.dimensions.helpdesk.flow import FLOWS, Kind, State
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import desk
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.channels.registry import MAILBOXES
from county.foundation.events.actions import announce, whisper
from county.foundation.events.registry import Actor, System
from county.foundation.files.models import Kind as FileKind
from county.foundation.files.models import StoredFile
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.saying import saying
from county.kernel.text import clean, is_blank, scrub, shorten
from county.records.conversations import actions as conversations
from county.records.conversations import queries as said
from county.records.conversations.models import Author, Conversation, Message
from county.records.places.queries import nearest_town
from county.records.residents import actions as residents
from county.records.residents import queries as residents_asked
from county.records.residents.actions.joining import carry
from county.records.residents.events import FilesMerged
from county.records.residents.models import Resident

DESK = System("desk")
ANSWERED = (State.ANSWERED, State.RESOLVED, State.CLOSED)
MOST_A_MINUTE = 30
"""Messages of one conversation within a minute; local design value."""


class TooMany(Refused):
    """So much at once is not written by hand."""

    status = 429


@transaction.atomic
def greet(address: str, *, town_code: str = "", alias: str = "") -> Conversation:
    """Open a conversation for a phone whose owner has read the notice."""
    conversation = conversations.begin("web", address)
    if conversation.resident is None:
        resident = residents.open_file(alias=alias, town_code=town_code)
        conversation = conversations.belong(conversation, resident)
    residents.see_notice(owner(conversation))
    return conversation


def limit(conversation: Conversation) -> None:
    """Refuse a conversation that sends more than a person can write."""
    if said.count_since(conversation.pk, clock.now() - timedelta(minutes=1)) >= MOST_A_MINUTE:
        raise TooMany(_("You are sending very fast. Wait a minute; in an emergency call 110."))


@transaction.atomic
def identify(conversation: Conversation, *, phone: str) -> Resident:
    """Tie the conversation and its matters to the person who confirmed this phone."""
    former = owner(conversation)
    resident = residents.identify(former, phone=phone)
    if resident.pk != former.pk:  # what the background would do in a moment, for this page now
        joined = residents_asked.joinings_of(former).filter(undone_at=None)[0]
        ids_of = FilesMerged(
            joining_id=str(joined.pk), resident_id=str(resident.pk), former_id=str(former.pk)
        )
        carry(Conversation.objects.all(), ids_of)
        carry(Matter.objects.all(), ids_of)
    return resident


@transaction.atomic
def hear(message: Message, conversation: Conversation) -> Matter:
    """Let a resident's message reach its matter: the open one, one reopened, or a new one."""
    resident = owner(conversation)
    _learn_place(resident, message)
    since = message.received_at - REOPEN_WITHIN
    matter = asked.open_in(conversation.pk) or asked.closed_since(conversation.pk, since)
    if matter is None:
        return _open(message, conversation, resident)
    matter = lock(matter)
    if matter.state in ANSWERED and not (is_thanks(message) or _came_before(message, matter)):
        if matter.last_at < since:
            _lay_aside(matter)
            return _open(message, conversation, resident)
        matter = reopen(
            matter,
            why=saying(gettext_noop("The resident wrote again.")),
            by=resident,
            at=message.received_at,
        )
    matter.last_text, matter.last_at = preview_of(message), message.received_at
    if matter.state not in ANSWERED:  # a word of thanks waits for nothing
        matter.waiting_since = matter.waiting_since or message.received_at
    matter.unread += 1
    matter.save(update_fields=["last_text", "last_at", "waiting_since", "unread"])
    _tell_pages(matter, from_resident=True)
    return matter


def _tell_pages(matter: Matter, *, from_resident: bool) -> None:
    """Let open queues and threads hear that a word came or went."""
    whisper(
        WordCame(
            matter_id=str(matter.pk),
            conversation_id=str(matter.conversation_id or ""),
            holder_id=matter.assignee_id,
            from_resident=from_resident,
        )
    )


def _learn_place(resident: Resident, message: Message) -> None:
    """A location that was sent says in which town somebody is, as long as nothing else does."""
    if message.latitude is None or message.longitude is None or resident.town_code:
        return
    town = nearest_town(message.longitude, message.latitude)
    if town:
        residents.correct(resident, area_code=town, by=resident)
        Matter.objects.filter(resident=resident, town_code="").update(
            town_code=town, area_code=town
        )


def _lay_aside(old: Matter) -> None:
    """Close what was answered long ago: what is said now is another matter."""
    FLOWS[old.kind].move(old, "close")
    old.closed_at = clock.now()
    old.save(update_fields=["state", "closed_at"])
    stop_clocks(old, "", old.closed_at)


def _open(message: Message, conversation: Conversation, resident: Resident) -> Matter:
    return open_matter(
        kind=Kind.CONSULTATION,
        topic=knowledge.topic_of(message.text),
        by=resident,
        conversation=conversation,
        resident=resident,
        text=preview_of(message),
        at=message.received_at,
    )


def _came_before(message: Message, matter: Matter) -> bool:
    """Whether the outcome was recorded while the message lay in the thread, not yet taken in.

    It reopens nothing, and is counted as unread where the officer still holds the matter.
    """
    done = matter.resolved_at
    return matter.state == State.RESOLVED and done is not None and message.received_at <= done


def is_thanks(message: Message) -> bool:
    """Whether a message says no more than thanks, which reopens nothing."""
    return message.kind == "text" and knowledge.is_thanks(message.text)


def owner(conversation: Conversation) -> Resident:
    """Whose conversation it is; a stranger's first word opens an unnamed file."""
    if conversation.resident is not None:
        return conversation.resident
    resident = residents.open_file()
    conversations.belong(conversation, resident)
    return resident


def preview_of(message: Message) -> str:
    """What a queue shows of a message."""
    marks = {
        "image": "[picture]", "location": "[location]", "link": "[link]", "voice": "[voice]",
        "video": "[video]", "file": "[file]",
    }  # fmt: skip
    mark = marks.get(message.kind, "[blank]" if is_blank(message.text) else "")
    return scrub(shorten(f"{mark} {message.text}".strip(), 80))


def take_back(message: Message) -> None:
    """Let the queue no longer show what the resident took back, where it is the last word."""
    matter = asked.open_in(message.conversation_id)
    if matter is None:
        return
    matter = lock(matter)
    if matter.last_at == message.received_at and matter.last_text == preview_of(message):
        matter.last_text = "[taken back]"
        matter.save(update_fields=["last_text"])
        _tell_pages(matter, from_resident=False)


def _demand_answerable(matter: Matter) -> UUID:
    """Where the matter is answered; a refusal where it cannot be."""
    if matter.conversation_id is None:
        raise Refused(_("This matter has no conversation to answer in."))
    if not matter.is_open:
        raise Refused(_("%s is closed. Reopen it to write.") % matter.number)
    return matter.conversation_id


def _said_by_key(matter: Matter, key: UUID) -> Message | None:
    return said.in_conversation(matter.conversation_id).filter(pk=key).first()


@transaction.atomic
def reply(matter: Matter, *, text: str, by: Officer, key: UUID | None = None) -> Message:
    """Answer the resident. The first answer takes a free matter, stops the clock, moves it on."""
    demand(by, Permit.REPLY)
    text = _words(text)
    matter = lock(matter)
    if key is not None and (known := _said_by_key(matter, key)):
        return known  # a second try changes nothing: the resident may have answered meanwhile
    place = _demand_answerable(matter)
    _demand_room(place, text)
    if matter.assignee_id is None:
        matter = take(matter, by=by)
    _answered(matter, text=text, by=by, now=clock.now())
    return conversations.reply(place, text=text, by=by, name=by.name, key=key)


@transaction.atomic
def said_in_chat(matter: Matter, *, text: str, by: Officer) -> Message:
    """Keep what the officer has told the resident in a chat of which WeCom tells us nothing.

    It is kept as a note, for it is the officer's word that it was said; as an answer it counts.
    """
    demand(by, Permit.REPLY)
    text = _words(text)
    matter = lock(matter)
    place = _demand_answerable(matter)
    if matter.assignee_id is None:
        matter = take(matter, by=by)
    _answered(matter, text=text, by=by, now=clock.now())
    words = _("Said in WeCom's chat: %s") % text
    return conversations.note(place, text=words, by=by, name=by.name)


@transaction.atomic
def show(matter: Matter, *, file: StoredFile, by: Officer, key: UUID | None = None) -> Message:
    """Send the resident a picture or a document; it counts as an answer."""
    demand(by, Permit.REPLY)
    matter = lock(matter)
    if key is not None and (known := _said_by_key(matter, key)):
        return known
    place = _demand_answerable(matter)
    _demand_room(place, "")
    if matter.assignee_id is None:
        matter = take(matter, by=by)
    kind = "image" if file.kind == FileKind.IMAGE else "file"
    _answered(matter, text=f"[{'picture' if kind == 'image' else 'file'}]", by=by, now=clock.now())
    more = {"kind": kind, "file": file.pk}
    return conversations.reply(place, text="", by=by, name=by.name, key=key, **more)


@transaction.atomic
def go_on_in_wecom(matter: Matter, *, by: Officer, end: bool = False) -> None:
    """Take the resident's chat in WeCom itself, on the way for instance; or end it there.

    While a colleague has it there, the desk cannot write; whoever has it ends it.
    """
    demand(by, Permit.REPLY)
    conversation = Conversation.objects.get(pk=_demand_answerable(matter))
    if conversation.channel not in MAILBOXES or not by.wecom_id:
        raise Refused(_("This chat is not in WeCom, or you have no account there."))
    if matter.assignee_id is None:
        take(matter, by=by)
    conversations.want_session(conversation, colleague="" if end else by.wecom_id, by=by)


def _words(text: str) -> str:
    text = clean(text, conversations.LONGEST)
    if not text.strip():
        raise Refused(_("Write something before you send."))
    return text


@transaction.atomic
def overheard(message: Message, conversation: Conversation) -> Matter | None:
    """Let an answer that a colleague gave in the channel's own client count as one of the desk's.

    It takes no matter: who answered there is not always an officer with a desk here.
    """
    matter = asked.open_in(conversation.pk)
    if matter is None:
        return None
    matter = lock(matter)
    by = System(message.by) if message.by else DESK
    _answered(matter, text=preview_of(message), by=by, now=message.said_at)
    return matter


@transaction.atomic
def not_delivered(message: Message) -> Matter | None:
    """Let a matter wait again whose answer never arrived; its holder, or the desk, is told."""
    matter = asked.open_in(message.conversation_id)
    if matter is None or message.author != Author.OFFICER:
        return None
    if matter.state == State.ANSWERED:
        matter = reopen(matter, why=saying(gettext_noop("The answer did not arrive.")), by=DESK)
    matter = lock(matter)
    matter.waiting_since = matter.waiting_since or clock.now()
    if not said.has_arrived(message.conversation_id, since=matter.opened_at):
        matter.first_reply_at = None
        run_again(matter, "reply")
    matter.save(update_fields=["waiting_since", "first_reply_at"])
    people = [matter.assignee] if matter.assignee else desk.rostered(matter.town_code, clock.now())
    tell(
        desk.able_to_open(people, matter),
        title=saying(gettext_noop("Not delivered, the resident still waits: %s"), matter.number),
        url=matter.url,
        by=DESK,
        about=matter.subject,
        loud=True,
    )
    _tell_pages(matter, from_resident=False)
    return matter


def _demand_room(place: UUID, text: str) -> None:
    """Refuse what the channel would not carry: nothing typed is lost, and nothing is cut."""
    conversation = Conversation.objects.get(pk=place)
    room = said.room(conversation)
    if room is None:
        return
    if room.why:
        raise Refused(room.why)
    pieces = said.pieces(conversation, text)
    if pieces > room.left:
        raise Refused(
            _("This goes out as %(pieces)s messages, and only %(left)s more may be sent. Shorten.")
            % {"pieces": pieces, "left": room.left}
        )


def _answered(matter: Matter, *, text: str, by: Actor, now: datetime) -> None:
    """Move the matter on after an answer: clocks stop, nobody waits, pages hear of it."""
    flow = FLOWS[matter.kind]
    if "reply" in flow.open_to(matter.state):
        flow.move(matter, "reply")
    first = matter.first_reply_at is None
    matter.first_reply_at = matter.first_reply_at or now
    matter.waiting_since, matter.unread = None, 0
    matter.last_text, matter.last_at = scrub(shorten(text, 80)), now
    matter.save(
        update_fields=["state", "first_reply_at", "waiting_since", "unread", "last_text", "last_at"]
    )
    stop_clocks(matter, "reply", now)
    if matter.kind == Kind.CONSULTATION:
        stop_clocks(matter, "answer", now)
    if first:
        waited = max(0, int((now - matter.opened_at).total_seconds()))
        announce(MatterReplied(**ids(matter), seconds=waited), by=by)
    _tell_pages(matter, from_resident=False)


@transaction.atomic
def note(matter: Matter, *, text: str, by: Officer) -> Message:
    """Write an internal note. It answers nobody: no clock stops, nobody waits less."""
    demand(by, Permit.TAKE)
    if matter.conversation_id is None or not text.strip():
        raise Refused(_("Write something before you save the note."))
    return conversations.note(matter.conversation_id, text=text, by=by, name=by.name)


@transaction.atomic
def seen(matter: Matter, *, by: Officer) -> None:
    """Note that the holder, or a helper, has read what came in."""
    if matter.unread and (matter.assignee_id in (None, by.pk)):
        Matter.objects.filter(pk=matter.pk).update(unread=0)
    if matter.conversation_id:
        conversations.read_by_desk(matter.conversation_id)
