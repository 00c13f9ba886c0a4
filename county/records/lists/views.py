"""Bring a list in, see what is wrong with it, confirm, undo; take a list out with four eyes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.approvals.queries import open_for
from county.foundation.live import tickets
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock
from county.kernel.errors import Incomplete
from county.records.lists import actions, exporting, queries, sheets
from county.records.lists.access import Permit
from county.records.lists.flow import RowState, State
from county.records.lists.forms import ExportForm, ImportForm
from county.records.lists.registry import kinds_for

SHOWN = 200
FIRST = 20
"""Rows that are shown before a list is confirmed."""
LIVE = ["lists.check_due", "lists.list_checked", "lists.batch_due", "lists.list_brought_in"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(Permit.IMPORT)
@require_GET
def imports(request: OfficerRequest) -> HttpResponseBase:
    """Lists brought in, and how to bring one."""
    kinds, wanted = kinds_for(request.user), request.GET.get("kind", "")[:12]
    context = {
        "imports": list(queries.imports_for(request.user)[:50]),
        "form": ImportForm(auto_id="import_%s", kinds=kinds, initial={"kind": wanted}),
        "kinds": kinds,
    }
    return show(request, "lists/imports.html", context)


@allow(Permit.IMPORT)
@require_POST
def take(request: OfficerRequest) -> HttpResponseBase:
    """Read a list and check each row."""
    form = complete(ImportForm(request.POST, kinds=kinds_for(request.user)))
    sent = request.FILES.get("file")
    if sent is None or isinstance(sent, list):
        raise Incomplete(_("Choose a file: .xlsx or CSV."))
    made = actions.take(
        sent.read(sheets.LARGEST + 1),
        name=sent.name or "",
        kind=form.cleaned_data["kind"],
        by=request.user,
    )
    return go(request, made.url)


@allow(Permit.IMPORT)
@require_GET
def one(request: OfficerRequest, import_id: UUID) -> HttpResponseBase:
    """What would be brought in, and what is to be mended."""
    made = get_object_or_404(queries.imports_for(request.user), pk=import_id)
    counts = queries.counts(made)
    context = {
        "made": made,
        "counts": counts,
        "total": sum(counts.values()),
        "titles": dict(RowState.choices),
        "fields": {field.name: field.title for field in made.sort.fields},
        "good": actions.preview(made, by=request.user, most=FIRST)
        if made.state == State.CHECKED
        else [],
        "news": queries.rows_of(made, RowState.GOOD).exclude(double_of="").count(),
        "live": tickets.issue({made.subject}, kinds=LIVE),
        "bad": list(queries.rows_of(made, RowState.BAD)[:SHOWN]),
        "doubles": list(queries.rows_of(made, RowState.DOUBLE)[:SHOWN]),
        "can_undo": made.state == State.DONE
        and made.finished_at is not None
        and made.finished_at > clock.now() - actions.UNDO_WITHIN,
    }
    return show(request, "lists/one.html", context, part="import")


@allow(Permit.IMPORT)
@require_POST
def confirm(request: OfficerRequest, import_id: UUID) -> HttpResponseBase:
    """Let the worker bring in what fits."""
    made = get_object_or_404(queries.imports_for(request.user), pk=import_id)
    actions.confirm(made, by=request.user)
    return go(request, made.url)


@allow(Permit.IMPORT)
@require_POST
def undo(request: OfficerRequest, import_id: UUID) -> HttpResponseBase:
    """Take back what nobody has used since."""
    made = get_object_or_404(queries.imports_for(request.user), pk=import_id)
    actions.undo(made, by=request.user)
    return go(request, made.url)


@allow(Permit.EXPORT)
@require_GET
def exports(request: OfficerRequest) -> HttpResponseBase:
    """Lists taken out, and how to ask for one."""
    rows = list(queries.exports_for(request.user)[:50])
    waiting = {
        one.pk: open_for(exporting.KIND, f"export:{one.pk}") for one in rows if not one.made_at
    }
    context = {
        "exports": rows,
        "waiting": waiting,
        "old": clock.now() - exporting.LIFE,
        "form": ExportForm(auto_id="export_%s"),
    }
    return show(request, "lists/exports.html", context)


@allow(Permit.EXPORT)
@require_POST
def ask(request: OfficerRequest) -> HttpResponseBase:
    """Ask to take out a list."""
    form = complete(ExportForm(request.POST))
    why = form.cleaned_data.pop("why")
    exporting.ask(filters=form.cleaned_data, why=why, by=request.user)
    return go(request, "/lists/exports/")


@allow(Permit.EXPORT)
@require_POST
def make(request: OfficerRequest, export_id: UUID) -> HttpResponseBase:
    """Make the file that somebody else agreed to."""
    export = get_object_or_404(queries.exports_for(request.user), pk=export_id)
    exporting.make(export, by=request.user)
    return go(request, "/lists/exports/")


@allow(Permit.EXPORT)
@require_POST
def download(request: OfficerRequest, export_id: UUID) -> HttpResponseBase:
    """The file; each taking is on record."""
    export = get_object_or_404(queries.exports_for(request.user), pk=export_id)
    content = exporting.content_of(export, by=request.user)
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{export.number}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response
