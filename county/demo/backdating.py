"""Sets back what the database dated itself, so that what was played stands where it happened.

The verbs ask `clock.now()`, which says the played moment; columns with a database default say when
the row was written. One connection plays one step after another, so whatever was written between
the beginnings of two steps belongs to the first: a table from the real beginning of each step to
its played moment therefore sets every such column back, exactly.

Events, looks and consents are written once, and a trigger holds even their owner to it. Only here,
only by the owner role, only in the demonstration, and only for one transaction is it switched off.
What is invented has no history to protect; a real county never runs this (ADR 13).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models import Model
from django.db.models.functions import Now
from psycopg import sql

OWNER = "owner"
REFERENCE = (
    "staff_post", "staff_department", "places_area", "tags_tagdef", "audiences_selectable",
    "django_migrations",
)  # fmt: skip
"""What the county is made from; a new play finds it as it was."""


_MOVE = """
UPDATE {table} SET {column} =
  (SELECT happened FROM played WHERE begun <= {table}.{column} ORDER BY begun DESC LIMIT 1)
WHERE {column} >= (SELECT min(begun) FROM played)
"""


class NotTheDemo(RuntimeError):  # noqa: N818 (what is wrong, in the office's words)
    """Somebody tried to change what really happened."""


def demand_demo() -> None:
    """Refuse outside the demonstration."""
    if not settings.SIWEI_DEMO:
        raise NotTheDemo("Only the demonstration's invented past may be set back.")


def dated_columns() -> Iterator[tuple[type[Model], str]]:
    """Every column that the database dates by itself."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented name
            if isinstance(getattr(field, "db_default", None), Now):
                yield model, field.column


def set_back(moments: list[tuple[datetime, datetime]]) -> None:
    """Move every row of the play from the moment it was written to the moment it happened."""
    demand_demo()
    columns: dict[str, list[str]] = {}
    for model, column in dated_columns():
        columns.setdefault(model._meta.db_table, []).append(column)  # noqa: SLF001
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE played (begun timestamptz PRIMARY KEY, happened timestamptz)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY played FROM STDIN") as rows:
            for pair in moments:
                rows.write_row(pair)
        cursor.execute("ANALYZE played")
        for table, names in columns.items():
            _set_back(cursor, table, names)
    _tidy()


def _set_back(cursor: Any, table: str, columns: list[str]) -> None:
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    for column in columns:
        cursor.execute(sql.SQL(_MOVE).format(table=name, column=sql.Identifier(column)))
    # What was checked late is checked now: a table with waiting checks cannot be altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def _tidy() -> None:
    """Let the planner know the new rows, and the tables forget the old ones."""
    with connections[OWNER].cursor() as cursor:
        if not connections[OWNER].in_atomic_block:
            cursor.execute("VACUUM (ANALYZE)")
    connections[OWNER].close()


def clear() -> None:
    """Empty every table but those the county is made from: a play broken off is begun anew."""
    demand_demo()
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}  # noqa: SLF001
    names = [sql.Identifier(table) for table in sorted(tables - set(REFERENCE))]
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(names)))
    connections[OWNER].close()
