"""Two files of one person become one: the tags follow, each once, by the latest word on it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from county.foundation.events.actions import announce
from county.records.residents import actions as residents
from county.records.residents.actions.joining import note_moved
from county.records.residents.models import Resident
from county.records.tags import doors
from county.records.tags.actions.parts import CLOCK, DESK, let_end
from county.records.tags.events import TagsFollowed
from county.records.tags.flow import OPEN, State
from county.records.tags.knowledge import tags
from county.records.tags.models import Tagging

TAGGING = "tags.Tagging"
SILENT = (CLOCK.actor, DESK.actor)
"""Who ends tags without anybody having said so: of what ran out, and of what is there twice."""


@transaction.atomic
def follow_the_file(
    former_id: UUID | str, resident_id: UUID | str, *, joining_id: UUID | str = ""
) -> int:
    """Let the taggings of one file be those of another; says how many moved.

    Of a tag that both have, the one in force stays, or else the one set later. What a person or
    officer ended after it was set on the other file is ended there too: nothing comes back.
    """
    resident = Resident.objects.select_for_update().get(pk=resident_id)
    rows = Tagging.objects.filter(resident_id__in=(former_id, resident_id))
    by_code: dict[str, list[Tagging]] = {}
    for one in rows.order_by("proposed_at"):
        by_code.setdefault(one.code, []).append(one)
    for taggings in by_code.values():
        _leave_one(taggings)
    _leave_one_of(former_id, resident_id)
    moving = Tagging.objects.filter(resident_id=former_id)
    in_force = list(moving.filter(state=State.ACTIVE))
    if joining_id:
        note_moved(joining_id, TAGGING, moving.values_list("pk", flat=True))
    moved = doors.follow(former_id, resident_id)
    if moved:
        _carry_consent(in_force, resident)
        followed = TagsFollowed(resident_id=str(resident_id), former_id=str(former_id))
        announce(followed, by=DESK)
    return moved


@transaction.atomic
def go_back(joining_id: UUID | str, former_id: UUID | str, resident_id: UUID | str) -> int:
    """Let the taggings that moved with a joining be the former file's again; says how many."""
    return doors.part(joining_id, former_id, resident_id)


def _carry_consent(taggings: list[Tagging], resident: Resident) -> None:
    """Let the file that stays show what its tags rest on; where it was said stays named."""
    scopes = {
        one.tag.scope: one for one in taggings if one.code in tags() and not one.tag.by_statute
    }
    for scope, tagging in scopes.items():
        residents.record_consent(
            resident,
            scope=scope,
            given=True,
            evidence=f"tagging:{tagging.pk} of resident:{tagging.resident_id}",
            by=DESK,
        )


def _leave_one(taggings: list[Tagging]) -> None:
    """End what must not stay open of one tag's taggings on both files."""
    open_ones = [one for one in taggings if one.state in OPEN]
    ends = [one.ended_at for one in taggings if one.ended_at and one.ended_by not in SILENT]
    stays = max(open_ones, key=_rank, default=None)
    last_end = max(ends, default=None)
    for one in open_ones:
        if one is not stays or (last_end is not None and last_end > _said(one)):
            let_end(one, by=DESK, reason="")


def _leave_one_of(former_id: UUID | str, resident_id: UUID | str) -> None:
    """Of tags that exclude one another, let the one that was said last stand."""
    rows = Tagging.objects.filter(
        resident_id__in=(former_id, resident_id), state=State.ACTIVE
    ).exclude(one_of="")
    stands: set[str] = set()
    for one in sorted(rows, key=_said, reverse=True):
        if one.one_of in stands:
            let_end(one, by=DESK, reason="")
        stands.add(one.one_of)


def _rank(tagging: Tagging) -> tuple[bool, datetime]:
    return tagging.state == State.ACTIVE, _said(tagging)


def _said(tagging: Tagging) -> datetime:
    """When the last word on an open tagging was said."""
    return tagging.confirmed_at or tagging.proposed_at
