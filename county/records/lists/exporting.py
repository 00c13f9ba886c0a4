"""Take a list out: asked for with a reason, agreed to by another, masked, marked, for a day."""

from __future__ import annotations

import io
import secrets
from datetime import timedelta
from typing import Any

import xlsxwriter
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.design.jinja import moment
from county.design.tables import PLAIN, safe
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.registry import four_eyes
from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.sealing import seal_bytes, unseal_bytes
from county.records.lists import queries
from county.records.lists.access import Permit
from county.records.lists.events import ExportAsked, ExportMade, ExportTaken
from county.records.lists.models import LIST, Export
from county.records.places.queries import name_of
from county.records.residents.models import Resident

KIND = four_eyes("lists.export", gettext_lazy("Take a list out"), permit=Permit.APPROVE)
LIFE = timedelta(hours=24)
MOST = 5000
"""People on one list; more is narrowed first."""


@transaction.atomic
def ask(*, filters: dict[str, str], why: str, by: Officer) -> Export:
    """Ask to take out a list; somebody else is asked for their word.

    Raises Incomplete without a reason, Refused for nobody and for too many.
    """
    demand(by, Permit.EXPORT)
    if len(why.strip()) < 2:
        raise Incomplete(_("Say why. The person who decides reads it."))
    kept = {name: value for name, value in sorted(filters.items()) if value}
    people = queries.people_in(kept, by).count()
    if people == 0:
        raise Refused(_("Nobody of your area is on this list."))
    if people > MOST:
        raise Refused(_("More than %s people are on this list. Narrow it.") % MOST)
    export = Export(
        number=f"E{clock.today():%y%m%d}-{secrets.token_hex(3).upper()}",
        filters=kept,
        why=why.strip()[:200],
        people=people,
        officer=by,
    )
    export.save(force_insert=True)
    approvals.ask(
        kind=KIND,
        subject=f"export:{export.pk}",
        payload=payload_of(export),
        title=_("List %(number)s: %(n)s people, masked") % {"number": export.number, "n": people},
        why=export.why,
        by=by,
        people=people,
    )
    announce(ExportAsked(export_id=str(export.pk), people=people), by=by)
    return export


def payload_of(export: Export) -> dict[str, Any]:
    """What is agreed to: this list, of these people, for this officer."""
    return {
        "export": str(export.pk),
        "filters": export.filters,
        "officer": export.officer_id,
        "why": export.why,
    }


@transaction.atomic
def make(export: Export, *, by: Officer) -> Export:
    """Make the file, once, with the word of the second person; raises NotApproved without it."""
    demand(by, Permit.EXPORT)
    export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if export.officer_id != by.pk:
        raise Refused(_("Only the person who asked for the list makes it."))
    if export.made_at is not None:
        raise Refused(_("This list was made already."))
    approvals.use(kind=KIND, subject=f"export:{export.pk}", payload=payload_of(export), by=by)
    rows = list(queries.people_in(export.filters, by)[:MOST])
    export.made_at, export.people = clock.now(), len(rows)
    export.content = seal_bytes(LIST, _workbook(export, rows), f"lists_export|{export.pk}")
    export.save(update_fields=["made_at", "people", "content"])
    announce(ExportMade(export_id=str(export.pk), people=len(rows)), by=by)
    return export


@transaction.atomic
def content_of(export: Export, *, by: Officer) -> bytes:
    """The file, for who asked for it, within a day; each taking is on record."""
    demand(by, Permit.EXPORT)
    export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if export.officer_id != by.pk:
        raise Refused(_("Only the person who asked for the list takes it."))
    if export.content is None or export.made_at is None or export.made_at < clock.now() - LIFE:
        raise Refused(_("A list is kept for 24 hours. Ask for it anew."))
    export.taken += 1
    export.save(update_fields=["taken"])
    announce(ExportTaken(export_id=str(export.pk)), by=by)
    return unseal_bytes(LIST, bytes(export.content), f"lists_export|{export.pk}")


@transaction.atomic
def remove_old() -> int:
    """Remove the files of lists older than a day; that they were taken stays known."""
    old = Export.objects.filter(made_at__lt=clock.now() - LIFE).exclude(content=None)
    return old.update(content=None, removed_at=clock.now())


def _workbook(export: Export, rows: list[Resident]) -> bytes:
    """The list as a sheet: its mark in head, foot and every row; names and numbers masked."""
    mark = _("%(number)s · %(who)s, %(unit)s · %(at)s · %(why)s") % {
        "number": export.number, "who": export.officer.name, "why": export.why[:60],
        "unit": export.officer.department.name, "at": moment(export.made_at),
    }  # fmt: skip
    heads = [
        _("File number"), _("Called"), _("Name"), _("Phone"), _("Town"), _("Age"),
        _("Mark of this list"),
    ]  # fmt: skip
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet()
        sheet.set_header(f"&C{mark.replace('&', '&&')}"[:250])
        sheet.set_footer(f"&L{export.number}&RP. &P")
        sheet.write_row(0, 0, [mark])
        sheet.write_row(1, 0, heads)
        sheet.set_column(0, len(heads) - 1, 18)
        for at, one in enumerate(rows, start=2):
            line = [
                one.number, one.alias, one.name_masked, one.phone_masked, name_of(one.town_code),
                one.get_age_band_display(), export.number,
            ]  # fmt: skip
            sheet.write_row(at, 0, [safe(value) for value in line])
    return out.getvalue()
