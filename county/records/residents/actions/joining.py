"""Join two files of one person, and part them again: what moves is written down and moves back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import reveal, set_sealed
from county.records.residents.actions.ages import demand_grown, put_birthday
from county.records.residents.events import FilesMerged, FilesParted
from county.records.residents.models import Distinct, ExternalIdentity, Joining, Moved, Resident

COPIED = ("name", "identity", "address")
"""Sealed fields that the file that stays takes over where it lacks them."""
PLAIN = ("alias", "town_code", "area_code", "school", "organisation_id", "guardian_informed_at")
IDENTITY, FIELD = "residents.ExternalIdentity", "residents.field"


@transaction.atomic
def join(kept: Resident, given_up: Resident, *, reason: str, by: Actor) -> Joining:
    """Let `kept` speak for the person of both files; comes back with what `part` undoes.

    Both ids stay alive: the other file points here. Raises Refused where one of the two was
    joined, erased or is a child's, Incomplete without a reason.
    """
    if len(reason.strip()) < 2:
        raise Incomplete(_("Say in a few words why these are one person."))
    order = sorted([kept.pk, given_up.pk])
    locked = {one.pk: one for one in Resident.objects.select_for_update(of=("self",)).filter(
        pk__in=order
    ).order_by("pk")}  # fmt: skip
    kept, given_up = locked[kept.pk], locked[given_up.pk]
    _demand_joinable(kept, given_up)
    joining = Joining.objects.create(
        kept=kept, given_up=given_up, reason=reason.strip()[:200], by=by.actor
    )
    identities = ExternalIdentity.objects.filter(resident=given_up)
    note_moved(joining.pk, IDENTITY, identities.values_list("pk", flat=True))
    identities.update(resident=kept)
    _fill_in(joining, kept, given_up)
    given_up.merged_into = kept
    given_up.save(update_fields=["merged_into"])
    announce(FilesMerged(**_ids(joining)), by=by)
    return joining


def _demand_joinable(kept: Resident, given_up: Resident) -> None:
    if kept.pk == given_up.pk:
        raise Refused(_("This is one file already."))
    for one in (kept, given_up):
        demand_grown(one)
        if one.merged_into_id is not None:
            raise Refused(_("File %s was joined to another already.") % one.number)
        if one.erased_at is not None:
            raise Refused(_("File %s was erased.") % one.number)


def _fill_in(joining: Joining, kept: Resident, given_up: Resident) -> None:
    """Take over what the file that stays lacks; the birthday too, which protects the young."""
    taken: list[str] = []
    for field in COPIED:
        if not getattr(kept, field) and getattr(given_up, field):
            set_sealed(kept, field, reveal(given_up, field))
            taken.append(field)
    if not kept.born_on and given_up.born_on:
        put_birthday(kept, date.fromisoformat(reveal(given_up, "born_on")))
        taken.append("born_on")
    for field in PLAIN:
        if not getattr(kept, field) and getattr(given_up, field):
            setattr(kept, field, getattr(given_up, field))
            taken.append(field)
    if taken:
        kept.save()
    note_moved(joining.pk, FIELD, taken)


@transaction.atomic
def part(joining: Joining, *, reason: str, by: Actor) -> Joining:
    """Make two files of one again, each with what it had. Raises Refused when undone already."""
    if len(reason.strip()) < 2:
        raise Incomplete(_("Say in a few words why these are two people."))
    joining = Joining.objects.select_for_update(of=("self",)).get(pk=joining.pk)
    if joining.undone_at is not None:
        raise Refused(_("This joining was undone already."))
    kept, given_up = joining.kept, joining.given_up
    if kept.erased_at is not None:
        raise Refused(_("File %s was erased.") % kept.number)
    given_up.merged_into = None
    given_up.save(update_fields=["merged_into"])
    moved = moved_in(joining.pk, IDENTITY)
    ExternalIdentity.objects.filter(pk__in=moved, resident=kept).update(resident=given_up)
    _give_back(kept, moved_in(joining.pk, FIELD))
    joining.undone_at, joining.undone_by = clock.now(), by.actor
    joining.undo_reason = reason.strip()[:200]
    joining.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    announce(FilesParted(**_ids(joining)), by=by)
    return joining


def _give_back(kept: Resident, fields: list[str]) -> None:
    """Empty again what came from the other file."""
    for field in fields:
        if field in COPIED or field == "born_on":
            set_sealed(kept, field, "")
        elif field in PLAIN:
            nothing = None if field in ("organisation_id", "guardian_informed_at") else ""
            setattr(kept, field, nothing)
    if "born_on" in fields:
        kept.born_month, kept.age_band = None, ""
    if fields:
        kept.save()


@transaction.atomic
def keep_apart(one: Resident, other: Resident, *, by: Actor) -> None:
    """Note that two files that look alike are two people; they are not suggested again."""
    first, second = sorted([one.pk, other.pk])
    Distinct.objects.get_or_create(one_id=first, other_id=second, defaults={"by": by.actor})


@transaction.atomic
def carry(rows: QuerySet[Any], fact: FilesMerged) -> int:
    """Let these rows of the file that was given up be the other's, and write down which."""
    kind = rows.model
    mine = rows.filter(resident_id=fact.former_id)
    note_moved(fact.joining_id, _label(kind), mine.values_list("pk", flat=True))
    return mine.update(resident_id=fact.resident_id)


@transaction.atomic
def carry_back(kind: type[Model], fact: FilesParted) -> int:
    """Let the rows that moved with a joining be the former file's again; says how many."""
    moved = moved_in(fact.joining_id, _label(kind))
    rows = kind._default_manager.filter(pk__in=moved, resident_id=fact.resident_id)  # noqa: SLF001
    return rows.update(resident_id=fact.former_id)


def _label(kind: type[Model]) -> str:
    return str(kind._meta.label)  # noqa: SLF001 - Django's documented API


def note_moved(joining_id: UUID | str, what: str, keys: Iterable[object]) -> None:
    """Write down which of an app's rows went to the file that stays."""
    Moved.objects.bulk_create(Moved(joining_id=joining_id, what=what, key=str(key)) for key in keys)


def moved_in(joining_id: UUID | str, what: str) -> list[str]:
    """The keys that an app wrote down for this joining."""
    rows = Moved.objects.filter(joining_id=joining_id, what=what)
    return list(rows.values_list("key", flat=True))


def _ids(joining: Joining) -> dict[str, str]:
    return {
        "joining_id": str(joining.pk),
        "resident_id": str(joining.kept_id),
        "former_id": str(joining.given_up_id),
    }
