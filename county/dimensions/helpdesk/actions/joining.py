"""Whose matters they are when two files become one; what is left of them when one is erased."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from county.dimensions.helpdesk.models import Matter
from county.records.residents.actions.joining import moved_in, note_moved

WHAT = "helpdesk.Matter"


@transaction.atomic
def follow(joining_id: UUID | str, former_id: UUID | str, resident_id: UUID | str) -> int:
    """Let the matters of a file given up be those of the file that speaks; says how many."""
    rows = Matter.objects.filter(resident_id=former_id)
    note_moved(joining_id, WHAT, rows.values_list("pk", flat=True))
    return rows.update(resident_id=resident_id)


@transaction.atomic
def go_back(joining_id: UUID | str, former_id: UUID | str, resident_id: UUID | str) -> int:
    """Let what moved with a joining be the former file's again; says how many."""
    moved = moved_in(joining_id, WHAT)
    rows = Matter.objects.filter(pk__in=moved, resident_id=resident_id)
    return rows.update(resident_id=former_id)


@transaction.atomic
def empty(resident_id: UUID | str) -> int:
    """Take the last words out of the matters of an erased person; the figures stay."""
    rows = Matter.objects.filter(resident_id=resident_id)
    return rows.update(last_text="", rating_words="", organisation=None)
