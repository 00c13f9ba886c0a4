"""Whose conversations they are when files are joined; what is left of them when one is erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from county.foundation.events.registry import System
from county.foundation.files import actions as files
from county.foundation.files.models import StoredFile
from county.records.conversations.models import Conversation, Message, Read

DESK = System("desk")
Keeps = Callable[[UUID | str], set[UUID]]
KEEPS: list[Keeps] = []


def keeps(ask: Keeps) -> Keeps:
    """Let this function name the conversations of a person that a law keeps: cases, leads."""
    KEEPS.append(ask)
    return ask


def erasable(resident_id: UUID | str) -> QuerySet[Conversation]:
    """A person's conversations that no law keeps."""
    kept = {key for ask in KEEPS for key in ask(resident_id)}
    return Conversation.objects.filter(resident_id=resident_id).exclude(pk__in=kept)


@transaction.atomic
def empty(resident_id: UUID | str) -> int:
    """Take words, pictures and places out of a person's conversations; says how many messages.

    That somebody wrote, and when, stays: the matters that answered it are counted. What belongs
    to a case or a lead stays as it is, for as long as the law on those says.
    """
    places = erasable(resident_id)
    said = Message.objects.filter(conversation__in=places)
    Read.objects.filter(message__in=said).delete()
    brought = said.filter(file__isnull=False).values_list("file", flat=True)
    for file in StoredFile.objects.filter(pk__in=list(brought)):
        files.remove(file, "erased with the resident's file", DESK)
    for place in places:
        place.address = f"erased:{place.pk}"
        place.save(update_fields=["address"])
    return said.update(
        text="", grams=None, latitude=None, longitude=None, by_name="", external_id=None
    )


AT_ONCE = 20_000


@transaction.atomic
def empty_older(before: datetime) -> int:
    """Take the words out of what was said before then, but of cases and leads; says how many.

    At most some thousands a night, the oldest first (E32).
    """
    old = Message.objects.filter(said_at__lt=before).exclude(text="", file=None)
    whose = old.order_by("number").values_list(
        "number", "conversation_id", "conversation__resident_id"
    )
    rows = list(whose[:AT_ONCE])
    people = {resident for _number, _place, resident in rows if resident is not None}
    kept = {key for resident in people for ask in KEEPS for key in ask(resident)}
    numbers = [number for number, place, _resident in rows if place not in kept]
    said = Message.objects.filter(number__in=numbers)
    Read.objects.filter(message__in=said).delete()
    for file in StoredFile.objects.filter(
        pk__in=list(said.exclude(file=None).values_list("file", flat=True)), removed_at=None
    ):
        files.remove(file, "kept long enough", DESK)
    return said.update(text="", grams=None, latitude=None, longitude=None, file=None)
