"""The reports of an officer's department."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from county.foundation.staff.models import Department, Officer
from county.foundation.staff.queries import holders
from county.reports.access import Permit
from county.reports.knowledge import Ledger, ledger_of, ledgers
from county.reports.models import Report


def reports_for(officer: Officer) -> QuerySet[Report]:
    """The reports of the officer's own department; nobody reads another's."""
    if not officer.has(Permit.READ):
        return Report.objects.none()
    return Report.objects.filter(department=officer.department_id).select_related(
        "department", "pdf", "docx", "xlsx"
    )


def readers(department: Department) -> QuerySet[Officer]:
    """Who of a department is told that its report is there."""
    return holders(Permit.READ).filter(department=department)


def own_ledger(officer: Officer) -> Ledger | None:
    """The report of the officer's department, where there is one."""
    return ledger_of(officer.department_id, officer.department.kind)


def reporting() -> list[tuple[Department, Ledger]]:
    """Every department that has a report and somebody who reads it."""
    codes = {code for one in ledgers().values() for code in one.departments}
    kinds = {kind for one in ledgers().values() for kind in one.kinds}
    rows = Department.objects.filter(Q(code__in=codes) | Q(kind__in=kinds)).order_by("code")
    read_in = set(holders(Permit.READ).values_list("department_id", flat=True))
    found = [(one, ledger_of(one.code, one.kind)) for one in rows if one.code in read_in]
    return [(department, ledger) for department, ledger in found if ledger is not None]


def versions(report: Report) -> list[Report]:
    """Every version of the same report, the latest first."""
    rows = Report.objects.filter(
        department=report.department_id, ledger=report.ledger, span=report.span, first=report.first
    )
    return list(rows.defer("content").order_by("-version"))
