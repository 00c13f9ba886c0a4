"""Bring a list in: check it, confirm it, let the worker do it, undo it."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.saying import saying
from county.kernel.sealing import blind_index
from county.records.lists import columns, queries, sheets
from county.records.lists.access import Permit
from county.records.lists.checking import check
from county.records.lists.events import (
    BatchDue,
    CheckDue,
    ListBroughtIn,
    ListChecked,
    ListUndone,
)
from county.records.lists.flow import IMPORT, RowState, State
from county.records.lists.models import Import, Row
from county.records.lists.registry import KINDS, Checked, Kind
from county.records.residents.wording import forbidden_in

CLOCK = System("clock")
AT_ONCE = 250
"""Rows that are checked in one go."""
BATCH = 100
"""Rows that are brought in in one go."""
CHECKING = gettext_noop("Check of a list before it is brought in")
UNDO_WITHIN = timedelta(days=7)


@transaction.atomic
def take(content: bytes, *, name: str, kind: str, by: Officer) -> Import:
    """Read a sheet and keep its rows as they are; nothing is brought in yet.

    A short list is checked at once, a long one in the background. Raises NotAllowed
    for a kind of list that is not the officer's, SheetRefused for what is no list of it, or has a
    column that must not be kept.
    """
    demand(by, Permit.IMPORT)
    if kind not in KINDS:
        raise Refused(_("Choose what the list holds."))
    demand(by, KINDS[kind].permit)
    rows = sheets.rows_of(content)
    headings = rows[0] if rows else []
    for heading in headings:
        if word := forbidden_in(heading):
            raise sheets.SheetRefused(
                _("The column “%(heading)s” must not be kept of anybody (%(word)s). Take it out.")
                % {"heading": heading[:40], "word": word}
            )
    mapping = columns.guess(kind, headings)
    if lacking := columns.lacking(kind, mapping):
        raise sheets.SheetRefused(
            _("The first row must hold the headings. There is none for: %(titles)s.")
            % {"titles": ", ".join(lacking)}
        )
    used = set(mapping.values())
    made = Import(
        kind=kind,
        name=" ".join(name.split())[:80] or "-",
        mapping={field: headings[at] for field, at in mapping.items()},
        ignored=[heading for at, heading in enumerate(headings) if at not in used and heading],
        officer=by,
    )
    made.save(force_insert=True)
    if _keep(made, mapping, rows[1:]) > AT_ONCE:
        announce(CheckDue(import_id=str(made.pk)), by=by)
        return made
    check_next(str(made.pk))
    made.refresh_from_db(fields=["state"])
    return made


def _keep(made: Import, mapping: dict[str, int], rows: list[list[str]]) -> int:
    """Keep the rows as they were read, and say how many: what they say is not looked at yet."""
    full = [(number, cells) for number, cells in enumerate(rows, start=2) if any(cells)]
    kept: list[Row] = []
    for key, (number, cells) in zip(_new_numbers(len(full)), full, strict=True):
        said = {name: cells[at] if at < len(cells) else "" for name, at in mapping.items()}
        row = Row(pk=key, sheet=made, number=number, state=RowState.READ)
        set_sealed(row, "content", json.dumps(said, ensure_ascii=False))
        kept.append(row)
    Row.objects.bulk_create(kept, batch_size=1000)
    return len(kept)


@transaction.atomic
def check_next(import_id: str) -> int:
    """Check the next rows of a list and ask for those after them; says how many."""
    made = _locked(import_id)
    if made.state != State.CHECKING:
        return 0
    unread = Row.objects.filter(sheet=made, state=RowState.READ).order_by("number")
    rows = list(unread[:AT_ONCE])
    seen = _keys_of(made)
    for row in rows:
        _check_one(made, row, seen)
    Row.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"],
        update_fields=["content", "state", "problems", "places", "double_of", "keys"],
    )  # fmt: skip
    if unread.exists():
        announce(CheckDue(import_id=str(made.pk)), by=made.officer)
        return len(rows)
    IMPORT.move(made, "check")
    made.save(update_fields=["state"])
    told = queries.counts(made)
    announce(
        ListChecked(
            import_id=str(made.pk),
            good=told[RowState.GOOD],
            bad=told[RowState.BAD],
            double=told[RowState.DOUBLE],
        ),
        by=made.officer,
    )
    return len(rows)


def _check_one(made: Import, row: Row, seen: dict[str, int]) -> None:
    checked = check(made.kind, json.loads(reveal(row, "content")), made.officer)
    row.keys = [blind_index("import_row", key).hex() for key in sorted(checked.keys)]
    twin = next((f"row:{seen[one]}" for one in row.keys if one in seen), "")
    seen |= {one: row.number for one in row.keys if one not in seen}
    row.problems, row.places = checked.problems, checked.places
    row.double_of = twin if checked.is_news and twin else checked.double_of or twin
    row.state = _state(checked, row.double_of, is_twin=row.double_of == twin != "")
    set_sealed(row, "content", json.dumps(checked.values, ensure_ascii=False))


def _keys_of(made: Import) -> dict[str, int]:
    """The keys of the rows that are checked already, with the numbers of their rows."""
    rows = Row.objects.filter(sheet=made).exclude(state=RowState.READ).order_by("-number")
    return {key: number for keys, number in rows.values_list("keys", "number") for key in keys}


def _state(checked: Checked, double_of: str, *, is_twin: bool = False) -> str:
    if checked.problems:
        return RowState.BAD
    is_double = bool(double_of) and (is_twin or not checked.is_news)
    return RowState.DOUBLE if is_double else RowState.GOOD


def _locked(import_id: UUID | str) -> Import:
    rows = Import.objects.select_for_update(of=("self",))
    return rows.select_related("officer__post", "officer__department").get(pk=import_id)


def _new_numbers(count: int) -> list[int]:
    """Numbers for that many rows: a row's content is sealed to its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('lists_row', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


@transaction.atomic
def confirm(made: Import, *, by: Officer) -> Import:
    """Let the worker bring in the rows that fit. Raises Refused where there is none."""
    demand(by, Permit.IMPORT)
    made = _locked(made.pk)
    if not Row.objects.filter(sheet=made, state=RowState.GOOD).exists():
        raise Refused(_("No row fits. Mend the sheet and bring it again."))
    IMPORT.move(made, "confirm")
    made.confirmed_at = clock.now()
    made.save(update_fields=["state", "confirmed_at"])
    announce(BatchDue(import_id=str(made.pk)), by=by)
    return made


@transaction.atomic
def bring_in(import_id: str) -> int:
    """Bring in the next rows and ask for those after them; says how many."""
    made = _locked(import_id)
    if made.state != State.RUNNING:
        return 0
    rows = list(Row.objects.filter(sheet=made, state=RowState.GOOD).order_by("number")[:BATCH])
    for row in rows:
        _bring_in_one(made, row)
    if rows:
        announce(BatchDue(import_id=str(made.pk)), by=CLOCK)
        return len(rows)
    IMPORT.move(made, "finish")
    made.finished_at = clock.now()
    made.save(update_fields=["state", "finished_at"])
    number = Row.objects.filter(sheet=made, state=RowState.MADE).count()
    announce(ListBroughtIn(import_id=str(made.pk), made=number), by=CLOCK)
    return 0


def _bring_in_one(made: Import, row: Row) -> None:
    """One row: checked once more, since the county has gone on since the sheet was read."""
    checked = check(made.kind, json.loads(reveal(row, "content")), made.officer)
    if checked.problems or (checked.double_of and not checked.is_news):
        row.problems, row.places = checked.problems, checked.places
        row.double_of = checked.double_of
        row.state = _state(checked, row.double_of)
    else:
        brought = made.sort.bring(checked.values, made.officer)
        row.made = brought.subject
        row.state = RowState.MADE if brought.is_new else RowState.CHANGED
        row.made_event = Event.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    row.save(update_fields=["state", "problems", "places", "double_of", "made", "made_event"])


@transaction.atomic
def preview(made: Import, *, by: Officer, most: int) -> list[tuple[int, bool, list[str]]]:
    """The first rows that fit, as they would be brought in; that somebody looked is kept.

    Of each its number, whether it adds to what is there, and what its shown fields say. Nothing of
    a list whose kind shows nothing.
    """
    demand(by, made.sort.permit)
    rows = list(queries.rows_of(made, RowState.GOOD)[:most]) if made.sort.shown else []
    if not rows:
        return []
    look(by, made.subject, fields=" ".join(made.sort.shown)[:100], reason=saying(CHECKING))
    said = [(row, json.loads(reveal(row, "content"))) for row in rows if row.content]
    return [(row.number, bool(row.double_of), _shown(made.sort, values)) for row, values in said]


@transaction.atomic
def undo(made: Import, *, by: Officer) -> tuple[int, int]:
    """Take back what nobody has used since; says how many went and how many stay.

    Raises Refused after seven days.
    """
    demand(by, Permit.IMPORT)
    made = _locked(made.pk)
    if made.finished_at is None or made.finished_at < clock.now() - UNDO_WITHIN:
        raise Refused(_("A list is undone within seven days after it was brought in."))
    IMPORT.move(made, "undo")
    made.undone_at = clock.now()
    made.save(update_fields=["state", "undone_at"])
    counts = {RowState.UNDONE: 0, RowState.KEPT: 0}
    for row in Row.objects.filter(sheet=made, state=RowState.MADE):
        row.state = RowState.UNDONE if _taken_back(made.sort, row) else RowState.KEPT
        row.save(update_fields=["state"])
        counts[row.state] += 1
    told = ListUndone(
        import_id=str(made.pk), taken_back=counts[RowState.UNDONE], kept=counts[RowState.KEPT]
    )
    announce(told, by=by)
    return counts[RowState.UNDONE], counts[RowState.KEPT]


def _shown(kind: Kind, values: dict[str, str]) -> list[str]:
    return [says(values[name]) if values.get(name) else "" for name, says in kind.shown.items()]


def _taken_back(kind: Kind, row: Row) -> bool:
    """Whether what the row became went; it stays where anything happened to it since."""
    if Event.objects.filter(subject=row.made, pk__gt=row.made_event).exists():
        return False
    try:
        with transaction.atomic():
            kind.take_back(row.made.partition(":")[2])
    except (ProtectedError, Refused):
        return False
    return True


@transaction.atomic
def forget_rows() -> int:
    """Remove the rows of lists that can no longer be undone; says of how many lists."""
    old = clock.now() - UNDO_WITHIN
    done = 0
    for made in Import.objects.filter(made_at__lt=old, emptied_at=None).exclude(
        state=State.RUNNING
    ):
        Row.objects.filter(sheet=made).update(content=None, keys=[])
        made.emptied_at = clock.now()
        made.save(update_fields=["emptied_at"])
        done += 1
    return done
