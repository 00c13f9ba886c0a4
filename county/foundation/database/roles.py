"""What the runtime and worker roles may do: rows, never tables; some rows only through doors.

The worker's role is the runtime's, but for tables that only a person may write to: there it has
functions with checks of their own (`doors`), which run with the owner's power.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from county.foundation.database.embedded import OWNER, RUNTIME, WORKER

GRANT = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
"""


def grant(
    connection: Any,
    *,
    append_only: Iterable[str],
    read_only: Iterable[str] = (),
    hidden: Iterable[str] = (),
    by_people_only: Iterable[str] = (),
    doors: Iterable[str] = (),
) -> None:
    """Give both roles their rows; take change and removal back where a log is kept.

    `append_only` names tables whose rows are written once and never changed or removed,
    `read_only` those that the owner alone writes, `hidden` those that no process of the
    program even reads, `by_people_only` those that the worker may only
    read, `doors` the functions through which it may do what is its own there.
    """
    with connection.cursor() as cursor:
        for role in roles_there(cursor):
            cursor.execute(GRANT.format(role=role))
            for table in append_only:
                cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {role}')
            for table in hidden:
                cursor.execute(f'REVOKE ALL ON "{table}" FROM {role}')
            for table in (*read_only, "django_migrations"):
                cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM {role}')
            for function in doors:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")
            cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}")
            if role == WORKER:
                for table in by_people_only:
                    cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM {role}')


def roles_there(cursor: Any) -> list[str]:
    """The roles that the server has; one of somebody else's may lack the worker's."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WORKER])
    return [RUNTIME, WORKER] if cursor.fetchone() else [RUNTIME]


__all__ = ["OWNER", "RUNTIME", "WORKER", "grant", "roles_there"]
