"""Bring a list in: check it, confirm it, let the worker do it, undo it."""

from __future__ import annotations

import json
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.fields import reveal, set_sealed
from county.records.lists import columns, sheets
from county.records.lists.access import Permit
from county.records.lists.checking import Checked, check
from county.records.lists.events import BatchDue, ListBroughtIn, ListChecked, ListUndone
from county.records.lists.flow import IMPORT, RowState, State
from county.records.lists.models import Import, Kind, Row
from county.records.organisations import actions as organisations
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.residents.wording import forbidden_in

CLOCK = System("clock")
BATCH = 100
UNDO_WITHIN = timedelta(days=7)


@transaction.atomic
def take(content: bytes, *, name: str, kind: str, by: Officer) -> Import:
    """Read a sheet and check each row; nothing is brought in yet.

    Raises SheetRefused for what is no list, Refused for a column that must not be kept.
    """
    demand(by, Permit.IMPORT)
    if kind not in Kind.values:
        raise Refused(_("Choose what the list holds."))
    rows = sheets.rows_of(content)
    headings = rows[0] if rows else []
    for heading in headings:
        if word := forbidden_in(heading):
            raise sheets.SheetRefused(
                _("The column “%(heading)s” must not be kept of anybody (%(word)s). Take it out.")
                % {"heading": heading[:40], "word": word}
            )
    mapping = columns.guess(kind, headings)
    needed = {"residents": ("name", "alias"), "enterprises": ("code",)}[kind]
    if not any(name in mapping for name in needed):
        raise sheets.SheetRefused(
            _("The first row must hold the headings, such as 姓名, 手机号, 镇街; none is known.")
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
    _check(made, mapping, rows[1:])
    return made


def _check(made: Import, mapping: dict[str, int], rows: list[list[str]]) -> None:
    seen: dict[str, int] = {}
    kept: list[Row] = []
    full = [(number, cells) for number, cells in enumerate(rows, start=2) if any(cells)]
    for key, (number, cells) in zip(_new_numbers(len(full)), full, strict=True):
        said = {name: cells[at] if at < len(cells) else "" for name, at in mapping.items()}
        checked = check(made.kind, said, made.officer)
        row = Row(pk=key, sheet=made, number=number, problems=checked.problems)
        row.double_of = checked.double_of or next(
            (f"row:{seen[one]}" for one in checked.keys if one in seen), ""
        )
        seen |= {one: number for one in checked.keys if one not in seen}
        row.state = _state(checked, row.double_of)
        set_sealed(row, "content", json.dumps(checked.values, ensure_ascii=False))
        kept.append(row)
    Row.objects.bulk_create(kept, batch_size=500)
    counts = {state: sum(row.state == state for row in kept) for state in RowState}
    announce(
        ListChecked(
            import_id=str(made.pk),
            good=counts[RowState.GOOD],
            bad=counts[RowState.BAD],
            double=counts[RowState.DOUBLE],
        ),
        by=made.officer,
    )


def _state(checked: Checked, double_of: str) -> str:
    if checked.problems:
        return RowState.BAD
    return RowState.DOUBLE if double_of else RowState.GOOD


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
    made = Import.objects.select_for_update(of=("self",)).get(pk=made.pk)
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
    made = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
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
    if checked.problems or checked.double_of:
        row.problems, row.double_of = checked.problems, checked.double_of
        row.state = _state(checked, row.double_of)
    else:
        make = _make_resident if made.kind == Kind.RESIDENTS else _make_firm
        row.made, row.state = make(checked.values, made.officer), RowState.MADE
        row.made_event = Event.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    row.save(update_fields=["state", "problems", "double_of", "made", "made_event"])


def _make_resident(values: dict[str, str], by: Officer) -> str:
    resident = residents.open_file(alias=values.get("alias", ""), town_code=values["town"])
    residents.correct(
        resident,
        by=by,
        name=values.get("name") or None,
        identity=values.get("identity") or None,
        address=values.get("address") or None,
    )
    if values.get("birthday") and not values.get("identity"):
        residents.state_age(resident, birthday=date.fromisoformat(values["birthday"]), by=by)
    if values.get("phone"):
        residents.note_phone(resident, phone=values["phone"], by=by)
    return resident.actor


def _make_firm(values: dict[str, str], by: Officer) -> str:
    firm = organisations.register(
        code=values["code"],
        name=values["name"],
        area=Area.objects.get(pk=values["town"]),
        industry=values.get("industry", ""),
        address=values.get("address", ""),
        by=by,
    )
    return f"organisation:{firm.pk}"


@transaction.atomic
def undo(made: Import, *, by: Officer) -> tuple[int, int]:
    """Take back what nobody has used since; says how many went and how many stay.

    Raises Refused after seven days.
    """
    demand(by, Permit.IMPORT)
    made = Import.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if made.finished_at is None or made.finished_at < clock.now() - UNDO_WITHIN:
        raise Refused(_("A list is undone within seven days after it was brought in."))
    IMPORT.move(made, "undo")
    made.undone_at = clock.now()
    made.save(update_fields=["state", "undone_at"])
    counts = {RowState.UNDONE: 0, RowState.KEPT: 0}
    for row in Row.objects.filter(sheet=made, state=RowState.MADE):
        row.state = RowState.UNDONE if _taken_back(row) else RowState.KEPT
        row.save(update_fields=["state"])
        counts[row.state] += 1
    told = ListUndone(
        import_id=str(made.pk), taken_back=counts[RowState.UNDONE], kept=counts[RowState.KEPT]
    )
    announce(told, by=by)
    return counts[RowState.UNDONE], counts[RowState.KEPT]


def _taken_back(row: Row) -> bool:
    """Whether what the row became went; it stays where anything happened to it since."""
    if Event.objects.filter(subject=row.made, pk__gt=row.made_event).exists():
        return False
    kind, _colon, key = row.made.partition(":")
    try:
        with transaction.atomic():
            if kind == "resident":
                residents.withdraw(Resident.objects.get(pk=key))
            else:
                _withdraw_firm(key)
    except (ProtectedError, Refused):
        return False
    return True


def _withdraw_firm(key: str) -> None:
    if Resident.objects.filter(organisation_id=key).exists():
        raise Refused(_("Somebody works there."))
    Organisation.objects.get(pk=key).delete()


@transaction.atomic
def forget_rows() -> int:
    """Remove the rows of lists that can no longer be undone; says of how many lists."""
    old = clock.now() - UNDO_WITHIN
    done = 0
    for made in Import.objects.filter(made_at__lt=old, emptied_at=None).exclude(
        state=State.RUNNING
    ):
        Row.objects.filter(sheet=made).update(content=None)
        made.emptied_at = clock.now()
        made.save(update_fields=["emptied_at"])
        done += 1
    return done
