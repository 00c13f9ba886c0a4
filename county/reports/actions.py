"""Ask for a report, make it of one moment's numbers, keep it for good; tell who reads it."""

from __future__ import annotations

import logging
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.documents import press, word
from county.foundation.events.actions import announce, whisper
from county.foundation.events.registry import Actor, System
from county.foundation.files import actions as files
from county.foundation.files.models import StoredFile
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand, demand_export
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.periods import Period
from county.kernel.saying import saying
from county.reports import queries, sheets
from county.reports.access import Permit
from county.reports.collecting import Content, collect
from county.reports.events import ReportAsked, ReportFailed, ReportMade, ReportMoved, ReportTaken
from county.reports.flow import REPORT, State
from county.reports.knowledge import is_over, ledger_of, ledgers, period_of
from county.reports.models import Report, Span
from county.reports.pages import paper

log = logging.getLogger(__name__)
CLOCK = System("clock")
PDF = "application/pdf"
PURPOSE = "report"


@transaction.atomic
def ask(department: Department, *, span: str, day: date, by: Actor) -> Report:
    """Have the department's report of the week or month of this day made, as a new version.

    Raises Refused for a span that is not over, a department without a report, and while one is
    being made.
    """
    if isinstance(by, Officer):
        demand(by, Permit.MAKE)
    ledger = ledger_of(department.code, department.kind)
    if ledger is None:
        raise Refused(_("This department has no report yet."))
    period = period_of(span, day)
    if not is_over(period):
        raise Refused(_("This week or month is not over yet."))
    same = Report.objects.filter(
        department=department, ledger=ledger.code, span=span, first=period.first
    )
    latest = same.order_by("-version").first()
    report = Report(
        ledger=ledger.code, department=department, span=span, first=period.first,
        last=period.last, version=latest.version + 1 if latest else 1, asked_by=by.actor,
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This report is being made, or failed: see the list.")) from None
    announce(ReportAsked(report_id=str(report.pk)), by=by)
    return report


@transaction.atomic
def ask_all(span: str, period: Period, *, by: Actor = CLOCK) -> list[Report]:
    """Ask for the report of every department that has none of this period."""
    asked = []
    for department, ledger in queries.reporting():
        there = Report.objects.filter(
            department=department, ledger=ledger.code, span=span, first=period.first
        )
        if not there.exists():
            asked.append(ask(department, span=span, day=period.first, by=by))
    return asked


@transaction.atomic
def repeat(report: Report, *, by: Officer) -> Report:
    """Let a report that could not be made be tried again."""
    demand(by, Permit.MAKE)
    report = _locked(report.pk)
    REPORT.move(report, "repeat")
    report.trouble, report.progress, report.asked_by = "", 0, by.actor
    report.save(update_fields=["state", "trouble", "progress", "asked_by"])
    announce(ReportAsked(report_id=str(report.pk)), by=by)
    return report


def make(report_id: UUID | str) -> Report:
    """Make what was asked for: count, then sheet, document and page of what was counted.

    Runs outside of any transaction and may run again after a crash: what is kept stays as it is.
    What goes wrong is kept with the report and told; it can be repeated.
    """
    report = _begun(report_id)
    if report.state != State.MAKING:
        return report
    try:
        return _made(report)
    except Exception as error:
        log.exception("report %s could not be made", report)
        words = str(error) if isinstance(error, Refused) else type(error).__name__
        return _failed(report, words)


def _locked(report_id: UUID | str) -> Report:
    rows = Report.objects.select_for_update(of=("self",)).select_related("department")
    return rows.get(pk=report_id)


@transaction.atomic
def _begun(report_id: UUID | str) -> Report:
    report = _locked(report_id)
    if report.state in (State.ASKED, State.MAKING):
        REPORT.move(report, "begin")
        report.save(update_fields=["state"])
    return report


def _made(report: Report) -> Report:
    period = Period(report.first, report.last)
    content = collect(ledgers()[report.ledger], report.department, report.span, period)
    _moved(report, 30)
    at = clock.now()
    sheet = sheets.xlsx(content)
    _moved(report, 50)
    document = word.docx(paper(content), at=at)
    _moved(report, 70)
    page = press.pdf(paper(content), at=at)
    _moved(report, 90)
    return _kept(report, content, sheet, document, page)


def _moved(report: Report, progress: int) -> None:
    Report.objects.filter(pk=report.pk, state=State.MAKING).update(progress=progress)
    whisper(ReportMoved(report_id=str(report.pk), progress=progress))


@transaction.atomic
def _kept(report: Report, content: Content, sheet: bytes, document: bytes, page: bytes) -> Report:
    report = _locked(report.pk)
    if report.state != State.MAKING:
        return report  # another worker was faster
    REPORT.move(report, "keep")
    by = System("reports")
    name = f"{content['department']} {content['title']} {report.first:%F} v{report.version}"

    def keep(made: bytes, media: str) -> StoredFile:
        return files.keep_own(made, media=media, name=name, by=by, purpose=PURPOSE)

    report.content, report.made_at, report.progress = content, clock.now(), 100
    report.xlsx = keep(sheet, sheets.MEDIA)
    report.docx = keep(document, word.MEDIA)
    report.pdf = keep(page, PDF)
    report.save()
    made = ReportMade(
        report_id=str(report.pk), department=report.department_id, version=report.version
    )
    announce(made, by=by)
    tell(
        queries.readers(report.department),
        title=saying(_title(report), f"{report.first:%F}"),
        url=report.url,
        by=by,
        about=report.subject,
    )
    return report


def _title(report: Report) -> str:
    if report.span == Span.WEEK:
        return gettext_noop("The weekly report is there: week from %s")
    return gettext_noop("The monthly report is there: month from %s")


@transaction.atomic
def _failed(report: Report, words: str) -> Report:
    report = _locked(report.pk)
    if report.state != State.MAKING:
        return report
    REPORT.move(report, "fail")
    report.trouble = words[:300]
    report.save(update_fields=["state", "trouble"])
    by = System("reports")
    announce(ReportFailed(report_id=str(report.pk)), by=by)
    tell(
        queries.readers(report.department),
        title=saying(gettext_noop("A report could not be made: from %s"), f"{report.first:%F}"),
        url=report.url,
        by=by,
        about=report.subject,
    )
    return report


@transaction.atomic
def take(report: Report, form: str, *, by: Officer) -> StoredFile:
    """Hand a report out as a file, and keep who took it.

    Raises NotAllowed for whoever takes no lists out, Refused before it is made.
    """
    demand_export(by)
    file = {"xlsx": report.xlsx, "docx": report.docx, "pdf": report.pdf}.get(form)
    if file is None:
        raise Refused(_("There is no such file of this report."))
    announce(ReportTaken(report_id=str(report.pk), form=form), by=by)
    return file
