"""Whether any figure, list or file of the county shows a row that its reader may not see."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, QuerySet

from county.dimensions.helpdesk.queries.matters import matters_for
from county.dimensions.incidents.queries import incidents_for
from county.dimensions.procuracy.queries.orders import orders_for
from county.dimensions.procuracy.queries.questions import questions_for
from county.dimensions.procuracy.queries.suggestions import suggestions_for
from county.foundation.figures.queries import is_told, read, rows_of
from county.foundation.figures.registry import FIGURES, Figure
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import may_export
from county.kernel.periods import Period
from county.records.residents.queries import residents_for
from county.records.visits.queries import visits_for

Scope = Callable[[Officer], QuerySet[Any]]
SCOPES: dict[str, tuple[Scope, str]] = {
    "helpdesk.matter": (matters_for, "pk"),
    "residents.resident": (residents_for, "pk"),
    "visits.visit": (visits_for, "pk"),
    "procuracy.suggestion": (suggestions_for, "pk"),
    "procuracy.item": (suggestions_for, "letter__suggestion"),
    "procuracy.answer": (suggestions_for, "reply__suggestion"),
    "procuracy.order": (orders_for, "pk"),
    "procuracy.feedback": (orders_for, "order"),
    "procuracy.question": (questions_for, "pk"),
    "incidents.incident": (incidents_for, "pk"),
}
"""For each kind of row its dimension's own scoped question, and where its key stands."""
OPEN = {"tags.definition", "procuracy.initiative", "places.area", "dashboard.yearsofpeace"}
"""Kinds of row that whoever reads their figure may read all of."""
LINK = re.compile(r'<td><a href="([^"]+)"')


class Asks(Protocol):
    """Whoever opens pages as an officer: the status and the body of an address."""

    def __call__(self, address: str) -> tuple[int, bytes]: ...


@dataclass
class Found:
    """What was looked at: figures with rows, rows, pages and files; and what should not be."""

    figures: int = 0
    rows: int = 0
    pages: int = 0
    files: int = 0
    leaked: int = 0
    wrong: int = 0
    """Counts that are not the number of the rows behind them."""

    def __add__(self, other: Found) -> Found:
        return Found(*(getattr(self, name) + getattr(other, name) for name in vars(self)))


def foreign(figure: Figure, rows: QuerySet[Any], officer: Officer) -> QuerySet[Any]:
    """The rows that the officer may not see by their dimension's own scope."""
    kind = rows.model._meta.label_lower  # noqa: SLF001 - Django's documented API
    if kind in OPEN:
        return rows.none() if officer.has(figure.permit) else rows
    scope, where = SCOPES[kind]
    return rows.filter(~Exists(scope(officer).order_by().filter(pk=OuterRef(where))))


def look(officer: Officer, period: Period, asks: Asks) -> Found:
    """Every figure as this officer reads it: its rows, the page behind it and the file of it."""
    found = Found()
    for figure in FIGURES.values():
        found += _rows(figure, officer, period) + _doors(figure, officer, period, asks)
    return found


def _rows(figure: Figure, officer: Officer, period: Period) -> Found:
    rows = rows_of(figure, officer, period).order_by()
    count = rows.count()
    said = read(figure, officer, period).value
    wrong = officer.has(figure.permit) and figure.counts_rows and said != count
    return Found(
        figures=int(count > 0), rows=count, wrong=int(wrong),
        leaked=foreign(figure, rows, officer).count(),
    )  # fmt: skip


def _doors(figure: Figure, officer: Officer, period: Period, asks: Asks) -> Found:
    query = f"period=own&from={period.first}&until={period.last}"
    address = f"/county/figures/{figure.code}/?{query}"
    status, body = asks(address)
    file_status, file = asks(f"{address}&format=csv")
    opened, taken = status == 200, file_status == 200
    if not officer.has(figure.permit):
        told = is_told(figure, officer)
        links = len(LINK.findall(body.decode())) if opened else 0
        return Found(pages=1, files=1, leaked=links + int(opened and not told))
    rows = rows_of(figure, officer, period)
    allowed = set(_named(figure, rows))
    shown = set(LINK.findall(body.decode())) if opened else set()
    lines = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))[1:] if taken else []
    may = figure.may_leave and may_export(officer)
    return Found(
        pages=1, files=1,
        leaked=len(shown - allowed) + (0 if may else len(lines)),
        wrong=int(not opened) + int(may and len(lines) != min(rows.count(), 50_000)),
    )  # fmt: skip


def _named(figure: Figure, rows: QuerySet[Any]) -> Iterator[str]:
    for row in rows.order_by(figure.sort, "-pk")[:50]:
        yield figure.page(row)
