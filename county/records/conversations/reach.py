"""Whose conversations an officer may work on: dimensions say so, each of its own records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from county.foundation.staff.policy import Holder
from county.records.conversations.models import Conversation

Reach = Callable[[Holder], QuerySet[Any]]
REACHES: list[Reach] = []


def reaches(ask: Reach) -> Reach:
    """Let this question say which conversations a holder's records belong to, by their keys."""
    REACHES.append(ask)
    return ask


def conversations_for(holder: Holder) -> QuerySet[Conversation]:
    """The conversations of any record that the holder may see: own areas, held, helped with."""
    hit = Q(pk__in=[])
    for ask in REACHES:
        hit |= Q(pk__in=ask(holder))
    return Conversation.objects.filter(hit)
