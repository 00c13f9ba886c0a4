"""A thread; messages found by what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from county.foundation.channels.ports import Room
from county.foundation.channels.registry import CHANNELS
from county.kernel.text import bigrams, fold
from county.records.conversations.models import Author, Conversation, Message
from county.records.residents.models import Resident
from county.records.residents.phones import owns


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a thread shows it, with what was read out of its picture."""

    id: UUID
    number: int
    author: str
    by: str
    by_name: str
    kind: str
    text: str
    file: UUID | None
    latitude: float | None
    longitude: float | None
    said_at: datetime
    delivered_at: datetime | None
    failure: str
    refused_at: datetime | None
    recalled_at: datetime | None
    read_text: str | None
    turns: list[dict[str, Any]] | None
    corrected_by: str | None


_LINE = (
    "id", "number", "author", "by", "by_name", "kind", "text", "file", "latitude", "longitude",
    "said_at", "delivered_at", "failure", "refused_at", "recalled_at", "read__text", "read__turns",
    "read__corrected_by",
)  # fmt: skip


def thread(conversation_id: UUID, *, limit: int = 200, before: int | None = None) -> list[Line]:
    """The last messages of a conversation, oldest first; `before` pages back by number."""
    rows = Message.objects.filter(conversation_id=conversation_id)
    if before is not None:
        rows = rows.filter(number__lt=before)
    return [Line(*row) for row in rows.order_by("-number").values_list(*_LINE)[:limit]][::-1]


def thread_of_resident(conversation_id: UUID, *, limit: int = 200) -> list[Line]:
    """The thread as the resident sees it: without internal notes."""
    rows = Message.objects.filter(conversation_id=conversation_id).exclude(author=Author.NOTE)
    return [Line(*row) for row in rows.order_by("-number").values_list(*_LINE)[:limit]][::-1]


def conversations_of(resident_id: UUID) -> QuerySet[Conversation]:
    """Every conversation with a resident, latest first."""
    return Conversation.objects.filter(resident_id=resident_id).order_by("-begun_at")


def index_terms(text: str) -> list[str]:
    """What the index keeps of a text: its pairs, and its last character, which begins none."""
    return sorted({*grams(text), *fold(text).strip()[-1:]})


def grams(text: str) -> list[str]:
    """The search terms of a text: its distinct bigrams, as the index keeps them."""
    return sorted({gram for gram in bigrams(fold(text)) if gram.strip()})[:20_000]


RECENT = 40_000
"""Messages that are looked through from the newest before the index is asked."""

# A word that every hundredth message holds is found soonest by walking back from the newest; the
# index would fetch all of them only to sort them. OFFSET 0 keeps the planner to that order.
_RECENT = """
(SELECT id, conversation_id, number, text, grams FROM conversations_message
WHERE number > (SELECT max(number) FROM conversations_message) - %s
ORDER BY number DESC OFFSET 0)
"""
_SEARCH = """
SELECT m.conversation_id FROM {messages} m
LEFT JOIN conversations_read r ON r.message_id = m.id
WHERE m.grams @@ %s::tsquery
  AND lower(normalize(m.text || E'\\n' || coalesce(r.text, ''), NFKC)) LIKE %s ESCAPE '!'
  AND m.conversation_id IN ({among})
GROUP BY m.conversation_id ORDER BY max(m.number) DESC LIMIT %s
"""


def containing(words: str, *, among: QuerySet[Any], limit: int = 200) -> list[UUID]:
    """Those of these conversations in which the words were said, the latest first.

    Bigrams find the candidates, the text itself decides: nothing is missed, nothing is extra. A
    single character is looked for as the beginning of a pair.
    """
    folded = fold(words).strip()
    if not folded:
        return []
    terms = [f"'{_quoted(term)}'" for term in grams(folded)]
    if len(folded) == 1:
        terms = [f"'{_quoted(folded)}':*"]
    like = folded.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    try:
        inner, values = among.order_by().query.sql_with_params()
    except EmptyResultSet:
        return []
    wanted = [" & ".join(terms), f"%{like}%", *values, limit]
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH.format(messages=_RECENT, among=inner), [RECENT, *wanted])
        if cursor.rowcount < limit:
            every = _SEARCH.format(messages="conversations_message", among=inner)
            cursor.execute(every, wanted)
        return [row[0] for row in cursor.fetchall()]


_EXCERPTS = """
SELECT DISTINCT ON (m.conversation_id) m.conversation_id, m.text, r.text
FROM conversations_message m LEFT JOIN conversations_read r ON r.message_id = m.id
WHERE m.conversation_id = ANY(%s)
  AND lower(normalize(m.text || E'\\n' || coalesce(r.text, ''), NFKC)) LIKE %s ESCAPE '!'
ORDER BY m.conversation_id, m.number DESC
"""
BEFORE, AFTER = 12, 40
"""Characters shown around what was found."""


def excerpts(words: str, conversations: list[UUID]) -> dict[UUID, str]:
    """Where these words were last said in each conversation: a few characters around them."""
    folded = fold(words).strip()
    like = folded.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    with connection.cursor() as cursor:
        cursor.execute(_EXCERPTS, [conversations, f"%{like}%"])
        rows = cursor.fetchall()
    return {place: _around(folded, text, read or "") for place, text, read in rows}


def _around(folded: str, *texts: str) -> str:
    for text in texts:
        at = text.lower().find(folded)
        if at >= 0:
            cut = text[max(0, at - BEFORE) : at + len(folded) + AFTER]
            return ("…" if at > BEFORE else "") + " ".join(cut.split())
    return next((text[: BEFORE + AFTER] for text in texts if text), "")


def _quoted(term: str) -> str:
    return term.replace("\\", "\\\\").replace("'", "''")


def of_ids(messages: Iterable[UUID]) -> dict[UUID, Message]:
    """These messages by their keys."""
    return Message.objects.in_bulk(list(messages))


def in_conversation(conversation_id: UUID | None) -> QuerySet[Message]:
    """The messages of one conversation; none where there is none."""
    if conversation_id is None:
        return Message.objects.none()
    return Message.objects.filter(conversation_id=conversation_id)


def file_in(conversation_id: UUID | None, file_id: UUID) -> QuerySet[Message]:
    """The message of this conversation that brought this file."""
    return in_conversation(conversation_id).filter(file=file_id)


def room(conversation: Conversation) -> Room | None:
    """How much may still be sent in this conversation; None where its channel sets no limit."""
    channel = CHANNELS[conversation.channel]
    if not channel.outward:
        return channel.room(conversation.address, None, 0)
    rows = Message.objects.filter(conversation=conversation)
    heard = rows.filter(author=Author.RESIDENT).order_by("-number").first()
    if heard is None:
        return channel.room(conversation.address, None, 0)
    ours = rows.filter(author__in=(Author.OFFICER, Author.SYSTEM), number__gt=heard.number)
    sent = ours.filter(external_id=None, refused_at=None).values_list("text", flat=True)
    return channel.room(
        conversation.address, heard.said_at, sum(channel.pieces(text) for text in sent)
    )


def has_arrived(conversation_id: UUID, *, since: datetime) -> bool:
    """Whether anything that officers have said since then has left the house."""
    ours = Message.objects.filter(conversation_id=conversation_id, author=Author.OFFICER)
    return ours.filter(said_at__gte=since, delivered_at__isnull=False).exists()


def pieces(conversation: Conversation, text: str) -> int:
    """As how many messages the text goes out in this conversation."""
    return CHANNELS[conversation.channel].pieces(text)


def at_address(channel: str, address: str) -> Conversation | None:
    """The conversation with this address on this channel, with its resident."""
    found = Conversation.objects.filter(channel=channel, address=address)
    return found.select_related("resident").first()


@owns
def resident_on_the_web(address: str) -> Resident | None:
    """Whose conversation on our own page has this address."""
    found = at_address("web", address)
    return found.resident if found else None


def count_since(conversation_id: UUID, start: datetime) -> int:
    """How many messages of the resident arrived since `start`."""
    recent = Message.objects.filter(conversation_id=conversation_id, author=Author.RESIDENT)
    return recent.filter(received_at__gte=start).count()


def town_of(conversation_id: UUID | str) -> str:
    """The town of the resident who writes in a conversation; empty where nobody knows it."""
    rows = Conversation.objects.filter(pk=conversation_id, resident__isnull=False)
    return rows.values_list("resident__town_code", flat=True).first() or ""
