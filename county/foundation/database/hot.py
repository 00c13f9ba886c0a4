"""Questions that are asked all day: planned once for each connection, answered as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]


def raw_cursor() -> psycopg.Cursor[tuple[Any, ...]]:
    """A cursor with server-side binding on Django's connection, so statements stay prepared."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def rows_of(asked: QuerySet[Any, Any]) -> Rows:
    """The rows of a `values_list`, by a prepared statement.

    Django binds in the client, so PostgreSQL would plan the same question anew each time, which
    for a queue costs more than answering it.
    """
    try:
        statement, values = asked.query.sql_with_params()
    except EmptyResultSet:
        return []
    return raw_cursor().execute(statement, values, prepare=True).fetchall()


def counts_of(asked: Mapping[str, QuerySet[Any]], most: int) -> dict[str, int]:
    """How many each question finds, counting no further than `most`, in one statement."""
    counts = dict.fromkeys(asked, 0)
    parts: list[str] = []
    values: list[Any] = []
    for name, question in asked.items():
        try:
            statement, own = question.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT '{name}', count(*) FROM ({statement}) AS {name}")  # noqa: S608
        values += own
    if parts:
        counts.update(raw_cursor().execute(" UNION ALL ".join(parts), values, prepare=True))
    return counts
