"""Questions that are asked all day: planned once for each connection, answered as plain rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]
Plan = tuple[str, tuple[Any, ...]]

MOST = 5000
"""Statements remembered by one process."""
_remembered: dict[Hashable, Plan | None] = {}


def raw_cursor() -> psycopg.Cursor[tuple[Any, ...]]:
    """A cursor with server-side binding on Django's connection, so statements stay prepared."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def plan_of(asked: QuerySet[Any, Any]) -> Plan | None:
    """A question as a statement and its values; None if the answer is known to be nothing."""
    try:
        statement, values = asked.query.sql_with_params()
    except EmptyResultSet:
        return None
    return statement, tuple(values)


def rows_of(asked: QuerySet[Any, Any] | Plan | None) -> Rows:
    """The rows of a `values_list`, by a prepared statement."""
    plan = asked if asked is None or isinstance(asked, tuple) else plan_of(asked)
    return raw_cursor().execute(*plan, prepare=True).fetchall() if plan else []


def remembered(key: Hashable, ask: Callable[[], QuerySet[Any, Any] | Plan | None]) -> Plan | None:
    """What `ask` comes to, written once for each `key`: the key names all that `ask` looks at.

    Writing the statement of a queue costs Django more than PostgreSQL needs to answer it.
    """
    if key not in _remembered:
        if len(_remembered) >= MOST:
            _remembered.clear()
        asked = ask()
        _remembered[key] = asked if asked is None or isinstance(asked, tuple) else plan_of(asked)
    return _remembered[key]


def counting(asked: Mapping[str, QuerySet[Any]], most: int) -> Plan | None:
    """One statement that counts what each question finds, no further than `most`."""
    parts: list[str] = []
    values: list[Any] = []
    for name, question in asked.items():
        if plan := plan_of(question.order_by().values("pk")[:most]):
            parts.append(f"SELECT '{name}', count(*) FROM ({plan[0]}) AS counted")  # noqa: S608
            values += plan[1]
    return (" UNION ALL ".join(parts), tuple(values)) if parts else None
