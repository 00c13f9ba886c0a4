"""Sort, page and export any list."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import force_str

from county.kernel import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE = 50
LONGEST_EXPORT = 50_000
"""Rows of one exported file; more is narrowed by a filter first."""
WIDTH = 18
"""Characters of an exported column: a moment and most names fit."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Characters with which a spreadsheet would begin a formula."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, the value of a row, and the field it sorts by, if any."""

    title: StrOrPromise
    value: Callable[[Any], Any]
    sort: str = ""


@dataclass(frozen=True)
class Table:
    """A page of rows as a list shows it."""

    columns: Sequence[Column]
    rows: Sequence[Any]
    page: int
    has_next: bool
    total: int
    sort: str
    query: str


def table(
    request: HttpRequest, rows: QuerySet[Any], columns: Sequence[Column], *, default: str
) -> Table:
    """The asked-for page of these rows, sorted as asked; nonsense in the address is ignored."""
    wanted = request.GET.get("sort", default)
    known = {column.sort for column in columns if column.sort}
    sort = wanted if wanted.lstrip("-") in known else default
    page = int(number) if (number := request.GET.get("page", "0")[:5]).isdecimal() else 0
    ordered = rows.order_by(sort, "-pk")
    found = list(ordered[page * PAGE : (page + 1) * PAGE + 1])
    query = request.GET.copy()
    for key in ("page", "sort", "format"):
        query.pop(key, None)
    return Table(
        columns,
        found[:PAGE],
        page,
        len(found) > PAGE,
        rows.order_by().count(),
        sort,
        query.urlencode(),
    )


PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""A text in a sheet is a text: no formula, and no link to a file somewhere."""


def safe(value: Any) -> Any:
    """A value a spreadsheet will show and never execute."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = force_str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def export(name: str, columns: Sequence[Column], rows: Iterable[Any], *, form: str) -> HttpResponse:
    """The rows as a file: `xlsx`, or `csv` with a mark that spreadsheets know as UTF-8."""
    heads = [force_str(column.title) for column in columns]
    body = ([safe(column.value(row)) for column in columns] for row in rows)
    content, kind = _xlsx(heads, body) if form == "xlsx" else _csv(heads, body)
    response = HttpResponse(content, content_type=kind)
    file = f"{name}-{clock.today():%Y%m%d}.{'xlsx' if form == 'xlsx' else 'csv'}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file)}"
    return response


def _csv(heads: list[str], body: Iterable[list[Any]]) -> tuple[bytes, str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(body)
    return out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"


def _xlsx(heads: list[str], body: Iterable[list[Any]]) -> tuple[bytes, str]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(heads) - 1), WIDTH)
        for number, line in enumerate([heads, *body]):
            sheet.write_row(number, 0, line)
    return (
        out.getvalue(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
